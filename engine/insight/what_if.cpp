#include "engine/insight/what_if.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "engine/insight/gradient_check.h"
#include "engine/math/norm.h"
#include "engine/run/training_set.h"

namespace backprop {
namespace {

void subtract(Network& network, float rate, std::span<const float> gradients, std::size_t begin,
              std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) network.data()[i] -= rate * gradients[i];
}

// One update that goes from the last layer to the first and computes each layer's gradient with
// the weights behind it already changed. `used` gets those gradients.
void update_with_new_weights(Network& network, const Loss& loss, Workspace& workspace, float rate,
                             bool biases, std::span<float> used = {}) {
  for (int layer = network.layer_count() - 1; layer >= 0; --layer) {
    backward(network, loss, workspace, fast_kernels());
    compute_gradients(network, workspace, fast_kernels());
    const Network::Layer& shape = network.layer(layer);
    const std::size_t end = shape.biases + (biases ? static_cast<std::size_t>(shape.outputs) : 0);
    subtract(network, rate, workspace.data_gradients, shape.weights, end);
    for (std::size_t i = shape.weights; i < end && !used.empty(); ++i) {
      used[i] = workspace.data_gradients[i];
    }
  }
}

// By PyTorch's tolerances for a gradient check.
bool is_faulted(float used, float gradient) {
  const GradientCheckSettings rule;
  const auto right = static_cast<double>(gradient);
  const double allowed = rule.absolute_tolerance + rule.relative_tolerance * std::abs(right);
  return std::abs(static_cast<double>(used) - right) > allowed;
}

Trainer at_start(const Trainer& trainer) {
  Trainer copy = trainer;
  copy.restart();
  return copy;
}

}  // namespace

Descent descend(const Trainer& trainer, Mistake mistake, int steps) {
  const Trainer start = at_start(trainer);
  const float rate = start.experiment().learning_rate;
  Network network = start.network();
  Workspace workspace;
  load_training_set(start, start.data().train_count, workspace);
  std::vector<float> used(network.parameter_capacity(), 0.0F);
  for (int step = 0; step < steps; ++step) {
    run_to_gradients(network, start.loss(), workspace);
    if (mistake == Mistake::kNewWeights) {
      update_with_new_weights(network, start.loss(), workspace, rate, true, used);
      continue;
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
      const float kept = mistake == Mistake::kKeptGradients ? used[i] : 0.0F;
      used[i] = kept + workspace.data_gradients[i];
    }
    subtract(network, rate, used, 0, network.parameter_count());
  }
  run_to_gradients(network, start.loss(), workspace);
  return {static_cast<double>(workspace.loss), norm(workspace.data_gradients), norm(used)};
}

NewWeights compare_new_weights(const Trainer& trainer, int steps) {
  const Trainer start = at_start(trainer);
  Network network = start.network();
  Workspace workspace;
  load_training_set(start, start.data().train_count, workspace);
  std::vector<float> used(network.parameter_capacity(), 0.0F);
  NewWeights found{1, 0};
  for (int step = 0; step < steps; ++step) {
    run_to_gradients(network, start.loss(), workspace);
    const std::vector<float> gradient = workspace.data_gradients;
    update_with_new_weights(network, start.loss(), workspace, start.experiment().learning_rate,
                            true, used);
    const double length = norm(used) * norm(gradient);
    if (length > 0) found.cosine = std::min(found.cosine, dot(used, gradient) / length);
    for (std::size_t i = 0; step == 0 && i < network.parameter_count(); ++i) {
      if (is_faulted(used[i], gradient[i])) ++found.faulted;
    }
  }
  return found;
}

int faulted_by_lost_activation(const Trainer& trainer, int layer) {
  const Network& network = trainer.network();
  Workspace workspace;
  load_training_set(trainer, trainer.data().train_count, workspace);
  run_to_gradients(network, trainer.loss(), workspace);
  const std::vector<float> gradient = workspace.data_gradients;
  std::fill_n(workspace.layers.front().a.begin(), workspace.stride, 0.0F);
  backward(network, trainer.loss(), workspace, fast_kernels());
  compute_gradients(network, workspace, fast_kernels());
  int faulted = 0;
  for (std::size_t i = 0; i < network.parameter_count(); ++i) {
    const bool counts = layer == 0 || network.place(i).layer == layer - 1;
    if (counts && is_faulted(workspace.data_gradients[i], gradient[i])) ++faulted;
  }
  return faulted;
}

