#include "shell/session/stop_rule.h"

#include <cmath>
#include <limits>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/insight/notation.h"
#include "shell/canvas/widgets.h"

namespace backprop {

namespace {

constexpr double kMostSteps = 1e9;

double no_value(const Metrics&) { return std::numeric_limits<double>::quiet_NaN(); }

constexpr StopRule::Kind kKinds[] = {
    {"never", "never", "Trains until it is paused", 0, 0, 0, true, no_value},
    {"step", "a step", "Pauses after this many updates", 1000, 1, kMostSteps, true,
     [](const Metrics& metrics) { return static_cast<double>(metrics.step); }},
    {"trainLoss", "train loss", "Pauses once the training loss is below", 0.05, 1e-6, 100, false,
     [](const Metrics& metrics) { return metrics.train_loss; }},
    {"testLoss", "test loss", "Pauses once the test loss is below", 0.05, 1e-6, 100, false,
     [](const Metrics& metrics) { return metrics.test_loss; }},
    {"testAccuracy", "test accuracy", "Pauses once this share of the test points is right", 0.95, 0,
     1, true, [](const Metrics& metrics) { return metrics.test_accuracy; }},
};

}  // namespace

std::span<const StopRule::Kind> StopRule::kinds() { return kKinds; }

bool StopRule::counts_steps() const { return kind == &kKinds[1]; }

bool StopRule::reached(const Metrics& metrics) const {
  const double value = kind->value(metrics);  // NaN where it does not exist: never reached
  return stops() && (kind->above ? value >= limit : value <= limit);
}

std::string StopRule::text() const {
  std::string result(kind->name);
  if (stops()) result += ":" + number_text(limit);
  return result;
}

std::string StopRule::message(const Metrics& metrics) const {
  std::string result = "Stopped at step " + grouped(metrics.step);
  if (counts_steps()) return result + ", as asked.";
  result += std::string(": the ") + kind->label + " is " + significant(kind->value(metrics)) +
            (kind->above ? ", at least " : ", at most ") + significant(limit) + ".";
  return result;
}

std::optional<StopRule> parse_stop_rule(std::string_view text) {
  const std::size_t colon = text.find(':');
  StopRule rule;
  rule.kind = find_entry(StopRule::kinds(), text.substr(0, colon));
  if (rule.kind == nullptr) return std::nullopt;
  if (!rule.stops()) return colon == std::string_view::npos ? std::optional(rule) : std::nullopt;
  if (colon == std::string_view::npos) {
    rule.limit = rule.kind->usual;
    return rule;
  }
  const std::optional<double> limit = parse_number<double>(text.substr(colon + 1));
  if (!limit || *limit < rule.kind->least || *limit > rule.kind->most) return std::nullopt;
  rule.limit = rule.counts_steps() ? std::floor(*limit) : *limit;
  return rule;
}

}  // namespace backprop
