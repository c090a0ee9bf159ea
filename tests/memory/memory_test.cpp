// Training asks for no memory once it runs, and the largest experiment keeps to its budget.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/experiment/link.h"
#include "engine/parts/feature.h"
#include "engine/parts/optimizer.h"
#include "engine/run/trainer.h"
#include "tests/engine/random_experiment.h"
#include "tests/memory/counting.h"

namespace backprop {
namespace {

// The allocations of two epochs after a first one; counted, not asserted, for assertions allocate.
std::size_t allocations_of_two_epochs(const Experiment& experiment) {
  Trainer trainer(experiment);
  const int batch = experiment.batch_size;
  const int epoch = (trainer.data().train_count + batch - 1) / batch;
  static_cast<void>(trainer.steps(epoch));
  for (int phase = 0; phase < kPhaseCount; ++phase) static_cast<void>(trainer.advance_phase());
  static_cast<void>(trainer.metrics());
  const std::size_t before = counting::allocations();
  for (int step = 0; step < epoch; ++step) static_cast<void>(trainer.step());
  for (int phase = 0; phase < 3 * kPhaseCount; ++phase) static_cast<void>(trainer.advance_phase());
  static_cast<void>(trainer.metrics());
  static_cast<void>(trainer.steps(epoch));
  const std::size_t during = counting::allocations() - before;
  // One that diverged says so in a sentence; it trains no more.
  return trainer.divergence() ? 0 : during;
}

TEST_CASE("what counts allocations sees them") {
  // Called as a function: a new-expression nobody needs may be left out. Assertions allocate too.
  constexpr std::size_t kSize = 8000;
  const std::size_t before = counting::allocations(), bytes = counting::bytes();
  counting::forget_peak();
  void* memory = ::operator new(kSize);
  const std::size_t after = counting::allocations(), most = counting::peak();
  ::operator delete(memory, kSize);
  const std::size_t left = counting::bytes();
  CHECK(after == before + 1);
  CHECK(most == bytes + kSize);
  CHECK(left == bytes);
}

TEST_CASE("no step allocates, whatever the optimizer") {
  for (const Optimizer& optimizer : optimizers()) {
    for (const char* rest :
         {"", "&dropout=0.3", "&regularization=l1&regularizationRate=0.01",
          "&clipping=norm&clipThreshold=0.1", "&schedule=cosine", "&batchSize=7"}) {
      const std::string link =
          "layers=8,8,8&learningRate=0.01&optimizer=" + std::string(optimizer.name) + rest;
      const ParsedLink parsed = parse_link(link);
      CAPTURE(link);
      REQUIRE(parsed.messages.empty());
      CHECK(allocations_of_two_epochs(parsed.experiment) == 0);
    }
  }
}

TEST_CASE("no step allocates, in any experiment") {
  Random random(11, Random::Stream::kWeights);
  for (int i = 0; i < 150; ++i) {
    Experiment experiment = random_experiment(random);
    static_cast<void>(set_property(experiment, "samples", "60"));
    CAPTURE(i, make_link(experiment));
    CHECK(allocations_of_two_epochs(experiment) == 0);
  }
}

constexpr std::size_t kBudget = std::size_t{64} << 20;  // 64 MB, for one experiment

TEST_CASE("the largest experiments keep to their budget of memory") {
  std::string layers = "64";
  for (int i = 1; i < 8; ++i) layers += ",64";
  std::string all_features;
  for (const Feature& feature : features()) {
    all_features += (all_features.empty() ? "" : ",") + std::string(feature.name);
  }
  const std::string largest =
      "samples=10000&trainFraction=0.9&batchSize=9000&optimizer=adam&layers=" + layers +
      "&features=" + all_features;
  for (const char* rest : {"&dataset=spiral", "&dataset=blobs&classes=6&loss=cross_entropy",
                           "&dataset=spiral&dropout=0.5"}) {
    const ParsedLink parsed = parse_link(largest + rest);
    for (const auto& message : texts_of(parsed.messages)) UNSCOPED_INFO(message);
    REQUIRE(parsed.messages.empty());
    const std::size_t before = counting::bytes();
    counting::forget_peak();
    {
      Trainer trainer(parsed.experiment);
      REQUIRE(trainer.network().layer_count() == 9);
      REQUIRE(trainer.data().train_count == 9000);
      REQUIRE(trainer.steps(2) == 2);
      REQUIRE(trainer.batch().size() == 9000);
      static_cast<void>(trainer.metrics());
      static_cast<void>(trainer.state());
    }
    const std::size_t peak = counting::peak() - before, left = counting::bytes() - before;
    CAPTURE(rest);
    CHECK(peak < kBudget);
    CHECK(peak > kBudget / 2);  // it was a large one that was measured
    CHECK(left == 0);
  }
}

}  // namespace
}  // namespace backprop
