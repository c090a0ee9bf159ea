#include "shell/session/stop_rule.h"

#include <iterator>
#include <limits>

#include "engine/base/text.h"
#include "engine/experiment/page_keys.h"
#include "engine/insight/notation.h"
#include "shell/canvas/widgets.h"

namespace backprop {

namespace {

double no_value(const Metrics&) { return std::numeric_limits<double>::quiet_NaN(); }

// What the page says of a quantity that links can name.
constexpr StopRule::Kind entry(const StopKey& key, const char* label, const char* help, bool above,
                               double (*value)(const Metrics&)) {
  return {key.name, label, help, key.usual, key.least, key.most, above, value};
}

constexpr StopRule::Kind kKinds[] = {
    entry(kStopKeys[0], "never", "Trains until it is paused", true, no_value),
    entry(kStopKeys[1], "a step", "Pauses after this many updates", true,
          [](const Metrics& metrics) { return static_cast<double>(metrics.step); }),
    entry(kStopKeys[2], "train loss", "Pauses once the training loss is below", false,
          [](const Metrics& metrics) { return metrics.train_loss; }),
    entry(kStopKeys[3], "test loss", "Pauses once the test loss is below", false,
          [](const Metrics& metrics) { return metrics.test_loss; }),
    entry(kStopKeys[4], "test accuracy", "Pauses once this share of the test points is right", true,
          [](const Metrics& metrics) { return metrics.test_accuracy; }),
};
static_assert(std::size(kKinds) == kStopKeys.size());

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
  const Result<StopValue> stop = parse_stop(text);
  if (!stop) return std::nullopt;
  StopRule rule;
  rule.kind = &kKinds[stop->key - kStopKeys.data()];
  rule.limit = stop->limit;
  return rule;
}

}  // namespace backprop
