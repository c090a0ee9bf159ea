// Rules about the gradient's way back through the layers. Their lines are in diagnosis_limits.h.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

#include "engine/insight/diagnosis_rules.h"
#include "engine/insight/notation.h"

namespace backprop::rules {
namespace {

// A measure of a hidden layer as a share of the output's: infinite where only the output has none,
// and not a number where neither has any.
double share_of_output(const Observation& observation, int layer, double LayerFlow::* measure) {
  return observation.layers[static_cast<std::size_t>(layer)].*measure /
         (observation.layers.back().*measure);
}

// The hidden layer with the least, or the most, of a measure.
int extreme_layer(const Observation& observation, double LayerFlow::* measure, bool most) {
  int extreme = 0;
  for (int l = 1; l < observation.last(); ++l) {
    const double here = observation.layers[static_cast<std::size_t>(l)].*measure;
    const double there = observation.layers[static_cast<std::size_t>(extreme)].*measure;
    if (most ? here > there : here < there) extreme = l;
  }
  return extreme;
}

// The layer with the least ‖∂L/∂W‖ of all.
int least_gradient(const Observation& observation) {
  int least = 0;
  for (int l = 1; l <= observation.last(); ++l) {
    if (observation.layers[static_cast<std::size_t>(l)].gradient_norm <
        observation.layers[static_cast<std::size_t>(least)].gradient_norm) {
      least = l;
    }
  }
  return least;
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

// Whether two copies will stay so, under the settings of now.
enum class Parting { kNever, kByDropout, kByMemory };

// Numbers of the optimizer's memory, or of anything laid out as the parameters, that belong to a
// neuron's parameters must be the same for its copy to move as it does.
bool same_at(const std::vector<float>& values, const Network& network, int layer, int one,
             int other) {
  if (values.empty()) return true;
  const auto same = [&](std::size_t a, std::size_t b) {
    return std::bit_cast<std::uint32_t>(values[a]) == std::bit_cast<std::uint32_t>(values[b]);
  };
  bool all = same(network.bias_index(layer, one), network.bias_index(layer, other));
  for (int i = 0; i < network.layer(layer).inputs; ++i) {
    all = all && same(network.weight_index(layer, one, i), network.weight_index(layer, other, i));
  }
  for (int k = 0; k < network.layer(layer + 1).outputs; ++k) {
    all = all &&
          same(network.weight_index(layer + 1, k, one), network.weight_index(layer + 1, k, other));
  }
  return all;
}

// Whether any parameter of a neuron, in or out, has a gradient: without one masks part nothing.
bool has_gradient(const Observation& observation, int layer, int neuron) {
  const Network& network = observation.network();
  const auto moves = [&](std::size_t index) { return observation.gradients[index] != 0; };
  bool any = moves(network.bias_index(layer, neuron));
  for (int i = 0; i < network.layer(layer).inputs; ++i) {
    any = any || moves(network.weight_index(layer, neuron, i));
  }
  for (int k = 0; k < network.layer(layer + 1).outputs; ++k) {
    any = any || moves(network.weight_index(layer + 1, k, neuron));
  }
  return any;
}

Parting parting_of(const Observation& observation, int layer, const std::vector<int>& twins) {
  const OptimizerState& memory = observation.trainer.optimizer_memory();
  for (const int one : twins) {
    for (const int other : twins) {
      if (one >= other || !are_twins(observation.network(), layer, one, other)) continue;
      if (!same_at(memory.first, observation.network(), layer, one, other) ||
          !same_at(memory.second, observation.network(), layer, one, other)) {
        return Parting::kByMemory;
      }
    }
  }
  if (observation.trainer.experiment().dropout > 0 &&
      std::ranges::any_of(twins, [&](int j) { return has_gradient(observation, layer, j); })) {
    return Parting::kByDropout;
  }
  return Parting::kNever;
}

std::string parting_text(Parting parting) {
  switch (parting) {
    case Parting::kByDropout:
      return " are copies now: same weights in and out. Dropout's masks will part them.";
    case Parting::kByMemory:
      return " are copies now: same weights in and out. The optimizer remembers different "
             "gradients of them, which will part them.";
    case Parting::kNever:
      break;
  }
  return " are copies: same weights in and out, same gradient. Training as it is set never parts "
         "them.";
}

}  // namespace

void vanishing(const Observation& observation, Findings& findings) {
  if (observation.last() == 0 || !(observation.loss >= limits::kLearned)) return;
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
  // Exactly zero is something else: dead or identical neurons, or zeros, found by their own rules.
  int layer = extreme_layer(observation, &LayerFlow::gradient_norm, false);
  double share = share_of_output(observation, layer, &LayerFlow::gradient_norm);
  if (share > 0 && share < limits::kVanishingGradient) {
    add(layer, share, share < limits::kVanishedGradient, &LayerFlow::gradient_norm, "gradient");
    return;
  }
  // With tiny weights the output's own gradient is tiny too; δ still shows the loss on the way.
  layer = extreme_layer(observation, &LayerFlow::delta, false);
  share = share_of_output(observation, layer, &LayerFlow::delta);
  if (share > 0 && share < limits::kVanishingDelta) {
    add(layer, share, share < limits::kVanishedDelta, &LayerFlow::delta, "δ");
  }
}

void exploding(const Observation& observation, Findings& findings) {
  int worst = 0;
  for (int l = 1; l <= observation.last(); ++l) {
    if (observation.layers[static_cast<std::size_t>(l)].gradient_norm >
        observation.layers[static_cast<std::size_t>(worst)].gradient_norm) {
      worst = l;
    }
  }
  const LayerFlow& flow = observation.layers[static_cast<std::size_t>(worst)];
  const double grown =
      observation.last() == 0 ? 1 : share_of_output(observation, 0, &LayerFlow::delta);
  const bool is_long = flow.gradient_norm > limits::kLongGradient;
  if (!is_long && !(grown > limits::kGrownDelta && flow.gradient_norm > limits::kNotableGradient)) {
    return;
  }
  constexpr std::string_view kExploding =
      "Try smaller initial weights (Xavier or He with scale 1), or clip the gradient by its norm.";
  const std::string in_weights =
      flow.weight_norm > 0
          ? ", " + significant(flow.gradient_norm / flow.weight_norm, 2) + " times its weights"
          : std::string();
  findings.push_back({"exploding",
                      Severity::kProblem,
                      "The gradient of " + lower_layer(observation.network(), worst) +
                          " has length " + significant(flow.gradient_norm) + in_weights +
                          ": exploding.",
                      advice(observation, kExploding, kExploding),
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
    const Parting parting = parting_of(observation, l, twins);
    Severity severity = all ? Severity::kProblem : Severity::kWarning;
    if (parting != Parting::kNever) severity = Severity::kNote;
    findings.push_back(
        {"symmetric",
         severity,
         who + " neurons of " + lower_layer(network, l) + parting_text(parting),
         "Start from random weights, such as Xavier's.",
         {{"copies", static_cast<double>(twins.size())}, {"neurons", static_cast<double>(count)}},
         l,
         twins});
  }
}

// Weights that are all zero pass nothing on, and no gradient back to what lies before them.
void zero_layer(const Observation& observation, Findings& findings) {
  const Network& network = observation.network();
  const bool cuts = observation.trainer.experiment().cuts_at_zero();
  for (int l = 0; l <= observation.last(); ++l) {
    const std::span<const float> weights = network.weights(l);
    if (!std::ranges::all_of(weights, [](float w) { return w == 0; })) continue;
    const double gradient = observation.layers[static_cast<std::size_t>(l)].gradient_norm;
    const bool cut = cuts && std::ranges::all_of(weights, is_cut);
    const bool moves = !cut && gradient > limits::kNoGradient;
    std::string text = weights.size() == 1 ? "The one weight"
                                           : "All " + std::to_string(weights.size()) + " weights";
    text += " of " + lower_layer(network, l) + (weights.size() == 1 ? " is zero" : " are zero");
    if (cut) {
      text +=
          ", and L1 has cut them: they stay so. What comes behind does not depend on the inputs.";
    } else if (moves) {
      text += ". They have a gradient of their own, which moves them.";
    } else {
      text += ", and have no gradient: what comes behind does not depend on the inputs.";
    }
    findings.push_back(
        {"zero_layer",
         moves ? Severity::kNote : Severity::kProblem,
         std::move(text),
         cut ? "Restart with a smaller L1 rate." : "Start from random weights, such as Xavier's.",
         {{"zero weights", static_cast<double>(weights.size())}, {"gradient", gradient}},
         l,
         {}});
  }
}

// Where nothing above says why.
void no_gradient(const Observation& observation, Findings& findings) {
  if (!(observation.loss >= limits::kLearned)) return;
  if (has_found(findings,
                {"diverged", "symmetric", "zero_layer", "dead", "saturated", "vanishing"})) {
    return;
  }
  const int layer = least_gradient(observation);
  const double gradient = observation.layers[static_cast<std::size_t>(layer)].gradient_norm;
  if (gradient > limits::kNoGradient) return;
  constexpr std::string_view kNoGradient =
      "Try smaller initial weights, or features scaled to about −1 … 1.";
  findings.push_back({"no_gradient",
                      Severity::kProblem,
                      (gradient > 0 ? "Hardly any gradient reaches " : "No gradient reaches ") +
                          lower_layer(observation.network(), layer) + " (‖∂L/∂W‖ is " +
                          significant(gradient, 2) + "), though the training loss is " +
                          significant(observation.loss) + ".",
                      advice(observation, kNoGradient, kNoGradient),
                      {{"gradient", gradient}, {"training loss", observation.loss}},
                      layer,
                      {}});
}

// The good news, where nothing above stands against it and its own numbers are healthy. Else what
// keeps it from being good.
void gradients_flow(const Observation& observation, Findings& findings) {
  if (has_found(findings, {"diverged", "symmetric", "zero_layer", "dead", "saturated", "vanishing",
                           "exploding", "no_gradient", "constant_output"})) {
    return;
  }
  const int least = least_gradient(observation);
  const double gradient = observation.layers[static_cast<std::size_t>(least)].gradient_norm;
  const auto add = [&](Severity severity, std::string text, std::string advice,
                       std::vector<std::pair<std::string, double>> numbers, int layer) {
    findings.push_back(
        {"flow", severity, std::move(text), std::move(advice), std::move(numbers), layer, {}});
  };
  // A loss that is learned, or no number at all.
  if (!(gradient > limits::kNoGradient)) {
    add(Severity::kNote,
        "There is " + std::string(gradient > 0 ? "hardly any" : "no") + " gradient in " +
            lower_layer(observation.network(), least) + ": the training loss is " +
            significant(observation.loss, 2) + ".",
        "Nothing is left to learn here.",
        {{"gradient", gradient}, {"training loss", observation.loss}}, least);
    return;
  }
  if (observation.last() == 0) {
    add(Severity::kGood, "The gradient reaches the weights directly.", "", {{"gradient", gradient}},
        0);
    return;
  }
  // The first layer stands for all, for it is the last one the gradient comes to, unless another
  // one has so much that they are uneven, or so little.
  int layer = extreme_layer(observation, &LayerFlow::gradient_norm, true);
  double share = share_of_output(observation, layer, &LayerFlow::gradient_norm);
  const int lowest = extreme_layer(observation, &LayerFlow::gradient_norm, false);
  const double low = share_of_output(observation, lowest, &LayerFlow::gradient_norm);
  const bool even = share <= limits::kEvenGradient && low >= limits::kVanishingGradient;
  if (even) {
    layer = 0;
    share = share_of_output(observation, layer, &LayerFlow::gradient_norm);
  } else if (!(share > limits::kEvenGradient)) {
    layer = lowest;
    share = low;
  }
  const std::string part = lower_layer(observation.network(), layer) + " gets " +
                           significant(share, 2) +
                           (share > 1 ? " times the output's." : " of the output's.");
  if (even) {
    add(Severity::kGood, "Gradients reach every layer: " + part, "", {{"share", share}}, layer);
  } else {
    add(Severity::kNote, "Gradients reach every layer, but unevenly: " + part,
        "Layers whose gradients differ much learn at different paces: try Xavier's or He's initial "
        "weights, or Adam.",
        {{"share", share}}, layer);
  }
}

}  // namespace backprop::rules
