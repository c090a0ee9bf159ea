#include "engine/insight/diagnosis.h"

#include <algorithm>
#include <array>

#include "engine/base/order.h"
#include "engine/insight/diagnosis_rules.h"

namespace backprop {
namespace {

struct Entry {
  Rule rule;
  void (*check)(const Observation& observation, std::vector<Finding>& findings);
};

// In this order: a rule may rely on what those before it found.
constexpr std::array<Entry, 10> kEntries = {{
    {{"diverged", "Diverged", "A number became infinite or undefined, and training stopped."},
     rules::diverged},
    {{"symmetric", "Symmetric neurons",
      "Neurons of a layer have the same weights in and out: they get the same gradient, and so "
      "they stay the same for ever."},
     rules::symmetric},
    {{"dead", "Dead neurons",
      "A neuron whose slope is zero at every training point gets no gradient and cannot learn."},
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
    {{"rate_too_high", "Learning rate too high",
      "Steps overshoot: the training loss jumps or rises instead of falling."},
     rules::rate_too_high},
    {{"rate_too_low", "Learning rate too low",
      "There is a gradient to follow, but the steps are too small to get anywhere."},
     rules::rate_too_low},
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

}  // namespace

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
  const Observation observation = observe(trainer, history);
  for (const Entry& entry : kEntries) entry.check(observation, findings);
  sort_stably(findings, [](const Finding& left, const Finding& right) {
    return left.severity > right.severity;
  });
  return findings;
}

}  // namespace backprop
