// Examples of textbooks as links that a teacher writes, with the numbers their sources print.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>
#include <utility>

#include "engine/export/export.h"
#include "engine/insight/explain.h"
#include "engine/run/run.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

Trainer opened(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link << ": " << (parsed.messages.empty() ? "" : parsed.messages.front().sentence));
  REQUIRE(parsed.messages.empty());
  return make_trainer(parsed);
}

bool close(float value, double expected, double tolerance = 2e-7) {
  return std::abs(static_cast<double>(value) - expected) <= tolerance;
}

// The 2-2-2 example that most courses begin with: sigmoid, E = ½Σ, rate 0.5.
const std::string kMazur =
    "points=.05,.1,1&layers=2&activation=sigmoid&outputActivation=sigmoid&outputPerClass=true&"
    "targetLow=.01&targetHigh=.99&trainFraction=1&batchSize=1&learningRate=.5&"
    "weights=.15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6";

TEST_CASE("Mazur's example as a link, with its biases frozen") {
  Trainer trainer = opened(kMazur + "&biases=fixed");
  testing::run_phases(trainer, 5);
  const Workspace& batch = trainer.workspace();
  CHECK(close(batch.a(0, 0, 0), .5932699921));
  CHECK(close(batch.a(0, 1, 0), .5968843783));
  CHECK(close(batch.a(1, 0, 0), .7513650696));
  CHECK(close(batch.a(1, 1, 0), .7729284653));
  CHECK(close(batch.loss, .2983711088));
  CHECK(close(batch.delta(1, 0, 0), .1384985616));
  CHECK(close(batch.delta(1, 1, 0), -.0380982365));
  CHECK(close(batch.delta(0, 0, 0), .0087713547));
  CHECK(close(batch.delta(0, 1, 0), .0099542547));
  const Network& network = trainer.network();
  const double weights[2][4] = {{.1497807161, .1995614323, .2497511436, .2995022873},
                                {.3589164797, .4086661861, .5113012702, .5613701211}};
  for (int layer = 0; layer < 2; ++layer) {
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(close(network.weights(layer)[i], weights[layer][i]));
    }
    for (const float bias : network.biases(layer)) CHECK(bias == (layer == 0 ? .35f : .6f));
  }
  CHECK(std::abs(trainer.metrics().train_loss - .2910277737) < 2e-7);
  REQUIRE(trainer.steps(9999) == 9999);
  CHECK(std::abs(trainer.metrics().train_loss - 3.5101878e-5) < 2e-9);
  testing::run_phases(trainer, 1);
  CHECK(close(trainer.workspace().a(1, 0, 0), .0159136204, 2e-6));
  CHECK(close(trainer.workspace().a(1, 1, 0), .9840642735, 2e-6));
}

TEST_CASE("Mazur's example as a link, with its biases learning") {
  Trainer trainer = opened(kMazur);
  REQUIRE(trainer.steps(1) == 1);
  CHECK(close(trainer.network().biases(0)[0], .3456143227));
  CHECK(close(trainer.network().biases(0)[1], .3450228726));
  CHECK(close(trainer.network().biases(1)[0], .5307507192));
  CHECK(close(trainer.network().biases(1)[1], .6190491183));
  CHECK(std::abs(trainer.metrics().train_loss - .2804714468) < 2e-7);
}

TEST_CASE("Nielsen's single sigmoid neuron, under squared error and under cross-entropy") {
  const std::string neuron =
      "points=1,0,0&features=x1&layers=&trainFraction=1&batchSize=1&learningRate=.15&";
  const std::string squares = neuron + "outputActivation=sigmoid&weights=";
  Trainer first = opened(squares + ".6,.9");
  testing::run_phases(first, 3);
  CHECK(close(first.workspace().a(0, 0, 0), .8175744762));
  REQUIRE(first.steps(300) == 300);
  testing::run_phases(first, 1);
  CHECK(close(first.workspace().a(0, 0, 0), .093956, 1e-6));
  Trainer second = opened(squares + "2,2");
  testing::run_phases(second, 3);
  CHECK(close(second.workspace().a(0, 0, 0), .9820137900));
  CHECK(close(second.workspace().delta(0, 0, 0), .0173450211));
  REQUIRE(second.steps(150) == 150);
  testing::run_phases(second, 1);
  CHECK(close(second.workspace().a(0, 0, 0), .933417, 1e-6));
  REQUIRE(second.steps(150) == 150);
  testing::run_phases(second, 1);
  CHECK(close(second.workspace().a(0, 0, 0), .202848, 3e-6));
  Trainer entropy = opened(neuron + "loss=bce&weights=2,2");
  testing::run_phases(entropy, 3);
  CHECK(close(entropy.workspace().delta(0, 0, 0), .98201, 5e-6));
}

