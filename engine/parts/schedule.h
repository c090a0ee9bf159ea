// Learning-rate schedules: the rate at a step, from the base rate.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace backprop {

struct ScheduleSettings {
  std::int64_t period =
      1000;  // steps: between drops, of one half life, of a half cosine, of the warm-up
  float factor = 0.5f;         // what a drop or a period multiplies by
};

struct Schedule {
  std::string_view name;  // "cosine"
  std::string_view label;
  std::string_view formula;
  std::string_view help;
  // Multiplier of the base rate at a step (0 is the first update); deterministic math only.
  double (*factor)(const ScheduleSettings& settings, std::int64_t step);
};

std::span<const Schedule> schedules();  // constant, step, exponential, cosine, warmup
const Schedule& schedule(std::string_view name);

}  // namespace backprop
