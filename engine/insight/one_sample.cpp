#include "engine/insight/one_sample.h"

#include <algorithm>
#include <cassert>

#include "engine/experiment/columns.h"

namespace backprop {

Workspace pass_alone(const Trainer& trainer, int point) {
  assert(trainer.phases_done() > 0);
  return pass_alone(trainer, trainer.workspace().parameters_used, point);
}

Workspace pass_alone(const Trainer& trainer, std::span<const float> parameters, int point) {
  Network network = trainer.network();
  std::copy_n(parameters.begin(), network.parameter_count(), network.data());
  Workspace alone;
  alone.reserve(network, 1);
  alone.set_samples(1);
  alone.parameters_used.assign(parameters.begin(), parameters.end());
  const auto stride = static_cast<std::size_t>(alone.stride);
  const auto index = static_cast<std::size_t>(point);
  const Point& chosen = trainer.data().points[index];
  const int origin = trainer.data().origins[index];
  fill_features(trainer.experiment(), {&chosen, 1}, {&origin, 1}, stride, alone.inputs.data());
  fill_targets(trainer.experiment(), {&chosen, 1}, {&origin, 1}, stride, alone.targets.data());
  forward(network, alone, fast_kernels());
  compute_loss(network, trainer.loss(), alone);
  backward(network, trainer.loss(), alone, fast_kernels());
  return alone;
}

}  // namespace backprop
