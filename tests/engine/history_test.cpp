#include "engine/run/history.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>
#include <vector>

namespace backprop {
namespace {

Experiment experiment_with(std::initializer_list<std::pair<const char*, const char*>> settings) {
  Experiment experiment;
  for (const auto& [name, value] : settings) {
    const Result<void> set = set_property(experiment, name, value);
    INFO(name << "=" << value << ": " << (set ? "" : set.error().message));
    REQUIRE(set.has_value());
  }
  return experiment;
}

// Everything a run's future depends on.
bool same_state(const TrainerState& a, const TrainerState& b) {
  return a.parameters == b.parameters && a.optimizer.first == b.optimizer.first &&
         a.optimizer.second == b.optimizer.second && a.optimizer.steps == b.optimizer.steps &&
         a.order_random == b.order_random && a.dropout_random == b.dropout_random &&
         a.order == b.order && a.order_position == b.order_position && a.step == b.step &&
         a.epochs_done == b.epochs_done;
}

Experiment with_adam() {
  return experiment_with({{"dataset", "spiral"},
                          {"layers", "8,8"},
                          {"optimizer", "adam"},
                          {"dropout", "0.1"},
                          {"batchSize", "7"}});
}

TEST_CASE("any past step is restored with the same bits, backward, forward and again") {
  Trainer trainer(with_adam());
  History history(200'000);  // small enough to thin out several times
  std::map<std::int64_t, TrainerState> truth;
  history.observe(trainer);
  for (int i = 0; i < 3000; ++i) {
    REQUIRE(trainer.step());
    history.observe(trainer);
    if (trainer.step_count() % 97 == 0) truth[trainer.step_count()] = trainer.state();
  }
  CHECK(history.bytes() <= history.byte_budget());
  CHECK(history.spacing() > 1);
  CHECK(history.first_step() == 0);
  CHECK(history.last_step() == 3000);

  for (auto it = truth.rbegin(); it != truth.rend(); ++it) {
    REQUIRE(history.restore(trainer, it->first).has_value());
    REQUIRE(same_state(trainer.state(), it->second));
  }
  for (const auto& [step, state] : truth) {
    REQUIRE(history.restore(trainer, step).has_value());
    REQUIRE(same_state(trainer.state(), state));
  }
  // Training on from a restored step repeats what was.
  REQUIRE(history.restore(trainer, 97 * 5).has_value());
  while (trainer.step_count() < 97 * 9) {
    trainer.step();
    history.observe(trainer);
  }
  CHECK(same_state(trainer.state(), truth.at(97 * 9)));
  CHECK(history.last_step() == 3000);
}

TEST_CASE("steps outside the history are refused and change nothing") {
  Trainer trainer(with_adam());
  History history;
  CHECK_FALSE(history.restore(trainer, 0).has_value());
  history.observe(trainer);
  trainer.steps(10);
  history.observe(trainer);
  const std::uint64_t hash = trainer.parameter_hash();
  CHECK_FALSE(history.restore(trainer, 11).has_value());
  CHECK_FALSE(history.restore(trainer, -1).has_value());
  CHECK(trainer.parameter_hash() == hash);
  CHECK(trainer.step_count() == 10);
}

TEST_CASE("live settings and hand edits are part of the past") {
  Trainer trainer(with_adam());
  History history(300'000);
  const auto run = [&](int steps) {
    for (int i = 0; i < steps; ++i) {
      trainer.step();
      history.observe(trainer);
    }
  };
  history.observe(trainer);
  run(200);
  REQUIRE(trainer.set("learningRate", "0.003").has_value());
  history.changed(trainer);
  run(200);
  trainer.set_parameter(3, 1.25F);
  history.changed(trainer);
  run(5);
  REQUIRE(trainer.set("optimizer", "sgd").has_value());
  history.changed(trainer);
  run(1000);

  const std::uint64_t end = trainer.parameter_hash();
  REQUIRE(history.restore(trainer, 100).has_value());
  CHECK(trainer.experiment().learning_rate == with_adam().learning_rate);
  CHECK(trainer.experiment().optimizer->name == "adam");
  REQUIRE(history.restore(trainer, 400).has_value());
  CHECK(trainer.network().parameters()[3] == 1.25F);
  CHECK(trainer.experiment().learning_rate == 0.003F);
  REQUIRE(history.restore(trainer, 1405).has_value());
  CHECK(trainer.experiment().optimizer->name == "sgd");
  CHECK(trainer.parameter_hash() == end);
}

TEST_CASE("training on from the past meets the changes that were made, and ends the same") {
  Trainer trainer(with_adam());
  History history(60'000);
  history.observe(trainer);
  const auto run_to = [&](std::int64_t step) {
    while (trainer.step_count() < step) {
      REQUIRE(trainer.step());
      history.follow(trainer);
    }
  };
  std::map<std::int64_t, std::uint64_t> truth;
  const auto note = [&] { truth[trainer.step_count()] = trainer.parameter_hash(); };
  run_to(50);
  note();
  trainer.set_parameter(2, 0.75F);
  trainer.set_parameter(3, -0.75F);
  history.changed(trainer);
  note();
  run_to(90);
  REQUIRE(trainer.set("learningRate", "0.001").has_value());
  history.changed(trainer);
  run_to(400);
  note();
  for (const std::int64_t from : {0, 49, 50, 60, 90, 300}) {
    REQUIRE(history.restore(trainer, from).has_value());
    for (const auto& [step, hash] : truth) {
      if (step < from) continue;
      run_to(step);
      CHECK(trainer.parameter_hash() == hash);
    }
    CHECK(trainer.experiment().learning_rate == 0.001F);
    CHECK(history.last_step() == 400);
  }
}

TEST_CASE("a setting changed between two phases is replayed where it came") {
  for (const int phases : {1, 2, 3, 4}) {
    for (const auto& [name, value] : {std::pair{"batchSize", "3"},
                                      {"learningRate", "0.2"},
                                      {"regularization", "l2"},
                                      {"dropout", "0.5"},
                                      {"clipping", "value"}}) {
      CAPTURE(phases, name);
      Trainer trainer(experiment_with({{"layers", "4,3"},
                                       {"batchSize", "10"},
                                       {"regularizationRate", "0.1"},
                                       {"clipThreshold", "0.01"}}));
      History history;
      history.observe(trainer);
      std::vector<std::uint64_t> hashes = {trainer.parameter_hash()};
      const auto step = [&] {
        REQUIRE(trainer.step());
        history.follow(trainer);
        hashes.push_back(trainer.parameter_hash());
      };
      for (int i = 0; i < 7; ++i) step();
      for (int i = 0; i < phases; ++i) REQUIRE(trainer.advance_phase());
      REQUIRE(trainer.set(name, value).has_value());
      history.changed(trainer);
      for (int i = 0; i < 7; ++i) step();
      for (const std::int64_t target : {13, 8, 7, 6, 9, 0, 14}) {
        REQUIRE(history.restore(trainer, target).has_value());
        CHECK(trainer.parameter_hash() == hashes[static_cast<std::size_t>(target)]);
      }
      REQUIRE(history.restore(trainer, 3).has_value());
      while (trainer.step_count() < 14) {
        REQUIRE(trainer.step());
        history.follow(trainer);
        CHECK(trainer.parameter_hash() == hashes[static_cast<std::size_t>(trainer.step_count())]);
      }
    }
  }
}

TEST_CASE("a change in the past forgets the future that was") {
  Trainer trainer(with_adam());
  History history;
  history.observe(trainer);
  for (int i = 0; i < 300; ++i) {
    trainer.step();
    history.observe(trainer);
  }
  REQUIRE(history.restore(trainer, 120).has_value());
  trainer.set_parameter(0, 0.5F);
  history.changed(trainer);
  CHECK(history.last_step() == 120);
  CHECK_FALSE(history.restore(trainer, 121).has_value());
  REQUIRE(history.restore(trainer, 119).has_value());
  REQUIRE(history.restore(trainer, 120).has_value());
  CHECK(trainer.network().parameters()[0] == 0.5F);
}

TEST_CASE("the budget holds even when every step is changed by hand") {
  Trainer trainer(with_adam());
  History history(100'000);
  history.observe(trainer);
  for (int i = 0; i < 2000; ++i) {
    trainer.step();
    trainer.set_parameter(0, static_cast<float>(i) * 1e-3F);
    history.changed(trainer);
    REQUIRE(history.bytes() <= history.byte_budget());
  }
  const std::uint64_t hash = trainer.parameter_hash();
  CHECK(history.first_step() > 0);
  REQUIRE(history.restore(trainer, history.first_step()).has_value());
  REQUIRE(history.restore(trainer, history.last_step()).has_value());
  CHECK(trainer.parameter_hash() == hash);
}

}  // namespace
}  // namespace backprop
