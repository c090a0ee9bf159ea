#include "shell/panels/inside/microscope_pointing.h"

#include <algorithm>

#include "shell/session/view.h"

namespace backprop {

bool is_parameter_term(const TermTarget& target) {
  return target.kind == TermTarget::Kind::kWeight || target.kind == TermTarget::Kind::kBias;
}

bool points_into_network(const TermTarget& target) {
  return is_parameter_term(target) ||
         (target.kind != TermTarget::Kind::kNone && target.neuron >= 0);
}

bool under_mouse(const Lights& lights, const TermTarget& target) {
  if (is_parameter_term(target)) {
    return std::ranges::find(lights.parameters, target.parameter) != lights.parameters.end();
  }
  return points_into_network(target) &&
         std::ranges::find(lights.neurons, NeuronId{target.layer, target.neuron}) !=
             lights.neurons.end();
}

void light(View& view, const TermTarget& target) {
  if (is_parameter_term(target)) {
    view.pointed_at.parameters.push_back(target.parameter);
  } else if (points_into_network(target)) {
    view.pointed_at.neurons.push_back({target.layer, target.neuron});
  }
}

}  // namespace backprop
