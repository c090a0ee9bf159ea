#include "engine/compare_step/step_tensor.h"

#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/math/math.h"

namespace backprop {
namespace {

using Kind = HandPlace::Kind;

float largest(std::span<const float> numbers) {
  float most = 0;
  for (const float number : numbers) most = std::max(most, std::fabs(number));
  return most;
}

void allow(StepTensor& tensor) {
  const float most = std::max({largest(tensor.right), kStepFloor});
  tensor.allowed.assign(tensor.right.size(), kStepTolerance * most);
}

// --- forward -------------------------------------------------------------------------------------

float log_of_softmax(const StepReplay& replay, int neuron, int sample) {
  const int last = replay.file->network.layer_count() - 1;
  const auto z = [&](int k) { return static_cast<double>(replay.batch.z(last, k, sample)); };
  double most = z(0), sum = 0;
  for (int k = 1; k < replay.file->network.output_count(); ++k) most = std::max(most, z(k));
  for (int k = 0; k < replay.file->network.output_count(); ++k) sum += math::exp(z(k) - most);
  return static_cast<float>(z(neuron) - most - math::log(sum));
}

float output_of(const StepReplay& replay, const StepModule& module, int neuron, int sample) {
  const Workspace& batch = replay.batch;
  if (module.layer < 0) return batch.input(neuron, sample);
  switch (module.kind) {
    case StepModule::Kind::kLinear:
      return batch.z(module.layer, neuron, sample);
    case StepModule::Kind::kLogSoftmax:
      return log_of_softmax(replay, neuron, sample);
    default:
      return batch.a(module.layer, neuron, sample);
  }
}

// What an Identity gives is what was there before it, compared already.
bool has_numbers_of_its_own(const StepModule& module) {
  return module.kind != StepModule::Kind::kIdentity;
}

void add_outputs(const StepReplay& replay, std::vector<StepTensor>& tensors) {
  const StepFile& file = *replay.file;
  for (std::size_t m = 0; m < file.outputs.size(); ++m) {
    const StepModule& module = file.modules[m];
    if (!has_numbers_of_its_own(module)) continue;
    StepTensor tensor{
        .kind = module.kind == StepModule::Kind::kLinear ? Kind::kSum : Kind::kActivation,
        .name = "outputs[" + count_text(m) + "]",
        .layer = module.layer,
        .logarithms = module.kind == StepModule::Kind::kLogSoftmax,
        .columns = static_cast<std::size_t>(file.network.layer(module.layer).outputs),
        .given = file.outputs[m]};
    for (int s = 0; s < file.samples; ++s) {
      for (int k = 0; k < file.network.layer(module.layer).outputs; ++k) {
        tensor.right.push_back(output_of(replay, module, k, s));
      }
    }
    allow(tensor);
    tensors.push_back(std::move(tensor));
  }
}

void add_loss(const StepReplay& replay, std::vector<StepTensor>& tensors) {
  if (!replay.file->loss_value) return;
  StepTensor tensor{.kind = Kind::kLoss,
                    .name = "loss_value",
                    .layer = replay.file->network.layer_count() - 1,
                    .given = {*replay.file->loss_value},
                    .right = {replay.loss}};
  allow(tensor);
  tensors.push_back(std::move(tensor));
}

// --- gradients and weights -----------------------------------------------------------------------

// The tensor of a layer's weights or biases, with the numbers of a list laid out as parameters.
StepTensor parameter_tensor(const StepFile& file, Kind kind, int layer, bool bias,
                            const std::vector<float>& given) {
  const Network::Layer& shape = file.network.layer(layer);
  const auto outputs = static_cast<std::size_t>(shape.outputs);
  const auto columns = bias ? std::size_t{0} : static_cast<std::size_t>(shape.inputs);
  StepTensor tensor{.kind = kind,
                    .name = std::string(kind == Kind::kGradient ? "gradients." : "weights_after.") +
                            file.layer_name(layer) + (bias ? ".bias" : ".weight"),
                    .layer = layer,
                    .bias = bias,
                    .columns = columns,
                    .begin = bias ? shape.biases : shape.weights};
  const auto from = given.begin() + static_cast<std::ptrdiff_t>(tensor.begin);
  const std::size_t count = bias ? outputs : outputs * columns;
  tensor.given.assign(from, from + static_cast<std::ptrdiff_t>(count));
  return tensor;
}

std::vector<float> part_of(std::span<const float> parameters, const StepTensor& tensor) {
  const auto part = parameters.subspan(tensor.begin, tensor.given.size());
  return {part.begin(), part.end()};
}

bool has_tensor(const StepFile& file, int layer, bool bias) {
  return !bias || file.has_bias[static_cast<std::size_t>(layer)];
}

// From the last layer back, as they come about: a wrong one is the first where it arises.
void add_gradients(const StepReplay& replay, std::vector<StepTensor>& tensors) {
  const StepFile& file = *replay.file;
  if (file.gradients.empty()) return;
  for (int layer = file.network.layer_count() - 1; layer >= 0; --layer) {
    for (const bool bias : {false, true}) {
      if (!has_tensor(file, layer, bias)) continue;
      StepTensor tensor = parameter_tensor(file, Kind::kGradient, layer, bias, file.gradients);
      tensor.right = part_of(replay.gradients, tensor);
      allow(tensor);
      tensors.push_back(std::move(tensor));
    }
  }
}

// How far Δw may be off for gradients that are rounded: nothing where they are the file's own.
std::vector<float> allowed_by_gradients(const StepReplay& replay) {
  const StepFile& file = *replay.file;
  std::vector<float> allowed(file.network.parameter_count(), 0.0f);
  if (!file.gradients.empty()) return allowed;
  for (const float sign : {-1.0f, 1.0f}) {
    std::vector<float> moved = replay.gradients;
    const float most = std::max(largest(moved), kStepFloor);
    for (float& gradient : moved) gradient += sign * kStepTolerance * most;
    const std::vector<float> updates = UpdateMade(file).apply(file, moved);
    for (std::size_t i = 0; i < allowed.size(); ++i) {
      allowed[i] = std::max(allowed[i], std::fabs(updates[i] - replay.updates[i]));
    }
  }
  return allowed;
}

void add_weights(const StepReplay& replay, std::vector<StepTensor>& tensors) {
  const StepFile& file = *replay.file;
  if (file.after.empty()) return;
  const std::vector<float> rounded = allowed_by_gradients(replay);
  for (int layer = 0; layer < file.network.layer_count(); ++layer) {
    for (const bool bias : {false, true}) {
      if (!has_tensor(file, layer, bias)) continue;
      StepTensor tensor = parameter_tensor(file, Kind::kNew, layer, bias, file.after);
      const std::vector<float> updates = part_of(replay.updates, tensor);
      const float most = largest(updates);
      for (std::size_t i = 0; i < updates.size(); ++i) {
        const float before = file.network.parameters()[tensor.begin + i];
        tensor.right.push_back(before + updates[i]);
        const float weight = std::max(std::fabs(before), std::fabs(tensor.right.back()));
        tensor.allowed.push_back(kUpdateTolerance * std::fabs(updates[i]) + kUpdateFloor * most +
                                 kWeightTolerance * weight + rounded[tensor.begin + i]);
      }
      tensors.push_back(std::move(tensor));
    }
  }
}

}  // namespace

bool StepTensor::agrees(std::size_t cell) const {
  return std::fabs(given[cell] - right[cell]) <= allowed[cell];
}

bool StepTensor::agrees() const {
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (!agrees(i)) return false;
  }
  return true;
}

