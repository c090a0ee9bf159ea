// A run with its past: where it goes back to, what of it is begun anew, and what copies share.
#include "engine/run/run.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/base/shared_list.h"
#include "engine/math/random.h"
#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

using testing::experiment_with;

Experiment small() {
  return experiment_with({{"dataset", "spiral"},
                          {"samples", "60"},
                          {"layers", "5,4"},
                          {"optimizer", "adam"},
                          {"dropout", "0.1"},
                          {"batchSize", "7"}});
}

void steps(Run& run, int count) {
  for (int i = 0; i < count; ++i) REQUIRE(run.step());
}

std::size_t bytes(const RunCopy& copy, MemoryCount& count) {
  const std::size_t before = count.bytes();
  copy.count(count);
  return count.bytes() - before;
}

TEST_CASE("at step 0 a change begins the run, later it forgets what lay ahead") {
  Run run{Trainer(small())};
  run.note();
  REQUIRE(run.set("learningRate", "0.2"));
  CHECK(run.history().checkpoint_count() == 1);
  CHECK(run.log().entries().empty());

  for (int i = 0; i < 20; ++i) {
    steps(run, 1);
    run.note();
  }
  REQUIRE(run.restore(12));
  CHECK(run.history().last_step() == 20);  // still ahead
  REQUIRE(run.set("learningRate", "0.2"));  // changes nothing
  CHECK(run.history().last_step() == 20);
  REQUIRE(run.set("learningRate", "0.1"));
  CHECK(run.history().last_step() == 12);
  CHECK(run.log().entries().back().step == 12);
  CHECK(run.history().mark(run.history().mark_at(12)).changed);

  REQUIRE(run.set("layers", "3"));
  CHECK(run.trainer().step_count() == 0);
  CHECK(run.history().checkpoint_count() == 1);
  CHECK(run.log().entries().empty());
}

TEST_CASE("a setting that cannot be leaves the run as it is") {
  Run run{Trainer(small())};
  steps(run, 5);
  CHECK_FALSE(run.set("learningRate", "fast"));
  CHECK(run.history().last_step() == 5);
  CHECK(run.history().first_step() == 0);
}

TEST_CASE("other points begin the history where they came") {
  Run run{Trainer(experiment_with({{"dataset", "xor"}, {"samples", "40"}, {"layers", "3"}}))};
  steps(run, 9);
  run.note();
  Experiment edited = run.trainer().experiment();
  edited.dataset = nullptr;
  edited.custom_points = run.trainer().data().points;
  edited.custom_points.pop_back();
  run.take_points(std::move(edited));
  CHECK(run.trainer().step_count() == 9);
  CHECK(run.history().first_step() == 9);
  CHECK_FALSE(run.restore(8));
  steps(run, 3);
  CHECK(run.restore(9));
}

TEST_CASE("it goes back to a step with the values of its phases, and phase by phase") {
  Run run{Trainer(small())};
  steps(run, 10);
  const std::vector<float> gradients = run.trainer().workspace().gradients;
  const std::uint64_t tenth = run.trainer().parameter_hash();
  steps(run, 7);
  REQUIRE(run.go_to(10));
  CHECK(run.trainer().phases_done() == kPhaseCount);
  CHECK(run.trainer().workspace().gradients == gradients);
  CHECK(run.trainer().parameter_hash() == tenth);

  REQUIRE(run.back_phase());
  CHECK(run.trainer().step_count() == 9);
  CHECK(run.trainer().phases_done() == 4);
  REQUIRE(run.back_phase());
  CHECK(run.trainer().phases_done() == 3);
  while (run.trainer().step_count() < 10) REQUIRE(run.advance_phase());
  CHECK(run.trainer().parameter_hash() == tenth);

  REQUIRE(run.begin_seek(17));
  int updates = 0;
  for (; run.sought_step(); ++updates) run.replay();
  CHECK(updates == 1);  // from the checkpoint of the step before
  CHECK(run.trainer().step_count() == 17);
  CHECK_FALSE(run.go_to(18));
  CHECK(run.trainer().step_count() == 17);
}

// --- copies --------------------------------------------------------------------------------------

