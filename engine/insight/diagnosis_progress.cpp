// Rules about the run: they need the past, and say nothing without it.
#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

#include "engine/base/order.h"
#include "engine/base/text.h"
#include "engine/insight/diagnosis_rules.h"
#include "engine/insight/notation.h"

namespace backprop::rules {
namespace {

// The largest ‖ΔW‖/‖W‖ of a step's layers; NaN where none is known.
double largest_update(const StepStatistics& entry) {
  double largest = std::nan("");
  for (const float ratio : entry.update_ratios) {
    largest = std::fmax(largest, static_cast<double>(ratio));
  }
  return largest;
}

double median_update(std::span<const StepStatistics> history) {
  std::vector<double> ratios;
  for (const StepStatistics& entry : history) {
    const double ratio = largest_update(entry);
    if (!std::isnan(ratio)) ratios.push_back(ratio);
  }
  if (ratios.empty()) return std::nan("");
  sort_stably(ratios, std::less<>());
  return ratios[ratios.size() / 2];
}

double highest_update(std::span<const StepStatistics> history) {
  double highest = 0;
  for (const StepStatistics& entry : history) highest = std::fmax(highest, largest_update(entry));
  return highest;
}

double mean_train_loss(std::span<const StepStatistics> history) {
  double sum = 0;
  for (const StepStatistics& entry : history) sum += entry.train_loss;
  return sum / static_cast<double>(history.size());
}

double lowest(std::span<const StepStatistics> history, double StepStatistics::* loss) {
  double lowest = HUGE_VAL;
  for (const StepStatistics& entry : history) lowest = std::fmin(lowest, entry.*loss);
  return lowest;
}

std::size_t lowest_at(std::span<const StepStatistics> history, double StepStatistics::* loss) {
  std::size_t at = 0;
  for (std::size_t i = 1; i < history.size(); ++i) {
    if (history[i].*loss < history[at].*loss) at = i;
  }
  return at;
}

// Why a loss may stand still although its own gradient is not small, and what to try.
std::pair<std::string, std::string> standstill(const Experiment& settings) {
  if (settings.regularization->add != nullptr && settings.regularization_rate > 0) {
    return {" The penalty on the weights pulls the other way.",
            "Try a smaller regularization rate."};
  }
  if (settings.clipping->limit != nullptr) {
    return {" The gradient is clipped.", "Try a higher threshold, or a higher learning rate."};
  }
  return {"", "Try a lower learning rate, a larger batch, or another optimizer."};
}

}  // namespace

void diverged(const Observation& observation, Findings& findings) {
  const auto& divergence = observation.trainer.divergence();
  if (!divergence) return;
  constexpr std::string_view kDiverged = "Try a lower learning rate, or clip the gradient.";
  findings.push_back({"diverged",
                      Severity::kProblem,
                      divergence->message,
                      advice(observation, kDiverged, kDiverged),
                      {{"step", static_cast<double>(divergence->step)},
                       {"learning rate", static_cast<double>(observation.trainer.learning_rate())}},
                      -1,
                      {}});
}

// Large steps (in proportion to the weights) under which the loss does not fall: it has risen well
// above where it was before, or over the later half of the entries it jumps about without getting
// lower.
void rate_too_high(const Observation& observation, Findings& findings) {
  const std::size_t entries = observation.history.size();
  if (entries < limits::kFewestEntries || observation.trainer.divergence()) return;
  if (has_found(findings, {"symmetric", "zero_layer"})) return;  // no rate helps there
  const auto history = observation.history.last(std::min(entries, limits::kWindow));
  const std::size_t present = history.size() / 4 + 1;  // entries that stand for now
  const double now = mean_train_loss(history.last(present));
  const auto past = observation.history.first(entries - present);
  const std::size_t best_at = lowest_at(past, &StepStatistics::train_loss);
  const double best = past[best_at].train_loss;
  // What led from there to here.
  const double leap = highest_update(observation.history.subspan(best_at + 1));
  const double update = median_update(history);
  const double early = mean_train_loss(history.first(history.size() / 2));
  const double late = mean_train_loss(history.last(history.size() / 2));
  int rises = 0;
  for (std::size_t i = 1; i < history.size(); ++i) {
    if (history[i].train_loss > history[i - 1].train_loss) ++rises;
  }
  const double up = static_cast<double>(rises) / static_cast<double>(history.size() - 1);
  // One leap is enough to throw a network where its slopes are flat and steps are small again.
  const bool risen = (update > limits::kLargeStep || leap > limits::kLeap) &&
                     now > limits::kRisen * best && now > best + limits::kNotableLoss;
  const bool jumping = update > limits::kVeryLargeStep && up > limits::kOftenUp &&
                       late > limits::kStalled * early && late > limits::kNotableLoss;
  if (!risen && !jumping) return;
  const std::string step = update > limits::kLargeStep
                               ? "A step changes the weights by " + percent(update)
                               : "A step changed the weights by " + percent(leap);
  const std::string what =
      risen ? "the training loss is " + significant(now) + " after it had been " + significant(best)
            : "the training loss rose in " + percent(up) + " of the measurements and stays near " +
                  significant(late);
  findings.push_back({"rate_too_high",
                      Severity::kProblem,
                      step + ", and " + what + ": the learning rate is too high.",
                      "Try a third of it, a larger batch, or a schedule that lowers it.",
                      {{"update ratio", update},
                       {"largest update ratio", leap},
                       {"training loss", now},
                       {"lowest", best},
                       {"share of rises", up}},
                      -1,
                      {}});
}

// Small steps although there is a gradient to follow (with the penalty's pull, which may hold the
// weights where they are), and a loss that hardly moves. Silent where something
// else keeps the gradient small.
void rate_too_low(const Observation& observation, Findings& findings) {
  const auto history = observation.history;
  if (history.size() < limits::kFewestEntries || observation.trainer.divergence()) return;
  if (has_found(findings, {"symmetric", "zero_layer", "dead", "saturated", "vanishing"})) return;
  const std::int64_t steps = history.back().step - history.front().step;
  const double before = history.front().train_loss, now = history.back().train_loss;
  const double update = median_update(history);
  double slope = 0;
  for (const LayerFlow& layer : observation.layers) slope = std::fmax(slope, layer.pull);
  const bool slow = steps >= limits::kFewestSteps && update > 0 && update < limits::kSmallStep &&
                    now > limits::kStill * before && now > limits::kNotableLoss &&
                    slope > limits::kSlope;
  if (!slow) return;
  findings.push_back({"rate_too_low",
                      Severity::kWarning,
                      "A step changes the weights by " + percent(update) +
                          ", and the training loss went from " + significant(before) + " to " +
                          significant(now) + " in " + number_text(steps) +
                          " steps: the learning rate is too low.",
                      "Try ten times as much.",
                      {{"update ratio", update},
                       {"steps", static_cast<double>(steps)},
                       {"training loss", now},
                       {"before", before},
                       {"gradient", slope}},
                      -1,
                      {}});
}

// The loss stands still, although following its gradient for so long promised to lower it: by about
// η·‖∂L/∂W‖² a step.
void stuck(const Observation& observation, Findings& findings) {
  const auto history = observation.history;
  if (history.size() < limits::kFewestEntries || observation.trainer.divergence()) return;
  if (has_found(findings, {"symmetric", "zero_layer", "dead", "saturated", "vanishing", "exploding",
                           "no_gradient", "rate_too_high", "rate_too_low"})) {
    return;
  }
  const auto recent = history.last(std::min(history.size(), limits::kWindow));
  const std::int64_t steps = recent.back().step - recent.front().step;
  double low = HUGE_VAL, high = 0, squares = 0;
  for (const StepStatistics& entry : recent) {
    low = std::fmin(low, entry.train_loss);
    high = std::fmax(high, entry.train_loss);
  }
  for (const LayerFlow& layer : observation.layers) {
    squares += layer.gradient_norm * layer.gradient_norm;
  }
  const double rate = static_cast<double>(observation.trainer.learning_rate());
  const double promised = rate * squares * static_cast<double>(steps);
  const bool still = high - low <= limits::kMoved * high && low > limits::kNotableLoss;
  if (steps < limits::kStuckSteps || !still || !(promised >= limits::kPromised * high)) return;
  const auto [reason, advice] = standstill(observation.trainer.experiment());
  findings.push_back({"stuck",
                      Severity::kWarning,
                      "The training loss has stayed between " + significant(low) + " and " +
                          significant(high) + " for " + number_text(steps) +
                          " steps, although its gradient has length " +
                          significant(std::sqrt(squares), 2) + "." + reason,
                      advice,
                      {{"lowest", low},
                       {"highest", high},
                       {"steps", static_cast<double>(steps)},
                       {"gradient", std::sqrt(squares)},
                       {"promised fall", promised}},
                      -1,
                      {}});
}

void overfitting(const Observation& observation, Findings& findings) {
  const auto history = observation.history;
  if (history.size() < limits::kFewestEntries) return;
  const double train = history.back().train_loss, test = history.back().test_loss;
  const double best = lowest(history, &StepStatistics::test_loss);
  if (!(test > limits::kGap * train && test > train + limits::kNotableLoss &&
        test > limits::kTestRisen * best))
    return;
  findings.push_back(
      {"overfitting",
       test > limits::kTestMuchRisen * best ? Severity::kProblem : Severity::kWarning,
       "The test loss is " + significant(test) + " against " + significant(train) +
           " in training, and was " + significant(best) + " before: overfitting.",
       "Try L2, dropout, more points, fewer neurons, or stop earlier.",
       {{"test loss", test}, {"training loss", train}, {"lowest test loss", best}},
       -1,
       {}});
}

}  // namespace backprop::rules
