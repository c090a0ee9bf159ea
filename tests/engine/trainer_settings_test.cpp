// What is changed while a run goes on, and what the settings of a step do to it.
#include "engine/run/trainer.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "tests/engine/random_experiment.h"
#include "tests/engine/trainer_links.h"

namespace backprop {
namespace {

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

std::vector<float> updates_of(const Trainer& trainer) {
  const auto& updates = trainer.workspace().updates;
  const auto count = static_cast<std::ptrdiff_t>(trainer.network().parameter_count());
  return {updates.begin(), updates.begin() + count};
}

bool all_finite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

TEST_CASE("the learning rate changes live: from the next update on") {
  Trainer trainer(experiment_from("learningRate=0.1"));
  REQUIRE(trainer.steps(10) == 10);
  for (int phase = 0; phase < 4; ++phase) REQUIRE(trainer.advance_phase());
  const std::vector<float> gradients = trainer.workspace().gradients;
  const std::vector<float> before = parameters_of(trainer);
  REQUIRE(trainer.set("learningRate", "0.5"));
  REQUIRE(trainer.phases_done() == 4);
  REQUIRE(trainer.step_count() == 10);
  REQUIRE(trainer.learning_rate() == 0.5f);
  REQUIRE(trainer.advance_phase());
  for (std::size_t i = 0; i < before.size(); ++i) {
    REQUIRE(parameters_of(trainer)[i] == before[i] - 0.5f * gradients[i]);
  }
  REQUIRE(trainer.step_count() == 11);
}

TEST_CASE("live settings go on, network and data settings start over") {
  for (const Property& property : properties()) {
    INFO(property.name);
    Random random(3, Random::Stream::kData);
    Trainer trainer(experiment_from("dataset=spiral&layers=3,3&optimizer=adam&learningRate=0.01"));
    REQUIRE(trainer.steps(5) == 5);
    const Experiment before = trainer.experiment();
    bool changed = false;
    for (int attempt = 0; attempt < 60 && !changed; ++attempt) {
      const Result<void> set = trainer.set(property.name, random_text(property, random));
      changed = set && trainer.experiment() != before;
      if (!changed) REQUIRE(trainer.step_count() == 5);
    }
    REQUIRE(changed);
    REQUIRE(trainer.step_count() == (property.effect == Effect::kLive ? 5 : 0));
    trainer.steps(20);
    REQUIRE(all_finite(parameters_of(trainer)));
  }
}

TEST_CASE("a new dataset brings new points; new layers keep them") {
  Trainer trainer{Experiment()};
  const auto points = trainer.data().points;
  REQUIRE(trainer.set("layers", "3"));
  REQUIRE(trainer.data().points == points);
  REQUIRE(trainer.set("features", "x1,x2,x1x2"));
  REQUIRE(trainer.network().input_count() == 3);
  REQUIRE(trainer.step());
  REQUIRE(trainer.set("dataset", "xor"));
  REQUIRE(trainer.data().points != points);
  std::vector<std::string> notes;
  REQUIRE(trainer.set("dataset", "reg-plane", &notes));
  REQUIRE(notes.size() == 2);
  REQUIRE(trainer.network().layer(1).activation->name == "linear");
  REQUIRE(!trainer.set("dataset", "nowhere"));
  REQUIRE(trainer.experiment().dataset->name == "reg-plane");
}

TEST_CASE("another optimizer starts with empty memory") {
  Trainer trainer(experiment_from("optimizer=momentum"));
  REQUIRE(trainer.steps(20) == 20);
  REQUIRE(trainer.set("optimizer", "sgd"));
  REQUIRE(trainer.set("optimizer", "momentum"));
  REQUIRE(trainer.step());
  // With no velocity from before, the update is −η·g.
  const Workspace& workspace = trainer.workspace();
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    REQUIRE(workspace.updates[i] == -0.03f * workspace.gradients[i]);
  }
}

TEST_CASE("the batch size changes live, to larger ones too") {
  Trainer trainer(experiment_from("batchSize=3"));
  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.set("batchSize", "200"));
  REQUIRE(trainer.step());  // the step in progress keeps its batch
  REQUIRE(trainer.batch().size() == 3);
  REQUIRE(trainer.step());
  REQUIRE(trainer.batch().size() == 200);
  REQUIRE(trainer.workspace().samples == 200);
}