TEST_CASE("a copy shares checkpoints, log, points and start with its run") {
  Experiment experiment = small();
  experiment.dataset = nullptr;
  for (int i = 0; i < 500; ++i) {
    const auto at = static_cast<float>(i) / 100;
    experiment.custom_points.push_back({at - 3, 3 - at, static_cast<float>(i % 2)});
  }
  Run run{Trainer(experiment)};
  run.set_parameter(0, 0.5F);  // a start of its own
  for (int i = 0; i < 500; ++i) {
    steps(run, 1);
    if (i % 5 == 0) run.note();
  }
  REQUIRE(run.history().bytes() > 500'000);
  const RunCopy first = run.copy();
  MemoryCount count;
  const std::size_t alone = bytes(first, count);
  CHECK(alone > run.history().bytes() / 2);

  SECTION("one taken at the same place adds nothing but its state") {
    const RunCopy second = run.copy();
    CHECK(second.experiment == first.experiment);
    CHECK(second.start == first.start);
    CHECK(second.log.entries().data() == first.log.entries().data());
    CHECK(&second.history.mark(100).experiment == &first.history.mark(100).experiment);
    CHECK(second.history.mark(100).parameters.data() == first.history.mark(100).parameters.data());
    CHECK(bytes(second, count) < alone / 50);
    CHECK(bytes(second, count) < alone / 50);  // its shared parts were counted before
  }
  SECTION("one taken later adds what came since") {
    steps(run, 5);
    run.note();
    const RunCopy second = run.copy();
    CHECK(bytes(second, count) < alone / 20);
    CHECK(second.history.mark(100).parameters.data() == first.history.mark(100).parameters.data());
    // What the run does from here on is not the copy's.
    const std::size_t entries = first.log.entries().size();
    run.restart();
    CHECK(first.history.last_step() == 500);
    CHECK(first.log.entries().size() == entries);
    CHECK(second.history.last_step() == 505);
  }
  SECTION("the run itself holds nothing that the copy does not") {
    const std::size_t before = count.bytes();
    run.count(count);
    CHECK(count.bytes() - before < alone / 50);
  }
}

TEST_CASE("what was counted can be taken back") {
  Run run{Trainer(small())};
  steps(run, 200);
  const RunCopy copy = run.copy();
  MemoryCount count;
  const MemoryCount::Mark mark = count.mark();
  const std::size_t once = bytes(copy, count);
  count.back_to(mark);
  CHECK(count.bytes() == 0);
  CHECK(bytes(copy, count) == once);
}

// Everything that can happen to a run, in any order, with copies taken and come back to: the same
// step of the same past has the same bits, whichever way it is reached.
TEST_CASE("going back, forward and to copies gives the same bits after any sequence of changes") {
  Random random(7, Random::Stream::kWeights);
  const auto pick = [&](int count) { return static_cast<int>(random.uniform() * 0.999F * count); };
  for (int round = 0; round < 6; ++round) {
    Run run{Trainer(small())};
    struct Kept {
      RunCopy copy;
      std::map<std::int64_t, std::uint64_t> truth;  // of its past and of what lay ahead
    };
    std::vector<Kept> kept;
    std::map<std::int64_t, std::uint64_t> truth = {{0, run.trainer().parameter_hash()}};
    const auto record = [&] { truth[run.trainer().step_count()] = run.trainer().parameter_hash(); };
    const auto forget_ahead = [&] {
      truth.erase(truth.upper_bound(run.trainer().step_count()), truth.end());
    };
    const auto begin_anew = [&] { truth.clear(); };
    for (int i = 0; i < 120; ++i) {
      CAPTURE(round, i, run.trainer().step_count());
      switch (pick(8)) {
        case 0:
        case 1:
          for (int n = pick(30); n >= 0; --n) {
            REQUIRE(run.step());
            const std::int64_t step = run.trainer().step_count();
            const auto known = truth.find(step);
            if (known != truth.end()) REQUIRE(known->second == run.trainer().parameter_hash());
            record();
          }
          break;
        case 2: {
          const std::int64_t step = pick(static_cast<int>(run.history().last_step()) + 1);
          REQUIRE((pick(2) == 0 ? run.restore(step) : run.go_to(step)));
          REQUIRE(run.trainer().step_count() == step);
          REQUIRE(truth.at(step) == run.trainer().parameter_hash());
          break;
        }
        case 3:
          REQUIRE(run.set("learningRate", std::to_string(0.001 * (1 + pick(90)))));
          if (run.trainer().step_count() == 0) begin_anew();
          forget_ahead();
          record();
          break;
        case 4:
          run.set_parameter(static_cast<std::size_t>(pick(20)), random.uniform() - 0.5F);
          if (run.trainer().step_count() == 0) begin_anew();
          forget_ahead();
          record();
          break;
        case 5:
          kept.push_back({run.copy(), truth});
          break;
        case 6:
          if (kept.empty()) break;
          {
            const Kept& back = kept[static_cast<std::size_t>(pick(static_cast<int>(kept.size())))];
            run.take(back.copy);
            truth = back.truth;
            REQUIRE(truth.at(run.trainer().step_count()) == run.trainer().parameter_hash());
          }
          break;
        case 7:
          if (pick(6) == 0) {
            run.restart();
            begin_anew();
            record();
          }
          break;
      }
    }
    // At the end every copy still stands where it was taken, and its whole past is there.
    for (const Kept& back : kept) {
      run.take(back.copy);
      for (const auto& [step, hash] : back.truth) {
        CAPTURE(round, step);
        REQUIRE(run.restore(step));
        REQUIRE(run.trainer().parameter_hash() == hash);
      }
    }
  }
}

TEST_CASE("copies of a list see nothing of what the others become") {
  SharedList<int> list;
  std::vector<int> truth;
  std::vector<std::pair<SharedList<int>, std::vector<int>>> copies;
  Random random(3, Random::Stream::kWeights);
  for (int i = 0; i < 3000; ++i) {
    const float dice = random.uniform();
    if (dice < 0.6F || truth.empty()) {
      list.push_back(i);
      truth.push_back(i);
    } else if (dice < 0.97F) {
      list.pop_back();
      truth.pop_back();
    } else {
      copies.emplace_back(list, truth);
    }
  }
  copies.emplace_back(list, truth);
  REQUIRE(copies.size() > 50);
  for (const auto& [copy, values] : copies) {
    REQUIRE(copy.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) REQUIRE(copy[i] == values[i]);
  }
}

}  // namespace
}  // namespace backprop
