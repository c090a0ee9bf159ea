// Trainers for the tests of the inside view.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/experiment/points.h"
#include "engine/run/trainer.h"

namespace backprop::testing {

using Settings = std::vector<std::pair<std::string_view, std::string>>;

inline Experiment experiment_with(const Settings& settings) {
  Experiment experiment;
  for (const auto& [name, value] : settings) {
    const Result<void> result = set_property(experiment, name, value);
    INFO(name << " = " << value << ": " << (result ? "" : result.error().message));
    REQUIRE(result.has_value());
  }
  return experiment;
}

inline Trainer trainer_with(const Settings& settings) { return Trainer(experiment_with(settings)); }

// The same points divided by 5, as the lessons' measurements were made.
inline Trainer shrunk_trainer_with(const Settings& settings) {
  Experiment experiment = experiment_with(settings);
  scale_points(experiment, 0.2, 0.2);
  return Trainer(experiment);
}

inline void run_phases(Trainer& trainer, int count) {
  for (int i = 0; i < count; ++i) REQUIRE(trainer.advance_phase());
}

}  // namespace backprop::testing
