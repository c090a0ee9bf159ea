#include "engine/compare_step/step_replay.h"

#include <algorithm>

namespace backprop {
namespace {

// [sample][width] to [width][stride].
void fill_columns(std::span<const float> rows, int samples, int stride, std::vector<float>& out) {
  const std::size_t width = rows.size() / static_cast<std::size_t>(samples);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out[i % width * static_cast<std::size_t>(stride) + i / width] = rows[i];
  }
}

// Biases that a layer does not have.
void clear_missing(const StepFile& file, std::vector<float>& numbers) {
  for (int layer = 0; layer < file.network.layer_count(); ++layer) {
    if (file.has_bias[static_cast<std::size_t>(layer)]) continue;
    const Network::Layer& shape = file.network.layer(layer);
    std::fill_n(numbers.begin() + static_cast<std::ptrdiff_t>(shape.biases), shape.outputs, 0.0f);
  }
}

}  // namespace

std::vector<float> UpdateMade::apply(const StepFile& file, std::span<const float> gradients) {
  const Network& network = file.network;
  std::vector<float> used(network.parameter_capacity(), 0.0f), updates(used.size(), 0.0f);
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    used[i] = gradients[i] + decay * network.data()[i];
  }
  optimizer->compute(settings, network.data(), used.data(), state, updates.data(),
                     static_cast<int>(updates.size()));
  updates.resize(network.parameter_count());
  clear_missing(file, updates);
  return updates;
}

StepReplay replay_step(const StepFile& file) {
  StepReplay replay{.file = &file, .batch = {}, .loss = 0, .gradients = {}, .updates = {}};
  Workspace& batch = replay.batch;
  const Kernels& kernels = fast_kernels();
  batch.reserve(file.network, file.samples);
  fill_columns(file.inputs, file.samples, batch.stride, batch.inputs);
  fill_columns(file.targets, file.samples, batch.stride, batch.targets);
  forward(file.network, batch, kernels);
  compute_loss(file.network, *file.loss, batch);
  backward(file.network, *file.loss, batch, kernels);
  compute_gradients(file.network, batch, kernels);
  replay.loss = file.loss_factor * batch.loss;
  const auto count = static_cast<std::ptrdiff_t>(file.network.parameter_count());
  replay.gradients.assign(batch.data_gradients.begin(), batch.data_gradients.begin() + count);
  for (float& gradient : replay.gradients) gradient *= file.loss_factor;
  clear_missing(file, replay.gradients);
  if (file.optimizer != nullptr) {
    replay.updates = UpdateMade(file).apply(file, replay.gradients_used());
  }
  return replay;
}

}  // namespace backprop
