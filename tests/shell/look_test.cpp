// Links that lead to one number: phase, sample, neuron, tab and edges are those of the sender, and
// opening one changes no number of the run.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/experiment/sample_names.h"
#include "engine/insight/explain.h"
#include "shell/app/app.h"
#include "shell/session/looked_at.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

const std::string kRun = "dataset=xor&layers=4,3&batchSize=7&seed=5";

// What somebody sees who opens a link.
struct LookSeen {
  std::int64_t step;
  int phase, sample;
  std::uint64_t hash;
  InsideTab tab;
  EdgeMode edges;
  std::optional<NeuronId> neuron;
  std::optional<std::size_t> parameter;
  friend bool operator==(const LookSeen&, const LookSeen&) = default;
};

LookSeen seen(const App& app) {
  const Session& session = app.session();
  const View& view = session.view();
  return {session.trainer().step_count(),
          session.trainer().phases_done(),
          explained_sample(session),
          session.trainer().parameter_hash(),
          view.inside,
          view.edges,
          view.pinned_neuron,
          view.pinned_parameter};
}

LookSeen opened(const std::string& link) {
  App app(link);
  app.start();
  Frames::draw(app, 6);
  return seen(app);
}

TEST_CASE("a link leads to a δ of one sample in one phase") {
  const Frames frames;
  const LookSeen look = opened(kRun + "&step=3&look=phase:3,neuron:1.2,sample:40,tab:routes");
  CHECK(look.step == 3);
  CHECK(look.phase == 3);
  CHECK(look.tab == InsideTab::kRoutes);
  CHECK(look.neuron == NeuronId{0, 1});
  App plain(kRun + "&step=3");
  CHECK(look.hash == plain.session().trainer().parameter_hash());
  CHECK(sample_number(plain.session().trainer().data(), look.sample) == 40);
}

TEST_CASE("what is looked at is in the link, which leads back to it") {
  const Frames frames;
  for (const char* begin : {"", "&step=1", "&step=12"}) {
    for (int phases = 0; phases <= kPhaseCount; ++phases) {
      App app(kRun + begin);
      app.start();
      Frames::draw(app, 3);
      for (int i = 0; i < phases; ++i) {
        app.session().post(intent::AdvancePhase{});
        app.session().post(intent::LookAtOne{});
        Frames::draw(app, 3);
      }
      View& view = app.session().view();
      view.pinned_parameter = 5;
      view.edges = EdgeMode::kGradient;
      view.inside = InsideTab::kMatrices;
      Frames::draw(app, 3);
      INFO(app.link());
      CHECK(opened(app.link()) == seen(app));
    }
  }
}

TEST_CASE("a link says nothing of where one looks while nobody looks closer") {
  const Frames frames;
  App app(kRun + "&step=5");
  app.start();
  Frames::draw(app, 5);
  CHECK(app.link().find("look=") == std::string::npos);
  app.session().view().selected_point = 3;
  CHECK(app.link().find("&look=sample:") != std::string::npos);
  want_mean(app.session());
  CHECK(app.link().ends_with("&look=sample:mean"));
}

TEST_CASE("who plays on before the step of a link is there gets none of its phases") {
  const Frames frames;
  platform::fake::seconds_per_look = 0.001;
  App app(kRun + "&step=9000000&look=phase:3,neuron:1.2,tab:routes");
  app.start();
  Frames::draw(app, 2);
  REQUIRE(app.session().trainer().step_count() < 9000000);
  app.session().post(intent::Play{});
  Frames::draw(app, 2);
  app.session().post(intent::Pause{});
  Frames::draw(app, 4);
  CHECK(app.session().trainer().step_count() > 0);
  platform::fake::seconds_per_look = 0;
  CHECK(app.session().trainer().phases_done() == kPhaseCount);  // of whole steps
  CHECK(app.session().view().inside == InsideTab::kRoutes);
  CHECK(app.session().view().pinned_neuron == NeuronId{0, 1});
}

TEST_CASE("a run that the link does not lead to is not trained by it") {
  const Frames frames;
  App app(kRun);
  app.start();
  for (int i = 0; i < kPhaseCount; ++i) {
    app.session().post(intent::AdvancePhase{});
    Frames::draw(app, 2);
  }
  app.session().post(intent::EditParameter{2, 0.5f});
  Frames::draw(app, 3);
  INFO(app.link());
  CHECK(app.link().find("phase:") == std::string::npos);
}

TEST_CASE("what a run does not have is said") {
  const Frames frames;
  for (const char* look : {"sample:9000", "neuron:9.1", "weight:1.1.9"}) {
    App app(kRun + "&look=" + look);
    app.start();
    Frames::draw(app, 3);
    REQUIRE(app.canvas().messages.size() == 1);
    CHECK(app.canvas().messages[0].text.starts_with("look: "));
    CHECK(app.link().find("look=") == std::string::npos);
  }
}

}  // namespace
}  // namespace backprop
