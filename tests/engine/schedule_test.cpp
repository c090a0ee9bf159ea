#include "engine/parts/schedule.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

namespace backprop {
namespace {

bool close(double actual, double expected) { return std::abs(actual - expected) < 1e-14; }

TEST_CASE("schedules follow their formulas") {
  const ScheduleSettings settings = {.period = 100, .factor = 0.5f};
  const auto at = [&](const char* name, std::int64_t step) {
    return schedule(name).factor(settings, step);
  };
  for (std::int64_t step : {0, 1, 99, 1000000}) CHECK(at("constant", step) == 1);

  CHECK(at("step", 0) == 1);
  CHECK(at("step", 99) == 1);
  CHECK(at("step", 100) == 0.5);
  CHECK(at("step", 350) == 0.125);

  CHECK(at("exponential", 0) == 1);
  CHECK(close(at("exponential", 50), std::sqrt(0.5)));
  CHECK(close(at("exponential", 100), 0.5));
  CHECK(close(at("exponential", 325), std::pow(0.5, 3.25)));

  CHECK(at("cosine", 0) == 1);
  CHECK(close(at("cosine", 25), 0.5 + std::sqrt(0.125)));
  CHECK(close(at("cosine", 50), 0.5));
  CHECK(close(at("cosine", 100), 0));
  CHECK(close(at("cosine", 150), 0.5));
  CHECK(close(at("cosine", 200), 1));
  CHECK(close(at("cosine", 1'000'000'025), at("cosine", 25)));

  CHECK(close(at("warmup", 0), 0.01));
  CHECK(close(at("warmup", 49), 0.5));
  CHECK(at("warmup", 99) == 1);
  CHECK(at("warmup", 5000) == 1);
}

TEST_CASE("schedules never go below zero or above the base rate") {
  for (const Schedule& entry : schedules()) {
    CAPTURE(entry.name);
    CHECK(&schedule(entry.name) == &entry);
    for (std::int64_t period : {0, 1, 3, 1000}) {
      for (std::int64_t step = 0; step < 4000; step += 7) {
        const double factor = entry.factor({.period = period, .factor = 0.9f}, step);
        CHECK(factor >= 0);
        CHECK(factor <= 1);
      }
    }
  }
}

}  // namespace
}  // namespace backprop
