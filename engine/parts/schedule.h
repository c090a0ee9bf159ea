// Learning-rate schedules: the rate at a step, from the base rate.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/base/entry.h"

namespace backprop {

struct ScheduleSettings {
  // Steps between drops, of one half life, of a half cosine, of the warm-up; below 1 counts as 1.
  std::int64_t period = 1000;
  float factor = 0.5f;  // what a drop or a period multiplies by, above 0, up to 1
};

struct Schedule {
  Text name;  // "cosine"
  Text label;
  Text formula;
  Text help;
  Given<std::span<const std::string_view>> settings;  // properties it reads: "schedulePeriod", …
  // Multiplier of the base rate at a step (0 is the first update), 0 … 1; deterministic math only.
  Given<double (*)(const ScheduleSettings& settings, std::int64_t step)> factor;
  // The same in Python, of a whole number `step`, PERIOD and FACTOR, behind the base rate.
  MaybeText python;
};

std::span<const Schedule> schedules();  // in the order in which they are offered
const Schedule& schedule(std::string_view name);  // the name must exist

}  // namespace backprop