TEST_CASE("a hand edit changes one parameter and abandons the step in progress") {
  Trainer trainer{Experiment()};
  REQUIRE(trainer.steps(3) == 3);
  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.advance_phase());
  const std::vector<int> batch(trainer.batch().begin(), trainer.batch().end());
  std::vector<float> expected = parameters_of(trainer);
  expected[5] = 2.5f;
  trainer.set_parameter(5, 2.5f);
  REQUIRE(parameters_of(trainer) == expected);
  REQUIRE(trainer.phases_done() == 0);
  REQUIRE(trainer.batch().empty());
  REQUIRE(trainer.advance_phase());
  REQUIRE(std::vector<int>(trainer.batch().begin(), trainer.batch().end()) == batch);
  REQUIRE(trainer.workspace().parameters_used[5] == 2.5f);

  trainer.set_parameter(5, std::numeric_limits<float>::quiet_NaN());
  trainer.set_parameter(100000, 1);
  REQUIRE(parameters_of(trainer) == expected);
}

TEST_CASE("L1 with cutting leaves exact zeros that stay") {
  Trainer trainer(experiment_from(
      "layers=8&regularization=l1&regularizationRate=0.1&l1Cut=true&learningRate=0.1"));
  REQUIRE(trainer.steps(300) == 300);
  std::vector<std::size_t> zeros;
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    if (trainer.network().is_weight(i) && parameters_of(trainer)[i] == 0) zeros.push_back(i);
  }
  REQUIRE(zeros.size() >= 4);
  REQUIRE(trainer.steps(300) == 300);
  for (const std::size_t i : zeros) REQUIRE(parameters_of(trainer)[i] == 0);
  for (const std::size_t i : zeros) REQUIRE(updates_of(trainer)[i] == 0);
}

TEST_CASE("clipping bounds the gradient that is used, not the one that is shown") {
  Trainer by_norm(experiment_from("clipping=norm&clipThreshold=0.01&layers=8,8"));
  Trainer by_value(experiment_from("clipping=value&clipThreshold=0.01&layers=8,8"));
  REQUIRE(by_norm.steps(5) == 5);
  REQUIRE(by_value.steps(5) == 5);
  double squares = 0, data_squares = 0;
  for (const float g : by_norm.workspace().gradients)
    squares += std::pow(static_cast<double>(g), 2);
  for (const float g : by_norm.workspace().data_gradients) {
    data_squares += std::pow(static_cast<double>(g), 2);
  }
  REQUIRE_THAT(std::sqrt(squares), WithinRel(0.01, 1e-4));
  REQUIRE(std::sqrt(data_squares) > 0.02);
  float largest = 0;
  for (const float g : by_value.workspace().gradients) largest = std::max(largest, std::abs(g));
  REQUIRE(largest == 0.01f);
}

TEST_CASE("dropout silences its share of hidden neurons in training only") {
  Trainer trainer(experiment_from("layers=50,50&dropout=0.4&batchSize=100"));
  REQUIRE(trainer.advance_phase());
  const Workspace& workspace = trainer.workspace();
  for (std::size_t layer = 0; layer < 2; ++layer) {
    const auto& kept = workspace.layers[layer].kept;
    REQUIRE(kept.size() == 5000);
    double dropped = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (kept[i] != 0) continue;
      ++dropped;
      REQUIRE(workspace.layers[layer].a[i] == 0);
    }
    REQUIRE_THAT(workspace.kept_scale, WithinRel(1 / 0.6, 1e-6));
    REQUIRE_THAT(dropped / 5000, WithinAbs(0.4, 0.04));
  }
  REQUIRE(workspace.layers[2].kept.empty());

  Trainer plain(experiment_from("layers=50,50&batchSize=100"));
  REQUIRE(trainer.metrics().train_loss == plain.metrics().train_loss);
  REQUIRE(trainer.set("dropout", "0"));
  REQUIRE(trainer.step());
  REQUIRE(trainer.step());
  REQUIRE(workspace.layers[0].kept.empty());
}

TEST_CASE("the learning rate follows its schedule") {
  Trainer trainer(
      experiment_from("learningRate=0.4&schedule=step&schedulePeriod=10&scheduleFactor=0.5"));
  REQUIRE(trainer.learning_rate() == 0.4f);
  REQUIRE(trainer.steps(9) == 9);
  REQUIRE(trainer.learning_rate() == 0.4f);
  REQUIRE(trainer.steps(1) == 1);
  REQUIRE(trainer.learning_rate() == 0.2f);
  REQUIRE(trainer.steps(10) == 10);
  REQUIRE_THAT(trainer.learning_rate(), WithinRel(0.1, 1e-6));
}

// --- metrics -----------------------------------------------------------------------------------

}  // namespace
}  // namespace backprop
