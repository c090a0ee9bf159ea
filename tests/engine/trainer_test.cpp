#include "engine/run/trainer.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <set>

#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/random_experiment.h"
#include "tests/engine/trainer_links.h"

namespace backprop {
namespace {

using Catch::Matchers::WithinAbs;

bool all_finite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

TEST_CASE("five phases one at a time give the same bits as whole steps") {
  for (const char* link : kLinks) {
    INFO(link);
    Trainer whole(experiment_from(link)), phased(experiment_from(link)),
        mixed(experiment_from(link));
    REQUIRE(whole.steps(60) == 60);
    for (int i = 0; i < 60 * kPhaseCount; ++i) {
      REQUIRE(phased.phases_done() % kPhaseCount == i % kPhaseCount);
      REQUIRE(phased.advance_phase());
    }
    for (int i = 0; i < 60; ++i) {
      for (int phase = 0; phase < i % kPhaseCount; ++phase) REQUIRE(mixed.advance_phase());
      REQUIRE(mixed.step());  // finishes what was begun
    }
    REQUIRE(phased.step_count() == 60);
    REQUIRE(mixed.step_count() == 60);
    REQUIRE(parameters_of(phased) == parameters_of(whole));
    REQUIRE(parameters_of(mixed) == parameters_of(whole));
    REQUIRE(phased.parameter_hash() == whole.parameter_hash());
    REQUIRE(phased.epoch() == whole.epoch());
  }
}

TEST_CASE("the same experiment always gives the same bits, restarted or new") {
  for (const char* link : kLinks) {
    INFO(link);
    Trainer trainer(experiment_from(link));
    const std::uint64_t start = trainer.parameter_hash();
    REQUIRE(trainer.steps(100) == 100);
    const std::uint64_t end = trainer.parameter_hash();
    REQUIRE(end != start);
    REQUIRE(trainer.advance_phase());
    trainer.restart();
    REQUIRE(trainer.step_count() == 0);
    REQUIRE(trainer.phases_done() == 0);
    REQUIRE(trainer.epoch() == 0);
    REQUIRE(trainer.parameter_hash() == start);
    REQUIRE(trainer.steps(100) == 100);
    REQUIRE(trainer.parameter_hash() == end);
    Trainer other(experiment_from(link));
    REQUIRE(other.steps(100) == 100);
    REQUIRE(other.parameter_hash() == end);
  }
}

TEST_CASE("each phase does its own work and nothing else") {
  Trainer trainer(experiment_from("optimizer=adam&regularization=l2&regularizationRate=0.1"));
  REQUIRE(trainer.step());
  const std::vector<float> before = parameters_of(trainer);

  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.phases_done() == 1);
  REQUIRE(trainer.batch().size() == 10);
  const Workspace& workspace = trainer.workspace();
  REQUIRE(workspace.samples == 10);
  for (int s = 0; s < 10; ++s) {  // the batch's points, as their features and targets
    const int index = trainer.batch()[static_cast<std::size_t>(s)];
    const Point& point = trainer.data().points[static_cast<std::size_t>(index)];
    REQUIRE(index < trainer.data().train_count);
    REQUIRE(workspace.input(0, s) == point.x1);
    REQUIRE(workspace.input(1, s) == point.x2);
    REQUIRE(workspace.targets[static_cast<std::size_t>(s)] == (point.label == 1 ? 1.0f : -1.0f));
  }
  REQUIRE(parameters_of(trainer) == before);

  REQUIRE(trainer.advance_phase());
  REQUIRE(workspace.loss > 0);
  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.advance_phase());
  REQUIRE(parameters_of(trainer) == before);
  // gradients = data_gradients + λ·w for weights, and the same for biases.
  for (std::size_t i = 0; i < before.size(); ++i) {
    const float decay = trainer.network().is_weight(i) ? 0.1f * before[i] : 0.0f;
    REQUIRE_THAT(workspace.gradients[i], WithinAbs(workspace.data_gradients[i] + decay, 1e-6));
  }

  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.phases_done() == 5);
  REQUIRE(trainer.step_count() == 2);
  const std::vector<float> after = parameters_of(trainer);
  for (std::size_t i = 0; i < before.size(); ++i) {
    REQUIRE(workspace.parameters_used[i] == before[i]);
    REQUIRE(after[i] == before[i] + workspace.updates[i]);
  }
}

