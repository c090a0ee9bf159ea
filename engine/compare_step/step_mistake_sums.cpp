#include "engine/compare_step/step_mistake_sums.h"

namespace backprop::step_mistake_sums {
namespace {

using Kind = HandPlace::Kind;
using List = std::vector<float>;

const Network& network_of(const StepReplay& replay) { return replay.file->network; }

// The right loss or gradients, each number times a factor.
List times(const StepReplay& replay, const StepTensor& tensor, float factor) {
  List numbers = tensor.kind == Kind::kLoss ? List{replay.loss} : replay.gradients;
  for (float& number : numbers) number *= factor;
  return numbers;
}

// δ of the hidden layers from that of the output, and the gradients of it all.
List gradients_from_output(const StepReplay& replay, Workspace& batch) {
  const Network& network = network_of(replay);
  for (int l = network.layer_count() - 2; l >= 0; --l) {
    const Network::Layer& next = network.layer(l + 1);
    auto& layer = batch.layers[static_cast<std::size_t>(l)];
    fast_kernels().input_gradients(network.data() + next.weights,
                                   batch.layers[static_cast<std::size_t>(l) + 1].delta.data(),
                                   layer.delta.data(), next.inputs, next.outputs, batch.stride);
    activate_backward(*network.layer(l).activation, layer.z.data(), layer.a.data(),
                      layer.delta.data(), layer.delta.data(), next.inputs, batch.stride);
  }
  compute_gradients(network, batch, fast_kernels());
  List gradients(
      batch.data_gradients.begin(),
      batch.data_gradients.begin() + static_cast<std::ptrdiff_t>(network.parameter_count()));
  for (float& gradient : gradients) gradient *= replay.file->loss_factor;
  return gradients;
}

// How many numbers a loss can be a mean of: samples, outputs, both.
float count_of(const StepReplay& replay, int variant) {
  const auto samples = static_cast<float>(replay.file->samples);
  const auto outputs = static_cast<float>(network_of(replay).output_count());
  return variant == 0 ? samples : variant == 1 ? outputs : samples * outputs;
}

bool is_squares(const StepReplay& replay) {
  const LossSpelling& spelling = replay.file->loss->spelling;
  return spelling.squares && spelling.term.empty();
}

// Every target for every output is the batch once for each sample, with the targets moved on.
constexpr double kMostWork = 2e8;

bool can_spread(const StepReplay& replay) {
  const StepFile& file = *replay.file;
  const double samples = file.samples;
  return file.flat_targets && file.samples > 1 && network_of(replay).output_count() == 1 &&
         !is_on_logits(*file.loss, *network_of(replay).layers().back().activation) &&
         samples * samples * static_cast<double>(network_of(replay).parameter_count()) < kMostWork;
}

}  // namespace

MistakenStep activation_twice(const StepReplay& replay, const StepTensor& tensor, int) {
  if (tensor.logarithms) return std::nullopt;
  const Network::Layer& shape = network_of(replay).layer(tensor.layer);
  const Workspace& batch = replay.batch;
  List again(static_cast<std::size_t>(shape.outputs * batch.stride));
  activate(*shape.activation, batch.layers[static_cast<std::size_t>(tensor.layer)].a.data(),
           again.data(), shape.outputs, batch.stride);
  List numbers;
  for (int s = 0; s < batch.samples; ++s) {
    for (int k = 0; k < shape.outputs; ++k) {
      numbers.push_back(again[static_cast<std::size_t>(k * batch.stride + s)]);
    }
  }
  return numbers;
}

MistakenStep output_twice(const StepReplay& replay, const StepTensor& tensor, int) {
  const StepFile& file = *replay.file;
  if (!file.output_twice) return std::nullopt;
  Workspace batch = replay.batch;
  Workspace::Layer& output = batch.layers.back();
  const Workspace::Layer right = output;
  const Network& network = network_of(replay);
  const Activation& phi = *network.layers().back().activation;
  output.z = right.a;
  activate(phi, right.a.data(), output.a.data(), network.output_count(), batch.stride);
  compute_loss(network, *file.loss, batch);
  if (tensor.kind == Kind::kLoss) return List{file.loss_factor * batch.loss};
  functions_of(*file.loss, phi)
      .gradient(output.z.data(), output.a.data(), batch.targets.data(), output.delta.data(),
                network.output_count(), batch.samples, batch.stride);
  activate_backward(phi, right.z.data(), right.a.data(), output.delta.data(), output.delta.data(),
                    network.output_count(), batch.stride);
  return gradients_from_output(replay, batch);
}

// Of NLLLoss: −a or −z of the class.
MistakenStep log_forgotten(const StepReplay& replay, const StepTensor&, int variant) {
  const StepFile& file = *replay.file;
  if (file.loss_type != "NLLLoss" || file.modules.back().kind == StepModule::Kind::kLogSoftmax) {
    return std::nullopt;
  }
  const Network& network = network_of(replay);
  const int last = network.layer_count() - 1, outputs = network.output_count();
  float sum = 0;
  for (int s = 0; s < file.samples; ++s) {
    for (int k = 0; k < outputs; ++k) {
      const float output = variant == 0 ? replay.batch.a(last, k, s) : replay.batch.z(last, k, s);
      sum -= file.targets[static_cast<std::size_t>(s * outputs + k)] * output;
    }
  }
  return List{file.loss_factor * sum / static_cast<float>(file.samples)};
}

MistakenStep targets_spread(const StepReplay& replay, const StepTensor& tensor, int) {
  const StepFile& file = *replay.file;
  if (!can_spread(replay)) return std::nullopt;
  Workspace batch = replay.batch;
  const Network& network = network_of(replay);
  const auto samples = static_cast<std::size_t>(file.samples);
  float loss = 0;
  List mean(network.parameter_count(), 0.0f);
  for (std::size_t shift = 0; shift < samples; ++shift) {
    for (std::size_t s = 0; s < samples; ++s) {
      batch.targets[s] = file.targets[(s + shift) % samples];
    }
    compute_loss(network, *file.loss, batch);
    backward(network, *file.loss, batch, fast_kernels());
    compute_gradients(network, batch, fast_kernels());
    loss += batch.loss / static_cast<float>(file.samples);
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] += batch.data_gradients[i] / static_cast<float>(file.samples);
    }
  }
  // A sum is one over all pairs.
  const float factor =
      file.loss_factor * (file.loss_sums ? static_cast<float>(file.samples) : 1.0f);
  if (tensor.kind == Kind::kLoss) return List{factor * loss};
  for (float& gradient : mean) gradient *= factor;
  return mean;
}

