#include "engine/run/run_log.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

namespace backprop {
namespace {

Metrics at(std::int64_t step) {
  Metrics metrics;
  metrics.step = step;
  metrics.train_loss = 1.0 / static_cast<double>(step + 1);
  metrics.test_loss = 2.0 / static_cast<double>(step + 1);
  return metrics;
}

TEST_CASE("the run log keeps every step of a short run") {
  RunLog log;
  for (std::int64_t step = 0; step < 500; ++step) log.add(at(step));
  REQUIRE(log.entries().size() == 500);
  for (std::size_t i = 0; i < 500; ++i) {
    REQUIRE(log.entries()[i].step == static_cast<std::int64_t>(i));
    REQUIRE(log.entries()[i].train_loss ==
            static_cast<float>(at(log.entries()[i].step).train_loss));
  }
}

TEST_CASE("the run log stays bounded, ordered, even and up to date however long the run") {
  RunLog log;
  constexpr std::int64_t kSteps = 1'000'000;
  for (std::int64_t step = 0; step <= kSteps; ++step) log.add(at(step));
  const auto entries = log.entries();
  CHECK(entries.size() <= 2048);
  CHECK(entries.size() >= 900);
  CHECK(entries.front().step == 0);
  CHECK(entries.back().step == kSteps);
  std::int64_t widest = 0;
  for (std::size_t i = 1; i < entries.size(); ++i) {
    REQUIRE(entries[i].step > entries[i - 1].step);
    widest = std::max(widest, entries[i].step - entries[i - 1].step);
  }
  // No stretch of the run is lost: gaps are at most a few times the average spacing.
  CHECK(widest <= 4 * kSteps / static_cast<std::int64_t>(entries.size()));
}

TEST_CASE("the run log replaces the entry of a step that is measured again") {
  RunLog log;
  log.add(at(0));
  log.add(at(1));
  Metrics edited = at(1);
  edited.train_loss = 7;
  log.add(edited);
  REQUIRE(log.entries().size() == 2);
  CHECK(log.entries().back().train_loss == 7.0F);
}

}  // namespace
}  // namespace backprop