TEST_CASE("every epoch shows each training point once, in a new order") {
  Trainer trainer(experiment_from("samples=95&batchSize=10"));
  const std::size_t train_count = trainer.data().train().size();
  REQUIRE(train_count == 48);
  std::vector<std::vector<int>> epochs;
  for (int epoch = 0; epoch < 4; ++epoch) {
    std::vector<int>& seen = epochs.emplace_back();
    for (const std::size_t size : {10u, 10u, 10u, 10u, 8u}) {
      REQUIRE(trainer.step());
      REQUIRE(trainer.batch().size() == size);
      seen.insert(seen.end(), trainer.batch().begin(), trainer.batch().end());
    }
    REQUIRE(trainer.epoch() == epoch + 1);
    REQUIRE(std::set<int>(seen.begin(), seen.end()).size() == train_count);
    REQUIRE(*std::max_element(seen.begin(), seen.end()) == 47);
  }
  REQUIRE(epochs[0] != epochs[1]);
  REQUIRE(epochs[1] != epochs[2]);
  REQUIRE(trainer.step());
  REQUIRE_THAT(trainer.epoch(), WithinAbs(4 + 10.0 / 48, 1e-12));
  REQUIRE(trainer.advance_phase());  // a step in progress does not count yet
  REQUIRE_THAT(trainer.epoch(), WithinAbs(4 + 10.0 / 48, 1e-12));
}

TEST_CASE("a batch is never larger than the training set") {
  Trainer trainer(experiment_from("samples=20&batchSize=10000"));
  REQUIRE(trainer.steps(3) == 3);
  REQUIRE(trainer.batch().size() == 10);
  REQUIRE(trainer.epoch() == 3);
}

TEST_CASE("a run that diverges stops with the last good state") {
  for (const char* link :
       {"dataset=reg-plane&layers=4&activation=relu&learningRate=100",
        "dataset=reg-plane&layers=4,4&activation=linear&learningRate=100&optimizer=momentum",
        "dataset=sine&layers=8&activation=softplus&learningRate=100&batchSize=1",
        "dataset=spiral&layers=4&regularization=l2&regularizationRate=100&learningRate=100"}) {
    INFO(link);
    Trainer trainer(experiment_from(link));
    const int done = trainer.steps(1000);
    REQUIRE(done < 1000);
    REQUIRE(trainer.step_count() == done);
    REQUIRE(trainer.divergence());
    REQUIRE(trainer.divergence()->step == done + 1);
    REQUIRE(trainer.divergence()->message.find("learning rate smaller than 100") !=
            std::string::npos);
    const std::vector<float> parameters = parameters_of(trainer);
    REQUIRE(all_finite(parameters));
    const TrainerState state = trainer.state();
    REQUIRE(all_finite(state.optimizer.first));
    REQUIRE(state.optimizer.steps == done);

    // Exactly the state after the steps that went well.
    Trainer again(experiment_from(link));
    REQUIRE(again.steps(done) == done);
    REQUIRE(again.parameter_hash() == trainer.parameter_hash());
    REQUIRE(again.state().order_position == state.order_position);

    // Nothing moves until something changes.
    const std::uint64_t revision = trainer.revision();
    REQUIRE(!trainer.advance_phase());
    REQUIRE(!trainer.step());
    REQUIRE(trainer.steps(10) == 0);
    REQUIRE(trainer.revision() == revision);
    REQUIRE(parameters_of(trainer) == parameters);
    REQUIRE(trainer.set("learningRate", "1e-6"));
    REQUIRE(!trainer.divergence());
    REQUIRE(trainer.phases_done() == 0);
    trainer.restart();
    REQUIRE(!trainer.divergence());
    REQUIRE(trainer.step());
  }
}

TEST_CASE("a divergence says which quantity failed and in which phase") {
  Trainer trainer(experiment_from("dataset=reg-plane&layers=4&activation=relu"));
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    trainer.set_parameter(i, 1e30f);
  }
  REQUIRE(!trainer.step());
  REQUIRE(trainer.divergence()->phase == Phase::kLoss);
  REQUIRE(trainer.divergence()->message.starts_with("The loss became infinite at step 1."));
  REQUIRE(trainer.phases_done() == 2);

  // A finite gradient, but a weight near the largest float: the update overflows.
  Trainer update(
      experiment_from("layers=&learningRate=100&regularization=l2&regularizationRate=100"));
  update.set_parameter(0, 3e38f);
  REQUIRE(!update.step());
  REQUIRE(update.divergence()->phase != Phase::kLoss);
  REQUIRE(update.divergence()->message.find("weight of the output layer") != std::string::npos);
  REQUIRE(parameters_of(update)[0] == 3e38f);
}

