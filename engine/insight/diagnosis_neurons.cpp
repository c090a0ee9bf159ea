// Rules about single neurons: those whose slope is zero.
#include <algorithm>
#include <cmath>
#include <string>

#include "engine/insight/diagnosis_rules.h"
#include "engine/insight/notation.h"

namespace backprop::rules {
namespace {

std::vector<int> neurons_with(const std::vector<NeuronHealth>& layer,
                              bool (*has)(const NeuronHealth&)) {
  std::vector<int> neurons;
  for (std::size_t j = 0; j < layer.size(); ++j) {
    if (has(layer[j])) neurons.push_back(static_cast<int>(j));
  }
  return neurons;
}

std::string counted(std::size_t some, std::size_t all) {
  if (all == 1) return "The one neuron";
  if (some == 2 && all == 2) return "Both neurons";
  if (some == all) return "All " + std::to_string(all) + " neurons";
  return std::to_string(some) + " of " + std::to_string(all) + " neurons";
}

// A neuron is called dead where its slope is nothing beside its steepest; only at zero is it that.
std::string slope_text(const std::vector<NeuronHealth>& layer, const std::vector<int>& neurons) {
  const bool zero = std::ranges::all_of(
      neurons, [&](int j) { return layer[static_cast<std::size_t>(j)].steepest == 0; });
  return zero ? "zero slope at every training point, so no gradient."
              : "nearly zero slope at every training point, so hardly any gradient.";
}

// Outputs that are flat and wrong: the slope that should bring them back is the one that is zero.
void saturated_output(const Observation& observation, Findings& findings) {
  constexpr std::string_view kFlatOutput =
      "Try cross-entropy, whose δ does not contain φ′, or smaller weights.";
  const double wrong = observation.output_wrong_share;
  if (wrong < limits::kSomeWrong) return;
  findings.push_back(
      {"saturated",
       wrong >= limits::kManyWrong ? Severity::kProblem : Severity::kWarning,
       percent(wrong) + " of the outputs are saturated on the wrong side: φ′ is nearly zero there, "
                        "and so is δ.",
       advice(observation, kFlatOutput, kFlatOutput),
       {{"wrong and flat", wrong}, {"flat", observation.output_flat_share}},
       observation.last(),
       {}});
}

}  // namespace

void dead(const Observation& observation, Findings& findings) {
  if (!std::isfinite(observation.loss)) return;  // what diverged says nothing about its neurons
  for (int l = 0; l < observation.last(); ++l) {
    const std::vector<NeuronHealth>& layer = observation.health[static_cast<std::size_t>(l)];
    const std::vector<int> neurons =
        neurons_with(layer, [](const NeuronHealth& health) { return health.dead; });
    if (neurons.empty()) continue;
    const double share = static_cast<double>(neurons.size()) / static_cast<double>(layer.size());
    Severity severity = Severity::kNote;  // a few idle neurons do no harm
    if (share > limits::kManyDead) severity = Severity::kWarning;
    if (share >= limits::kMostDead) severity = Severity::kProblem;
    if (observation.loss < limits::kLearned) severity = Severity::kNote;
    findings.push_back(
        {"dead",
         severity,
         counted(neurons.size(), layer.size()) + " in " + lower_layer(observation.network(), l) +
             (neurons.size() == 1 ? " is" : " are") + " dead: " + slope_text(layer, neurons),
         advice(observation, "Try leaky ReLU, or smaller initial weights.",
                "Try a lower learning rate from the start, leaky ReLU, or smaller biases."),
         {{"dead", static_cast<double>(neurons.size())},
          {"neurons", static_cast<double>(layer.size())}},
         l,
         neurons});
  }
}

void saturated(const Observation& observation, Findings& findings) {
  if (observation.loss < limits::kLearned || !std::isfinite(observation.loss)) return;
  for (int l = 0; l < observation.last(); ++l) {
    const std::vector<NeuronHealth>& layer = observation.health[static_cast<std::size_t>(l)];
    const std::vector<int> neurons = neurons_with(
        layer, [](const NeuronHealth& health) { return health.saturated && !health.dead; });
    if (neurons.empty()) continue;
    // One of two is no pattern yet.
    const bool most =
        2 * neurons.size() >= layer.size() && (neurons.size() > 1 || layer.size() == 1);
    findings.push_back({"saturated",
                        most ? Severity::kWarning : Severity::kNote,
                        counted(neurons.size(), layer.size()) + " in " +
                            lower_layer(observation.network(), l) +
                            (neurons.size() == 1 ? " is" : " are") +
                            " saturated at most training points: hardly any gradient passes.",
                        advice(observation, "Try smaller initial weights.",
                               "Try a lower learning rate, smaller initial weights, or L2."),
                        {{"saturated", static_cast<double>(neurons.size())},
                         {"neurons", static_cast<double>(layer.size())}},
                        l,
                        neurons});
  }
  saturated_output(observation, findings);
}

}  // namespace backprop::rules
