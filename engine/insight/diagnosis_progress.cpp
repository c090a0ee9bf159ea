// Rules about the run: they need the past, and say nothing without it.
#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "engine/base/order.h"
#include "engine/base/text.h"
#include "engine/insight/diagnosis_rules.h"
#include "engine/insight/notation.h"

namespace backprop::rules {
namespace {

constexpr std::size_t kFewest = 6;  // entries below which there is no trend to speak of

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

std::string percent(double share) { return significant(100 * share, 2) + " %"; }

}  // namespace

void diverged(const Observation& observation, Findings& findings) {
  const auto& divergence = observation.trainer.divergence();
  if (!divergence) return;
  findings.push_back({"diverged",
                      Severity::kProblem,
                      divergence->message,
                      "Try a lower learning rate, or clip the gradient.",
                      {{"step", static_cast<double>(divergence->step)},
                       {"learning rate", static_cast<double>(observation.trainer.learning_rate())}},
                      -1,
                      {}});
}

// Large steps (in proportion to the weights) under which the loss does not fall: it has risen well
// above where it was, or over the later half of the entries it jumps about without getting lower.
void rate_too_high(const Observation& observation, Findings& findings) {
  constexpr std::size_t kWindow = 32;
  constexpr double kLargeStep = 0.02, kVeryLargeStep = 0.05, kLeap = 0.2;
  constexpr double kRise = 1.5, kNotable = 0.05, kOftenUp = 0.3, kStalled = 0.97;
  if (observation.history.size() < kFewest || observation.trainer.divergence()) return;
  if (has_found(findings, {"symmetric"})) return;  // no rate helps there
  const double best = lowest(observation.history, &StepStatistics::train_loss);
  const double leap = highest_update(observation.history);
  const auto history = observation.history.last(std::min(observation.history.size(), kWindow));
  const double update = median_update(history);

  const double now = mean_train_loss(history.last(history.size() / 4 + 1));
  const double early = mean_train_loss(history.first(history.size() / 2));
  const double late = mean_train_loss(history.last(history.size() / 2));
  int rises = 0;
  for (std::size_t i = 1; i < history.size(); ++i) {
    if (history[i].train_loss > history[i - 1].train_loss) ++rises;
  }
  const double up = static_cast<double>(rises) / static_cast<double>(history.size() - 1);
  // One leap is enough to throw a network where its slopes are flat and steps are small again.
  const bool risen =
      (update > kLargeStep || leap > kLeap) && now > kRise * best && now > best + kNotable;
  const bool jumping =
      update > kVeryLargeStep && up > kOftenUp && late > kStalled * early && late > kNotable;
  if (!risen && !jumping) return;
  const std::string step = update > kLargeStep ? "A step changes the weights by " + percent(update)
                                               : "A step changed the weights by " + percent(leap);
  const std::string what =
      risen ? "the training loss is " + significant(now) + " after it had been " + significant(best)
            : "the training loss rose in " + percent(up) + " of the looks at it and stays near " +
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

// Small steps although there is a gradient, and a loss that hardly moves. Silent where something
// else keeps the gradient small.
void rate_too_low(const Observation& observation, Findings& findings) {
  constexpr double kSmallStep = 5e-5, kStill = 0.9, kUnlearned = 0.05, kSlope = 1e-3;
  constexpr std::int64_t kFewestSteps = 50;
  const auto history = observation.history;
  if (history.size() < kFewest || observation.trainer.divergence()) return;
  if (has_found(findings, {"symmetric", "dead", "saturated", "vanishing"})) return;
  const std::int64_t steps = history.back().step - history.front().step;
  const double before = history.front().train_loss, now = history.back().train_loss;
  const double update = median_update(history);
  double slope = 0;
  for (const LayerFlow& layer : observation.layers) slope = std::fmax(slope, layer.gradient_norm);
  const bool slow = steps >= kFewestSteps && update > 0 && update < kSmallStep &&
                    now > kStill * before && now > kUnlearned && slope > kSlope;
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

void overfitting(const Observation& observation, Findings& findings) {
  constexpr double kGap = 1.3, kRisen = 1.15, kMuchRisen = 1.5, kNotable = 0.05;
  const auto history = observation.history;
  if (history.size() < kFewest) return;
  const double train = history.back().train_loss, test = history.back().test_loss;
  const double best = lowest(history, &StepStatistics::test_loss);
  if (!(test > kGap * train && test > train + kNotable && test > kRisen * best)) return;
  findings.push_back({"overfitting",
                      test > kMuchRisen * best ? Severity::kProblem : Severity::kWarning,
                      "The test loss is " + significant(test) + " against " + significant(train) +
                          " in training, and was " + significant(best) + " before: overfitting.",
                      "Try L2, dropout, more points, fewer neurons, or stop earlier.",
                      {{"test loss", test}, {"training loss", train}, {"lowest test loss", best}},
                      -1,
                      {}});
}

}  // namespace backprop::rules
