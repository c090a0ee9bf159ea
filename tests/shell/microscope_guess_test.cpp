// "Predict first": what is said of a guess, in the application without a window.
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <string>

#include "engine/base/text.h"
#include "shell/app/app.h"
#include "shell/session/session.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

const std::string kTextbook =
    "table=x1,x2;y;1.5,1,0&layers=2&activation=sigmoid&outputActivation=sigmoid&learningRate=2"
    "&batchSize=1&order=listed&weights=1.3,-1.2,0.2;0.7,-1.4,0.5|-1.5,1.1,1.7";

// The microscope at a neuron of a step gone through to its gradients, with its results covered.
void predict(App& app, NeuronId neuron) {
  Session& session = app.session();
  while (session.trainer().phases_done() < 4) (void)session.carry_out(intent::AdvancePhase{});
  session.view().inside = InsideTab::kMicroscope;
  session.view().inside_open = session.view().inside_maximised = true;
  session.view().pinned_neuron = neuron;
  session.microscope().predict = true;
  session.microscope().revealed = 0;
  Frames::draw(app, 4);
}

std::string guess(App& app, const std::string& text) {
  Microscope& microscope = app.session().microscope();
  std::snprintf(microscope.guess, sizeof microscope.guess, "%s", text.c_str());
  Frames::click(app, "microscope.reveal");
  return microscope.verdict;
}

TEST_CASE("a guess in the microscope is judged as an answer in an exercise is") {
  const Frames frames;
  App app(kTextbook);
  app.start();
  predict(app, {0, 0});
  REQUIRE(app.session().microscope().explanation.equations.size() >= 3);
  CHECK(guess(app, "0.75").find("bias") != std::string::npos);
  CHECK(guess(app, "0.722").find("Right") != std::string::npos);
}

TEST_CASE("every result of a small network that is guessed right is called so") {
  for (const NeuronId neuron : {NeuronId{0, 0}, NeuronId{0, 1}, NeuronId{1, 0}}) {
    const Frames frames;
    App app(kTextbook);
    app.start();
    predict(app, neuron);
    const Microscope& microscope = app.session().microscope();
    const int count = static_cast<int>(microscope.explanation.equations.size());
    REQUIRE(count > 0);
    for (int i = 0; i < count; ++i) {
      const auto value = static_cast<double>(
          microscope.explanation.equations[static_cast<std::size_t>(i)].result.value);
      CAPTURE(neuron.layer, neuron.neuron, i, value);
      CHECK(guess(app, number_text(value)).find("Right") != std::string::npos);
      CHECK(microscope.revealed == i + 1);
    }
  }
}

TEST_CASE("a guess at a network that nobody works out by hand is told how near it is") {
  const Frames frames;
  App app("dataset=xor&samples=400&layers=16,16&batchSize=200");
  app.start();
  predict(app, {0, 0});
  const auto value =
      static_cast<double>(app.session().microscope().explanation.equations.at(0).result.value);
  const std::string said = guess(app, number_text(1.05 * value));
  CHECK(said.find("off by") != std::string::npos);
}

}  // namespace
}  // namespace backprop