float StepTensor::allowed_of(std::size_t cell, float other, float most) const {
  if (kind != Kind::kNew) return std::max(1.0f, most) * allowed[cell];
  return allowed[cell] + kUpdateTolerance * std::fabs(other - right[cell]) +
         kWeightTolerance * std::fabs(other);
}

bool StepTensor::agrees_with(std::span<const float> others) const {
  const float most = largest(others) / std::max(largest(right), kStepFloor);
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (!(std::fabs(given[i] - others[i]) <= allowed_of(i, others[i], most))) return false;
  }
  return true;
}

std::string StepTensor::cell_text(std::size_t cell) const {
  if (kind == Kind::kLoss) return {};
  if (columns == 0) return '[' + count_text(cell) + ']';
  return '[' + count_text(cell / columns) + "][" + count_text(cell % columns) + ']';
}

HandPlace StepTensor::place(std::size_t cell) const {
  HandPlace place{.kind = kind, .layer = layer};
  if (kind == Kind::kLoss) return place;
  const std::size_t row = columns == 0 ? cell : cell / columns;
  const std::size_t column = columns == 0 ? 0 : cell % columns;
  if (place.is_parameter()) {
    place.neuron = static_cast<int>(row);
    place.input = bias ? -1 : static_cast<int>(column);
  } else {
    place.neuron = static_cast<int>(column);
    place.sample = static_cast<int>(row);
  }
  return place;
}

std::vector<StepTensor> step_tensors(const StepReplay& replay) {
  std::vector<StepTensor> tensors;
  add_outputs(replay, tensors);
  add_loss(replay, tensors);
  add_gradients(replay, tensors);
  add_weights(replay, tensors);
  return tensors;
}

}  // namespace backprop
