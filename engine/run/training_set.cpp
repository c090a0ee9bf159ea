#include "engine/run/training_set.h"

#include <algorithm>

namespace backprop {

void fill_features(const Experiment& experiment, std::span<const Point> points, std::size_t stride,
                   float* features) {
  for (const Feature* feature : experiment.features) {
    for (std::size_t s = 0; s < points.size(); ++s) {
      features[s] = static_cast<float>(
          feature->value(static_cast<double>(points[s].x1), static_cast<double>(points[s].x2)));
    }
    features += stride;
  }
}

void fill_targets(const Experiment& experiment, std::span<const Point> points, std::size_t stride,
                  float* targets) {
  const bool regression = experiment.problem == Problem::kRegression;
  const float low = experiment.loss->target_low, high = experiment.loss->target_high;
  const int outputs = experiment.output_count();
  for (int k = 0; k < outputs; ++k) {
    const float right = outputs == 1 ? 1.0f : static_cast<float>(k);  // the class it stands for
    for (std::size_t s = 0; s < points.size(); ++s) {
      const float label = points[s].label;
      targets[s] = regression ? label : label == right ? high : low;
    }
    targets += stride;
  }
}

void load_training_set(const Trainer& trainer, int limit, Workspace& workspace) {
  const auto points = trainer.data().train();
  const int count = std::min(limit, static_cast<int>(points.size()));
  const auto used = points.first(static_cast<std::size_t>(std::max(count, 0)));
  workspace.reserve(trainer.network(), std::max(count, 1));
  workspace.set_samples(count);
  const auto stride = static_cast<std::size_t>(workspace.stride);
  fill_features(trainer.experiment(), used, stride, workspace.inputs.data());
  fill_targets(trainer.experiment(), used, stride, workspace.targets.data());
}

void run_to_gradients(const Network& network, const Loss& loss, Workspace& workspace) {
  forward(network, workspace, fast_kernels());
  compute_loss(network, loss, workspace);
  backward(network, loss, workspace, fast_kernels());
  compute_gradients(network, workspace, fast_kernels());
}

}  // namespace backprop
