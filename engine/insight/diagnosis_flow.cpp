// Rules about the gradient's way back through the layers. The thresholds stand between measured
// runs: a sigmoid network of six layers passes 1e-5 of its gradient to the first one, healthy
// networks of that depth between 0.02 and 10 of their δ and between 0.1 and 100 of ‖∂L/∂W‖.
#include <algorithm>
#include <cmath>
#include <string>

#include "engine/insight/diagnosis_rules.h"
#include "engine/insight/notation.h"

namespace backprop::rules {
namespace {

std::string lower_layer(const Network& network, int layer) {
  std::string name = layer_name(network, layer);
  name.front() = static_cast<char>(name.front() - 'A' + 'a');
  return name;
}

// A measure of a hidden layer as a share of the output's; where the output has none, 1.
double share_of_output(const Observation& observation, int layer, double LayerFlow::* measure) {
  const double output = observation.layers.back().*measure;
  return output > 0 ? observation.layers[static_cast<std::size_t>(layer)].*measure / output : 1;
}

int lowest_layer(const Observation& observation, double LayerFlow::* measure) {
  int lowest = 0;
  for (int l = 1; l < observation.last(); ++l) {
    if (share_of_output(observation, l, measure) < share_of_output(observation, lowest, measure)) {
      lowest = l;
    }
  }
  return lowest;
}

// Neurons of a layer with the same bias and the same weights in and out, bit for bit.
bool are_twins(const Network& network, int layer, int one, int other) {
  const float* parameters = network.data();
  const auto same = [&](std::size_t a, std::size_t b) { return parameters[a] == parameters[b]; };
  if (!same(network.bias_index(layer, one), network.bias_index(layer, other))) return false;
  for (int i = 0; i < network.layer(layer).inputs; ++i) {
    if (!same(network.weight_index(layer, one, i), network.weight_index(layer, other, i))) {
      return false;
    }
  }
  for (int k = 0; k < network.layer(layer + 1).outputs; ++k) {
    if (!same(network.weight_index(layer + 1, k, one), network.weight_index(layer + 1, k, other))) {
      return false;
    }
  }
  return true;
}

std::vector<int> twins_in(const Network& network, int layer) {
  std::vector<int> twins;
  const int count = network.layer(layer).outputs;
  for (int j = 0; j < count; ++j) {
    for (int other = 0; other < count; ++other) {
      if (other == j || !are_twins(network, layer, j, other)) continue;
      twins.push_back(j);
      break;
    }
  }
  return twins;
}

}  // namespace

void vanishing(const Observation& observation, Findings& findings) {
  constexpr double kGradientProblem = 1e-3, kGradientWarning = 1e-2;
  constexpr double kDeltaProblem = 1e-4, kDeltaWarning = 1e-3;
  if (observation.last() == 0 || observation.loss < kLearned) return;
  if (has_found(findings, {"symmetric"})) return;  // copies pass on little, and that is known
  const auto add = [&](int layer, double share, bool problem, double LayerFlow::* measure,
                       const std::string& what) {
    const std::string name = layer_name(observation.network(), layer);
    findings.push_back(
        {"vanishing",
         problem ? Severity::kProblem : Severity::kWarning,
         name + " receives " + significant(share, 2) + " of the output's " + what + ": vanishing.",
         "Try ReLU or tanh, initial weights after Xavier or He, or fewer layers.",
         {{what + " of " + lower_layer(observation.network(), layer),
           observation.layers[static_cast<std::size_t>(layer)].*measure},
          {what + " of the output", observation.layers.back().*measure},
          {"share", share}},
         layer,
         {}});
  };
  // Exactly zero is something else: dead or identical neurons, found by their own rules.
  int layer = lowest_layer(observation, &LayerFlow::gradient_norm);
  double share = share_of_output(observation, layer, &LayerFlow::gradient_norm);
  if (share > 0 && share < kGradientWarning) {
    add(layer, share, share < kGradientProblem, &LayerFlow::gradient_norm, "gradient");
    return;
  }
  // With tiny weights the output's own gradient is tiny too; δ still shows the loss on the way.
  layer = lowest_layer(observation, &LayerFlow::delta);
  share = share_of_output(observation, layer, &LayerFlow::delta);
  if (share > 0 && share < kDeltaWarning) {
    add(layer, share, share < kDeltaProblem, &LayerFlow::delta, "δ");
  }
}

void exploding(const Observation& observation, Findings& findings) {
  constexpr double kLongGradient = 100, kNotableGradient = 1, kGrownDelta = 300;
  int worst = 0;
  for (int l = 1; l <= observation.last(); ++l) {
    if (observation.layers[static_cast<std::size_t>(l)].gradient_norm >
        observation.layers[static_cast<std::size_t>(worst)].gradient_norm) {
      worst = l;
    }
  }
  const LayerFlow& flow = observation.layers[static_cast<std::size_t>(worst)];
  const double grown = share_of_output(observation, 0, &LayerFlow::delta);
  const bool is_long = flow.gradient_norm > kLongGradient;
  if (!is_long && !(grown > kGrownDelta && flow.gradient_norm > kNotableGradient)) return;
  findings.push_back({"exploding",
                      Severity::kProblem,
                      "The gradient of " + lower_layer(observation.network(), worst) +
                          " has length " + significant(flow.gradient_norm) + ", " +
                          significant(flow.gradient_norm / flow.weight_norm, 2) +
                          " times its weights: exploding.",
                      "Try smaller initial weights (Xavier or He with scale 1), or clip the "
                      "gradient by its norm.",
                      {{"gradient", flow.gradient_norm},
                       {"weights", flow.weight_norm},
                       {"δ of the first layer over the output's", grown}},
                      worst,
                      {}});
}

void symmetric(const Observation& observation, Findings& findings) {
  const Network& network = observation.network();
  for (int l = 0; l < observation.last(); ++l) {
    const std::vector<int> twins = twins_in(network, l);
    if (twins.empty()) continue;
    const int count = network.layer(l).outputs;
    const bool all = static_cast<int>(twins.size()) == count;
    const std::string who = all ? "All " + std::to_string(count)
                                : std::to_string(twins.size()) + " of the " + std::to_string(count);
    findings.push_back(
        {"symmetric",
         all ? Severity::kProblem : Severity::kWarning,
         who + " neurons of " + lower_layer(network, l) +
             " are copies: same weights in and out, same gradient, for ever.",
         "Start from random weights, such as Xavier's.",
         {{"copies", static_cast<double>(twins.size())}, {"neurons", static_cast<double>(count)}},
         l,
         twins});
  }
}

// The good news, where nothing above stands against it.
void gradients_flow(const Observation& observation, Findings& findings) {
  if (has_found(findings, {"diverged", "symmetric", "dead", "vanishing", "exploding"})) return;
  if (observation.last() == 0) {
    findings.push_back({"flow",
                        Severity::kGood,
                        "The gradient reaches the weights directly.",
                        "",
                        {{"gradient", observation.layers.back().gradient_norm}},
                        0,
                        {}});
    return;
  }
  // The first layer stands for all: it is the last one the gradient comes to.
  constexpr int layer = 0;
  const double share = share_of_output(observation, layer, &LayerFlow::gradient_norm);
  const std::string name = lower_layer(observation.network(), layer);
  findings.push_back({"flow",
                      Severity::kGood,
                      "Gradients reach every layer: " + name + " gets " + significant(share, 2) +
                          (share > 1 ? " times the output's." : " of the output's."),
                      "",
                      {{"share", share}},
                      layer,
                      {}});
}

}  // namespace backprop::rules
