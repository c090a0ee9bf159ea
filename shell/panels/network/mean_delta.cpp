#include "shell/panels/network/mean_delta.h"

#include <cmath>

namespace backprop {

float mean_delta(const Trainer& trainer, NeuronId neuron) {
  if (trainer.phases_done() < 3) return 0;
  const Workspace& workspace = trainer.workspace();
  const Workspace::Layer& layer = workspace.layers[static_cast<std::size_t>(neuron.layer)];
  double sum = 0;
  for (int s = 0; s < workspace.samples; ++s) {
    const auto i =
        static_cast<std::size_t>(neuron.neuron) * static_cast<std::size_t>(workspace.stride) +
        static_cast<std::size_t>(s);
    sum += std::abs(static_cast<double>(layer.delta[i]));
  }
  return workspace.samples > 0 ? static_cast<float>(sum / workspace.samples) : 0;
}

}  // namespace backprop
