#include "engine/run/training_set.h"

#include <algorithm>

#include "engine/experiment/columns.h"

namespace backprop {

void load_training_set(const Trainer& trainer, int limit, Workspace& workspace) {
  const auto points = trainer.data().train();
  const int count = std::min(limit, static_cast<int>(points.size()));
  const auto used = points.first(static_cast<std::size_t>(std::max(count, 0)));
  workspace.reserve(trainer.network(), std::max(count, 1));
  workspace.set_samples(count);
  const auto stride = static_cast<std::size_t>(workspace.stride);
  const auto rows = std::span(trainer.data().origins).first(used.size());
  fill_features(trainer.experiment(), used, rows, stride, workspace.inputs.data());
  fill_targets(trainer.experiment(), used, rows, stride, workspace.targets.data());
}

void run_to_gradients(const Network& network, const Loss& loss, Workspace& workspace) {
  forward(network, workspace, fast_kernels());
  compute_loss(network, loss, workspace);
  backward(network, loss, workspace, fast_kernels());
  compute_gradients(network, workspace, fast_kernels());
}

}  // namespace backprop