MistakenStep sum_for_mean(const StepReplay& replay, const StepTensor& tensor, int variant) {
  if (replay.file->loss_sums) return std::nullopt;
  return times(replay, tensor, count_of(replay, variant));
}

MistakenStep mean_for_sum(const StepReplay& replay, const StepTensor& tensor, int variant) {
  const bool is_sum = replay.file->loss_sums || !replay.file->loss->spelling.mean;
  if (!is_sum) return std::nullopt;
  return times(replay, tensor, 1 / count_of(replay, variant));
}

MistakenStep half_forgotten(const StepReplay& replay, const StepTensor& tensor, int) {
  if (!is_squares(replay) || replay.file->loss->spelling.factor != 0.5f) return std::nullopt;
  return times(replay, tensor, 2);
}

MistakenStep half_put_in(const StepReplay& replay, const StepTensor& tensor, int) {
  if (!is_squares(replay) || replay.file->loss->spelling.factor != 1) return std::nullopt;
  return times(replay, tensor, 0.5f);
}

MistakenStep wrong_sign(const StepReplay& replay, const StepTensor& tensor, int) {
  return times(replay, tensor, -1);
}

// With what .grad held before, or with those of the same batch once more.
MistakenStep not_cleared(const StepReplay& replay, const StepTensor& tensor, int variant) {
  const List& old = replay.file->old_gradients;
  if (variant == 1) return times(replay, tensor, 2);
  if (old.empty()) return std::nullopt;
  List sum = replay.gradients;
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += old[i];
  return sum;
}

MistakenStep transposed(const StepReplay& replay, const StepTensor& tensor, int) {
  const Network::Layer& shape = network_of(replay).layer(tensor.layer);
  if (tensor.bias || shape.inputs != shape.outputs || shape.inputs < 2) return std::nullopt;
  List numbers = replay.gradients;
  const auto width = static_cast<std::size_t>(shape.inputs);
  for (std::size_t j = 0; j < width; ++j) {
    for (std::size_t i = 0; i < width; ++i) {
      numbers[shape.weights + j * width + i] = replay.gradients[shape.weights + i * width + j];
    }
  }
  return numbers;
}

MistakenStep decay_in_gradient(const StepReplay& replay, const StepTensor&, int) {
  const float decay = replay.file->decay;
  if (decay == 0) return std::nullopt;
  List numbers = replay.gradients;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] += decay * network_of(replay).parameters()[i];
  }
  return numbers;
}

}  // namespace backprop::step_mistake_sums
