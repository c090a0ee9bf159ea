#include "engine/parts/schedule.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/math/math.h"

namespace backprop {
namespace {

std::int64_t period_of(const ScheduleSettings& settings) {
  return settings.period > 0 ? settings.period : 1;
}

constexpr Schedule kSchedules[] = {
    {
        .name = "constant",
        .label = "Constant",
        .formula = "η(t) = η",
        .help = "The same rate from the first step to the last.",
        .factor = [](const ScheduleSettings&, std::int64_t) { return 1.0; },
    },
    {
        .name = "step",
        .label = "Step decay",
        .formula = "η(t) = η·f^⌊t/T⌋",
        .help = "Drops by the factor f every T steps and stays level in between.",
        .factor =
            [](const ScheduleSettings& settings, std::int64_t step) {
              return math::power(static_cast<double>(settings.factor), step / period_of(settings));
            },
    },
    {
        .name = "exponential",
        .label = "Exponential decay",
        .formula = "η(t) = η·f^(t/T)",
        .help = "Shrinks a little every step, by the factor f within T steps.",
        .factor =
            [](const ScheduleSettings& settings, std::int64_t step) {
              const double periods =
                  static_cast<double>(step) / static_cast<double>(period_of(settings));
              return math::exp(math::log(static_cast<double>(settings.factor)) * periods);
            },
    },
    {
        .name = "cosine",
        .label = "Cosine",
        .formula = "η(t) = η·½(1 + cos(π·t/T))",
        .help =
            "Falls along half a cosine to zero in T steps, rises again in the next T, and so on.",
        .factor =
            [](const ScheduleSettings& settings, std::int64_t step) {
              const std::int64_t period = period_of(settings);
              const double turn =
                  static_cast<double>(step % (2 * period)) / static_cast<double>(period);
              return 0.5 * (1.0 + math::cos(math::kPi * turn));
            },
    },
    {
        .name = "warmup",
        .label = "Warm-up",
        .formula = "η(t) = η·min(1, (t+1)/T)",
        .help = "Rises from almost nothing to the full rate within T steps, then stays.",
        .factor =
            [](const ScheduleSettings& settings, std::int64_t step) {
              const double share =
                  static_cast<double>(step + 1) / static_cast<double>(period_of(settings));
              return share < 1.0 ? share : 1.0;
            },
    },
};

}  // namespace

std::span<const Schedule> schedules() { return kSchedules; }

const Schedule& schedule(std::string_view name) {
  const Schedule* entry = find_entry(schedules(), name);
  assert(entry);
  return *entry;
}

}  // namespace backprop