double textbook_error(Mistake mistake) {
  const Activation& sigmoid = activation("sigmoid");
  const std::array<LayerSpec, 2> layers = {{{2, &sigmoid}, {2, &sigmoid}}};
  Network network(2, layers);
  constexpr std::array kStart = {.15F, .20F, .25F, .30F, .35F, .35F,
                                 .40F, .45F, .50F, .55F, .60F, .60F};
  std::ranges::copy(kStart, network.parameters().begin());
  const Loss& squared = loss("mse");
  Workspace workspace;
  workspace.reserve(network, 1);
  workspace.set_samples(1);
  const auto stride = static_cast<std::size_t>(workspace.stride);
  workspace.inputs[0] = .05F;
  workspace.inputs[stride] = .10F;
  workspace.targets[0] = .01F;
  workspace.targets[stride] = .99F;
  run_to_gradients(network, squared, workspace);
  constexpr float kRate = .5F;
  if (mistake == Mistake::kNewWeights) {
    update_with_new_weights(network, squared, workspace, kRate, false);
  } else {
    for (const Network::Layer& layer : network.layers()) {
      subtract(network, kRate, workspace.data_gradients, layer.weights, layer.biases);
    }
  }
  run_to_gradients(network, squared, workspace);
  // The last digits matter here: the loss of these floats, in double.
  return check_gradients(network, squared, workspace, nullptr, 0, {.limit = 1}).loss;
}

StepNoise step_noise(const Trainer& trainer, int steps) {
  Trainer run = at_start(trainer);
  Workspace whole;
  load_training_set(run, run.data().train_count, whole);
  run_to_gradients(run.network(), run.loss(), whole);
  StepNoise noise{0, 0};
  int done = 0;
  for (; done < steps; ++done) {
    const std::vector<float> gradient = whole.data_gradients;
    const float before = whole.loss;
    if (!run.step()) break;
    run_to_gradients(run.network(), run.loss(), whole);
    noise.uphill += whole.loss > before ? 1 : 0;
    const std::vector<float>& batch = run.workspace().data_gradients;
    const double length = norm(batch) * norm(gradient);
    noise.cosine += length > 0 ? dot(batch, gradient) / length : 0;
  }
  return {noise.uphill / done, noise.cosine / done};
}

double curvature(const Trainer& trainer) {
  Network network = trainer.network();
  const std::vector<float> center(network.parameters().begin(), network.parameters().end());
  Workspace workspace;
  load_training_set(trainer, trainer.data().train_count, workspace);
  const std::size_t count = center.size();
  // The direction that is stretched most, found by stretching again and again.
  std::vector<double> direction(count);
  for (std::size_t i = 0; i < count; ++i) {
    direction[i] = 1 / std::sqrt(static_cast<double>(i + 1));
  }
  const double reach = 0.05 * std::max(1.0, norm(center));
  std::vector<float> ahead;
  const auto gradient_at = [&](double distance) {
    for (std::size_t i = 0; i < count; ++i) {
      network.data()[i] =
          static_cast<float>(static_cast<double>(center[i]) + distance * direction[i]);
    }
    run_to_gradients(network, trainer.loss(), workspace);
  };
  double length = 0;
  for (int round = 0; round < kCurvatureRounds; ++round) {
    double size = 0;
    for (const double value : direction) size += value * value;
    size = std::sqrt(size);
    if (!(size > 0)) break;
    for (double& value : direction) value /= size;
    gradient_at(reach);
    ahead = workspace.data_gradients;
    gradient_at(-reach);
    length = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double change =
          (static_cast<double>(ahead[i]) - static_cast<double>(workspace.data_gradients[i])) /
          (2 * reach);
      direction[i] = change;
      length += change * change;
    }
    length = std::sqrt(length);
  }
  return length;
}

}  // namespace backprop