// --- biases ------------------------------------------------------------------------------------

TEST_CASE("biases that do not learn stay under every optimizer, with clipping and decay") {
  for (const Optimizer& optimizer : optimizers()) {
    for (const char* biases : {"fixed", "none"}) {
      for (const char* clipping : {"none", "norm"}) {
        Trainer trainer =
            opened("layers=3,2&learningRate=0.1&clipThreshold=0.01&biases=" + std::string(biases) +
                   "&clipping=" + clipping + "&optimizer=" + std::string(optimizer.name));
        REQUIRE(trainer.steps(40) == 40);
        INFO(optimizer.name << " " << biases << " " << clipping);
        for (int layer = 0; layer < trainer.network().layer_count(); ++layer) {
          for (const float bias : trainer.network().biases(layer)) {
            CHECK(bias == (biases == std::string("none") ? 0.0f : 0.1f));
          }
        }
        CHECK(trainer.workspace().updates[0] != 0);
      }
    }
  }
}

TEST_CASE("a gradient clipped by its norm has the length of what learns") {
  Trainer trainer = opened("layers=3&biases=fixed&clipping=norm&clipThreshold=0.01");
  testing::run_phases(trainer, 4);
  double squares = 0;
  for (const float g : trainer.workspace().gradients) {
    squares += static_cast<double>(g) * static_cast<double>(g);
  }
  CHECK(std::abs(std::sqrt(squares) - 0.01) < 1e-6);
}

TEST_CASE("biases none takes those of given weights away, and none can be edited") {
  Trainer trainer = opened("layers=1&weights=1,2,3|4,5");
  REQUIRE(trainer.set("biases", "none"));
  const std::vector<float> without = {1, 2, 0, 4, 0};
  CHECK(std::ranges::equal(trainer.network().parameters(), without));
  CHECK(std::ranges::equal(trainer.start_parameters(), without));
  CHECK_FALSE(trainer.set_parameter(2, 0.5));
  REQUIRE(trainer.set_parameter(0, 0.5));
  CHECK(make_link(trainer) == "v=1&layers=1&biases=none&weights=0.5,2|4");
  REQUIRE(trainer.set("biases", "fixed"));
  REQUIRE(trainer.set_parameter(2, 0.5));
}

TEST_CASE("an explanation of a bias says that it does not learn") {
  Trainer trainer = opened("layers=2&biases=fixed&regularization=l2&regularizationRate=0.1");
  testing::run_phases(trainer, 5);
  ExplainTarget target{ExplainTarget::Kind::kParameter, 0, 0, trainer.network().bias_index(0, 1),
                       -1};
  const Result<Explanation> explanation = explain(trainer, target);
  REQUIRE(explanation);
  CHECK(explanation->equations.back().note.find("Biases do not learn here") != std::string::npos);
  REQUIRE(explanation->update);
  CHECK(explanation->update->delta == 0);
  REQUIRE(explanation->update->parts.size() == 1);
  CHECK(explanation->update->parts[0].name == "fixed");
}

// --- order ------------------------------------------------------------------------------------

TEST_CASE("points are taken as listed, epoch after epoch") {
  const std::string points = "points=1,0,0;2,0,1;3,0,0;4,0,1;5,0,1&layers=&batchSize=2&";
  Trainer trainer = opened(points + "trainFraction=1&order=listed");
  for (int epoch = 0; epoch < 3; ++epoch) {
    for (const std::vector<float>& xs : {std::vector<float>{1, 2}, {3, 4}, {5}}) {
      testing::run_phases(trainer, 5);
      REQUIRE(trainer.workspace().samples == static_cast<int>(xs.size()));
      for (std::size_t s = 0; s < xs.size(); ++s) {
        CHECK(trainer.workspace().input(0, static_cast<int>(s)) == xs[s]);
        CHECK(trainer.batch()[s] == static_cast<int>(xs[s]) - 1);
      }
    }
  }
  // The points that train are those that train when they are shuffled.
  const Trainer some = opened(points + "trainFraction=0.6&order=listed");
  std::vector<int> shuffled = opened(points + "trainFraction=0.6").data().origins;
  std::sort(shuffled.begin(), shuffled.begin() + 3);
  std::sort(shuffled.begin() + 3, shuffled.end());
  CHECK(some.data().origins == shuffled);
  CHECK(make_link(some.experiment()).find("&order=listed") != std::string::npos);
  // Other points in their place are taken in their order, too.
  Experiment edited = trainer.experiment();
  std::swap(edited.custom_points[0], edited.custom_points[4]);
  trainer.take_points(edited);
  testing::run_phases(trainer, 1);
  CHECK(trainer.workspace().input(0, 0) == 5);
}

