#include "shell/session/microscope.h"

namespace backprop {

bool Microscope::is_to_guess(const ExplainTarget& what, Phase phase) const {
  if (what.kind != key.target.kind) return false;
  const bool same = what.kind == ExplainTarget::Kind::kNeuron
                        ? what.layer == key.target.layer && what.neuron == key.target.neuron
                        : what.parameter == key.target.parameter;
  if (!same) return false;
  for (std::size_t i = static_cast<std::size_t>(revealed); i < explanation.equations.size(); ++i) {
    if (explanation.equations[i].phase == static_cast<int>(phase)) return true;
  }
  return false;
}

}  // namespace backprop
