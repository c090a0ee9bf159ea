#include "engine/insight/diagnosis.h"

#include <algorithm>
#include <array>

#include "engine/base/order.h"
#include "engine/insight/diagnosis_rules.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

struct Entry {
  Rule rule;
  void (*check)(const Observation& observation, std::vector<Finding>& findings);
};

// In this order: a rule may rely on what those before it found.
constexpr std::array<Entry, 15> kEntries = {{
    {{"diverged", "Diverged", "A number became infinite or undefined, and training stopped."},
     rules::diverged},
    {{"symmetric", "Symmetric neurons",
      "Neurons of a layer have the same weights in and out: they get the same gradient, and so "
      "they stay the same, unless dropout parts them."},
     rules::symmetric},
    {{"zero_layer", "Layer of zeros",
      "All weights of a layer are zero: nothing passes forward, and no gradient back."},
     rules::zero_layer},
    {{"dead", "Dead neurons",
      "A neuron whose slope is zero, or nearly, at every training point cannot learn: no "
      "gradient, or hardly any, gets through it."},
     rules::dead},
    {{"saturated", "Saturated neurons",
      "Where an activation has levelled off its slope is nearly zero, and hardly any gradient "
      "passes."},
     rules::saturated},
    {{"vanishing", "Vanishing gradient",
      "On the way back through the layers the gradient shrinks until the first ones hardly "
      "learn."},
     rules::vanishing},
    {{"exploding", "Exploding gradient",
      "On the way back through the layers the gradient grows until steps become far too large."},
     rules::exploding},
    {{"no_gradient", "No gradient",
      "A layer gets no gradient to speak of although there is a loss to lower."},
     rules::no_gradient},
    {{"constant_output", "Constant output",
      "The output is the same at every point: it does not depend on the inputs."},
     rules::constant_output},
    {{"one_class", "One class only", "Every point is taken for the same class."}, rules::one_class},
    {{"rate_too_high", "Learning rate too high",
      "Steps overshoot: the training loss jumps or rises instead of falling."},
     rules::rate_too_high},
    {{"rate_too_low", "Learning rate too low",
      "There is a gradient to follow, but the steps are too small to get anywhere."},
     rules::rate_too_low},
    {{"stuck", "Stuck", "There is a gradient to follow, and yet the training loss does not move."},
     rules::stuck},
    {{"overfitting", "Overfitting",
      "The training loss still falls while the test loss has begun to rise: the network learns "
      "the noise."},
     rules::overfitting},
    {{"flow", "Gradient flow", "The gradient reaches every layer."}, rules::gradients_flow},
}};

constexpr std::array<Rule, kEntries.size()> kRules = [] {
  std::array<Rule, kEntries.size()> rules{};
  for (std::size_t i = 0; i < rules.size(); ++i) rules[i] = kEntries[i].rule;
  return rules;
}();

// What led here, in the order of its steps: who went back and on again has been at some steps
// twice, and only the last time counts; what lies ahead of this step is not its past.
std::vector<StepStatistics> in_order(std::span<const StepStatistics> history, std::int64_t step) {
  std::vector<StepStatistics> past;
  for (const StepStatistics& entry : history) {
    while (!past.empty() && past.back().step >= entry.step) past.pop_back();
    past.push_back(entry);
  }
  while (!past.empty() && past.back().step > step) past.pop_back();
  return past;
}

}  // namespace

std::string rules::lower_layer(const Network& network, int layer) {
  if (layer == network.layer_count() - 1) return "the output layer";
  std::string name = layer_name(network, layer);
  name.front() = static_cast<char>(name.front() - 'A' + 'a');
  return name;
}

std::string rules::advice(const Observation& observation, std::string_view before,
                          std::string_view after) {
  const Trainer& trainer = observation.trainer;
  if (observation.largest_input <= limits::kLargeInput) {
    return std::string(trainer.step_count() == 0 ? before : after);
  }
  return "Inputs are as large as " + significant(observation.largest_input) +
         ": standardise them first (mean 0, deviation 1)" +
         (trainer.experiment().uses_table ? ", column by column."
                                          : "; a table can be, where it is opened.");
}

std::string rules::percent(double share) { return significant(100 * share, 2) + " %"; }

bool rules::has_found(const Findings& findings, std::initializer_list<std::string_view> rules) {
  return std::ranges::any_of(findings, [&](const Finding& finding) {
    return finding.severity >= Severity::kWarning &&
           std::ranges::find(rules, finding.rule) != rules.end();
  });
}

std::span<const Rule> diagnosis_rules() { return kRules; }

std::vector<Finding> diagnose(const Trainer& trainer, std::span<const StepStatistics> history) {
  std::vector<Finding> findings;
  if (trainer.data().train_count == 0) {
    findings.push_back({"flow",
                        Severity::kNote,
                        "There are no training points.",
                        "Add points, or give the training set a larger share.",
                        {},
                        -1,
                        {}});
    return findings;
  }
  const std::vector<StepStatistics> past = in_order(history, trainer.step_count());
  const Observation observation = observe(trainer, past);
  for (const Entry& entry : kEntries) entry.check(observation, findings);
  sort_stably(findings, [](const Finding& left, const Finding& right) {
    return left.severity > right.severity;
  });
  return findings;
}

}  // namespace backprop