TEST_CASE("exported scripts go on in the order that is listed") {
  for (const char* order : {"shuffled", "listed"}) {
    const Trainer trainer = opened("samples=20&order=" + std::string(order));
    for (const char* name : {"numpy", "pytorch"}) {
      const Result<std::string> script = (*find_export_format(name))->make({trainer, {}});
      REQUIRE(script);
      CHECK((script->find("random.shuffle(order)") != script->npos) ==
            (order == std::string("shuffled")));
    }
  }
}

// --- explanations ------------------------------------------------------------------------------

std::string explained(Trainer trainer, int layer, int neuron, int phases) {
  testing::run_phases(trainer, phases);
  const auto explanation = explain(trainer, {ExplainTarget::Kind::kNeuron, layer, neuron, 0, 0});
  REQUIRE(explanation);
  return to_text(*explanation);
}

TEST_CASE("explain works the slope of a sigmoid out from its activation") {
  const Trainer trainer = opened(kMazur);
  const std::string output = explained(trainer, 1, 0, 3);
  INFO(output);
  CHECK(output.find("= 0.751365 · ( 1 − 0.751365 )") != output.npos);
  CHECK(output.find("= 0.741365 ") == output.npos);
  CHECK(output.find("= 0.751365 − 0.01\n") != output.npos);
  CHECK(output.find("= 0.138499\n") != output.npos);
  const std::string hidden = explained(trainer, 0, 0, 3);
  INFO(hidden);
  CHECK(hidden.find("= 0.593270 · ( 1 − 0.593270 )") != hidden.npos);
  CHECK(hidden.find("= 0.00877136\n") != hidden.npos);
}

TEST_CASE("explain spells every loss out with its factor") {
  const auto of = [](const std::string& link) { return explained(opened(link), 1, 0, 3); };
  const std::string classes = "dataset=blobs&classes=3&layers=2&outputActivation=sigmoid&loss=";
  for (const auto& [loss, parts] :
       {std::pair<std::string, std::vector<std::string>>{"mse", {"L = ½ ", "L = ½ Σₖ (aₖ − yₖ)²"}},
        {"squared_error", {"L = (a⁽²⁾₁ − y₁) · (a⁽²⁾₁ − y₁)", "= 2 · ( a⁽²⁾₁ "}},
        {"mean_squared_error", {"L = 1/3 ", "= 1/3      · 2 · ( a⁽²⁾₁ "}},
        {"mean_absolute_error", {"|a⁽²⁾₁ − y₁|", "sign(a⁽²⁾₁ − y₁)", "1/3 "}},
        {"hinge", {"max(0, 1 − y₁·a⁽²⁾₁)"}}}) {
    const std::string text = of(classes + loss);
    INFO(text);
    for (const std::string& part : parts) {
      INFO(part);
      CHECK(text.find(part) != text.npos);
    }
  }
}

TEST_CASE("what a run with such outputs exports has no name left open") {
  for (const Loss& loss : losses()) {
    for (const Activation& output : activations()) {
      if (!goes_with(loss, output)) continue;
      const Trainer trainer =
          opened("dataset=rings&classes=3&layers=2&samples=20&biases=fixed&loss=" +
                 std::string(loss.name) + "&outputActivation=" + std::string(output.name));
      for (const ExportFormat& format : export_formats()) {
        const Result<std::string> content = format.make({trainer, {}});
        REQUIRE(content);
        if (!format.binary) CHECK(content->find('$') == content->npos);
      }
    }
  }
}

}  // namespace
}  // namespace backprop