TEST_CASE("where inputs are large, a diverged run says that they can be standardised") {
  const auto message = [](const char* table) {
    Trainer trainer = make_trainer(parse_link(
        std::string("problem=regression&layers=&learningRate=10&trainFraction=1&table=x;y;") +
        table));
    trainer.steps(500);
    REQUIRE(trainer.divergence());
    return trainer.divergence()->message;
  };
  CHECK(message("150,1;180.5,2;170,3")
            .ends_with("or standardise the inputs, which are as large as 180."));
  CHECK(message("1.5,1;-2,2;2,30").find("standardise") == std::string::npos);
}

TEST_CASE("a diverged step can be tried again with a smaller rate") {
  // The update overflows at rate 100 and is harmless at 1e-6.
  Trainer trainer(experiment_from("dataset=reg-plane&layers=&learningRate=100"));
  trainer.set_parameter(0, 1e18f);
  REQUIRE(trainer.steps(5) < 5);
  const std::vector<int> batch(trainer.batch().begin(), trainer.batch().end());
  const float weight = parameters_of(trainer)[0];
  REQUIRE(trainer.set("learningRate", "1e-6"));
  trainer.set_parameter(0, 0.5f);
  REQUIRE(weight != 0.5f);
  REQUIRE(trainer.advance_phase());
  REQUIRE(std::vector<int>(trainer.batch().begin(), trainer.batch().end()) == batch);
}

TEST_CASE("an experiment without points neither trains nor fails") {
  Experiment experiment;
  experiment.dataset = nullptr;
  Trainer trainer(experiment);
  REQUIRE(trainer.data().points.empty());
  REQUIRE(!trainer.advance_phase());
  REQUIRE(!trainer.step());
  REQUIRE(trainer.steps(5) == 0);
  REQUIRE(std::isnan(trainer.metrics().train_loss));
  REQUIRE(trainer.epoch() == 0);
  REQUIRE(trainer.batch().empty());
}

// --- state -------------------------------------------------------------------------------------

TEST_CASE("a restored state goes on with the same bits") {
  for (const char* link : kLinks) {
    INFO(link);
    for (const int phases : {0, 3}) {
      Trainer trainer(experiment_from(link));
      REQUIRE(trainer.steps(37) == 37);
      for (int i = 0; i < phases; ++i) REQUIRE(trainer.advance_phase());
      const TrainerState state = trainer.state();
      const double epoch = trainer.epoch();
      REQUIRE(trainer.steps(60) == 60);
      const std::uint64_t hash = trainer.parameter_hash();

      REQUIRE(trainer.restore(state));
      REQUIRE(trainer.step_count() == 37);
      REQUIRE(trainer.epoch() == epoch);
      REQUIRE(trainer.steps(60) == 60);
      REQUIRE(trainer.parameter_hash() == hash);

      Trainer other(experiment_from(link));
      REQUIRE(other.restore(state));
      REQUIRE(other.steps(60) == 60);
      REQUIRE(other.parameter_hash() == hash);
    }
  }
}

TEST_CASE("a state of another shape is refused") {
  Trainer trainer{Experiment()};
  REQUIRE(trainer.steps(2) == 2);
  const std::uint64_t hash = trainer.parameter_hash();
  const TrainerState good = trainer.state();
  const auto refuses = [&](auto change) {
    TrainerState state = good;
    change(state);
    REQUIRE(!trainer.restore(state));
    REQUIRE(trainer.parameter_hash() == hash);
    REQUIRE(trainer.step_count() == 2);
  };
  refuses([](TrainerState& state) { state.parameters.pop_back(); });
  refuses([](TrainerState& state) { state.order.pop_back(); });
  refuses([](TrainerState& state) { state.order[3] = 250; });
  refuses([](TrainerState& state) { state.order[3] = -1; });
  refuses([](TrainerState& state) { state.order_position = 251; });
  refuses([](TrainerState& state) { state.step = -1; });
  refuses([](TrainerState& state) { state.optimizer.first.resize(8); });
  REQUIRE(trainer.restore(good));
}

TEST_CASE("random experiments train soundly or stop soundly") {
  Random random(31, Random::Stream::kData);
  for (int round = 0; round < 60; ++round) {
    Experiment experiment = random_experiment(random);
    experiment.samples = std::min(experiment.samples, 300);
    INFO(make_link(experiment));
    Trainer trainer(experiment);
    const int done = trainer.steps(25);
    REQUIRE((done == 25) == !trainer.divergence().has_value());
    REQUIRE(all_finite(parameters_of(trainer)));
    REQUIRE(trainer.metrics().step == done);
    Trainer again(experiment);
    REQUIRE(again.steps(25) == done);
    REQUIRE(again.parameter_hash() == trainer.parameter_hash());
  }
}

}  // namespace
}  // namespace backprop
