#include "engine/parts/schedule.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/math/math.h"

namespace backprop {
namespace {

std::int64_t period_of(const ScheduleSettings& settings) {
  return settings.period > 0 ? settings.period : 1;
}

constexpr std::span<const std::string_view> kNone;
constexpr std::string_view kPeriod[] = {"schedulePeriod"};
constexpr std::string_view kPeriodAndFactor[] = {"schedulePeriod", "scheduleFactor"};

// The cosine: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts",
// ICLR 2017, arXiv:1608.03983, without the restarts. The warm-up: P. Goyal et al., "Accurate, Large
// Minibatch SGD: Training ImageNet in 1 Hour", 2017, arXiv:1706.02677.
constexpr Schedule kSchedules[] = {
    {
        .name = "constant",
        .label = "Constant",
        .formula = "η(t) = η",
        .help = "The same rate from the first step to the last.",
        .settings = kNone,
        .factor = [](const ScheduleSettings&, std::int64_t) { return 1.0; },
        .python = kNoText,
    },
    {
        .name = "step",
        .label = "Step decay",
        .formula = "η(t) = η·f^⌊t/T⌋",
        .help = "Drops by the factor f every T steps and stays level in between.",
        .settings = kPeriodAndFactor,
        .factor =
            [](const ScheduleSettings& settings, std::int64_t step) {
              return math::power(static_cast<double>(settings.factor), step / period_of(settings));
            },
        .python = " * FACTOR ** (step // PERIOD)",
    },
    {
        .name = "exponential",
        .label = "Exponential decay",
        .formula = "η(t) = η·f^(t/T)",
        .help = "Shrinks a little every step, by the factor f within T steps.",
        .settings = kPeriodAndFactor,
        .factor =
            [](const ScheduleSettings& settings, std::int64_t step) {
              const double periods =
                  static_cast<double>(step) / static_cast<double>(period_of(settings));
              return math::exp(math::log(static_cast<double>(settings.factor)) * periods);
            },
        .python = " * FACTOR ** (step / PERIOD)",
    },
    {
        .name = "cosine",
        .label = "Cosine",
        .formula = "η(t) = η·½(1 + cos(π·t/T))",
        .help =
            "Falls along half a cosine to zero in T steps, rises again in the next T, and so on.",
        .settings = kPeriod,
        .factor =
            [](const ScheduleSettings& settings, std::int64_t step) {
              const std::int64_t period = period_of(settings);
              const double turn =
                  static_cast<double>(step % (2 * period)) / static_cast<double>(period);
              return 0.5 * (1.0 + math::cos(math::kPi * turn));
            },
        .python = " * 0.5 * (1 + math.cos(math.pi * step / PERIOD))",
    },
    {
        .name = "warmup",
        .label = "Warm-up",
        .formula = "η(t) = η·min(1, (t+1)/T)",
        .help = "Rises from almost nothing to the full rate within T steps, then stays.",
        .settings = kPeriod,
        .factor =
            [](const ScheduleSettings& settings, std::int64_t step) {
              const double share =
                  static_cast<double>(step + 1) / static_cast<double>(period_of(settings));
              return share < 1.0 ? share : 1.0;
            },
        .python = " * min(1, (step + 1) / PERIOD)",
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
