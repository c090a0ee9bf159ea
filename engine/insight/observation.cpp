#include "engine/insight/observation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/math/norm.h"
#include "engine/math/simd.h"
#include "engine/run/training_set.h"

namespace backprop {
namespace {

constexpr float kFlat = 1e-3F;  // a slope below this share of the steepest one counts as none

// Of a gradient with what the penalty adds to it.
double norm_with_penalty(const Experiment& settings, std::span<const float> weights,
                         std::span<const float> gradients) {
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double slope =
        static_cast<double>(gradients[i]) + static_cast<double>(settings.regularization->gradient(
                                                settings.regularization_rate, weights[i]));
    sum += slope * slope;
  }
  return std::sqrt(sum);
}

// The steepest slope of an activation, looked for where all of them have theirs.
float steepest_slope(const Activation& activation) {
  float steepest = 0;
  for (float z = -4; z <= 4; z += 0.125F) {
    steepest = std::max(steepest, std::fabs(activation.slope(z, activation.value(z))));
  }
  return steepest;
}

// Whether it levels off on both sides, as tanh does. One that is flat on one side only is not
// saturated there but switched off, which is how ReLU works.
bool can_saturate(const Activation& activation) {
  constexpr float kFar = 30;
  const auto flat = [&](float z) {
    return std::fabs(activation.slope(z, activation.value(z))) < kFlat;
  };
  return flat(-kFar) && flat(kFar);
}

std::span<const float> row(const std::vector<float>& values, int neuron, const Workspace& batch) {
  return std::span(values).subspan(
      static_cast<std::size_t>(neuron) * static_cast<std::size_t>(batch.stride),
      static_cast<std::size_t>(batch.samples));
}

NeuronHealth health_of(std::span<const float> slopes, std::span<const float> activations,
                       float threshold, bool saturates) {
  const auto count = static_cast<float>(slopes.size());
  std::size_t flat = 0;
  float steepest = 0;
  double sum = 0, squares = 0;
  for (std::size_t s = 0; s < slopes.size(); ++s) {
    flat += std::fabs(slopes[s]) < threshold ? 1 : 0;
    steepest = std::max(steepest, std::fabs(slopes[s]));
    const double a = static_cast<double>(activations[s]);
    sum += a;
    squares += a * a;
  }
  const double mean = sum / static_cast<double>(count);
  const double variance = std::max(0.0, squares / static_cast<double>(count) - mean * mean);
  const float share = static_cast<float>(flat) / count;
  return {share,
          static_cast<float>(mean),
          static_cast<float>(std::sqrt(variance)),
          flat == slopes.size(),
          saturates && share > 0.5F,
          steepest};
}

// φ′(z) of every neuron and sample of a layer.
std::vector<float> slopes_of(const Activation& activation, const Workspace::Layer& layer,
                             int count) {
  std::vector<float> slopes(static_cast<std::size_t>(count), 1.0F);
  if (!activation.output_only) {
    activation.backward(layer.z.data(), layer.a.data(), slopes.data(), slopes.data(), count);
  }
  return slopes;
}

std::vector<std::vector<NeuronHealth>> health_in(const Network& network, const Workspace& batch) {
  std::vector<std::vector<NeuronHealth>> health;
  for (int l = 0; l < network.layer_count(); ++l) {
    const Network::Layer& shape = network.layer(l);
    const Workspace::Layer& layer = batch.layers[static_cast<std::size_t>(l)];
    std::vector<NeuronHealth>& neurons = health.emplace_back();
    if (batch.samples == 0) {
      neurons.assign(static_cast<std::size_t>(shape.outputs),
                     NeuronHealth{0, 0, 0, false, false, 0});
      continue;
    }
    const std::vector<float> slopes =
        slopes_of(*shape.activation, layer, shape.outputs * batch.stride);
    const float threshold =
        shape.activation->output_only ? 0 : kFlat * steepest_slope(*shape.activation);
    const bool saturates = can_saturate(*shape.activation);
    for (int j = 0; j < shape.outputs; ++j) {
      neurons.push_back(
          health_of(row(slopes, j, batch), row(layer.a, j, batch), threshold, saturates));
    }
  }
  return health;
}

// Shares of outputs whose slope is flat, and of those that are nearer to another target than
// theirs. Losses on logits do not use the slope, so there flatness does no harm: both are zero.
void observe_output(const Trainer& trainer, const Workspace& batch, Observation& observation) {
  observation.output_flat_share = observation.output_wrong_share = 0;
  const Activation& activation = *trainer.network().layers().back().activation;
  if (is_on_logits(trainer.loss(), activation) || activation.output_only || batch.samples == 0) {
    return;
  }
  const Workspace::Layer& layer = batch.layers.back();
  const int outputs = trainer.network().output_count();
  const std::vector<float> slopes = slopes_of(activation, layer, outputs * batch.stride);
  const float threshold = kFlat * steepest_slope(activation);
  const float far = (trainer.experiment().target_high - trainer.experiment().target_low) / 2;
  int flat = 0, wrong = 0;
  for (int k = 0; k < outputs; ++k) {
    const auto slope = row(slopes, k, batch), a = row(layer.a, k, batch),
               target = row(batch.targets, k, batch);
    for (std::size_t s = 0; s < slope.size(); ++s) {
      if (std::fabs(slope[s]) >= threshold) continue;
      ++flat;
      wrong += std::fabs(a[s] - target[s]) > far ? 1 : 0;
    }
  }
  const double all = static_cast<double>(outputs) * batch.samples;
  observation.output_flat_share = flat / all;
  observation.output_wrong_share = wrong / all;
}

bool all_alike(const Workspace& batch, int inputs) {
  for (int i = 0; i < inputs; ++i) {
    for (int s = 1; s < batch.samples; ++s) {
      if (batch.input(i, s) != batch.input(i, 0)) return false;
    }
  }
  return true;
}

double spread_of_output(const Network& network, const Workspace& batch) {
  if (all_alike(batch, network.input_count())) return std::nan("");
  double largest = 0;
  for (int k = 0; k < network.output_count(); ++k) {
    const auto z = row(batch.layers.back().z, k, batch);
    const auto [low, high] = std::ranges::minmax(z);
    const double size =
        std::max({1.0, std::fabs(static_cast<double>(low)), std::fabs(static_cast<double>(high))});
    largest = std::max(largest, (static_cast<double>(high) - static_cast<double>(low)) / size);
  }
  return largest;
}

// The side of the middle for one output, else the greatest.
void count_classes(const Trainer& trainer, const Workspace& batch, Observation& observation) {
  if (trainer.experiment().problem != Problem::kClassification) return;
  const int outputs = trainer.network().output_count(), last = observation.last();
  const float middle = trainer.experiment().target_middle();
  const auto classes = static_cast<std::size_t>(std::max(2, outputs));
  observation.predicted.assign(classes, 0);
  observation.actual.assign(classes, 0);
  for (int s = 0; s < batch.samples; ++s) {
    std::size_t best = 0;
    if (outputs == 1) {
      best = batch.a(last, 0, s) > middle ? 1 : 0;
    } else {
      for (int k = 1; k < outputs; ++k) {
        if (batch.a(last, k, s) > batch.a(last, static_cast<int>(best), s)) {
          best = static_cast<std::size_t>(k);
        }
      }
    }
    ++observation.predicted[best];
    const float label = trainer.data().train()[static_cast<std::size_t>(s)].label;
    if (label >= 0 && label < static_cast<float>(classes)) {
      ++observation.actual[static_cast<std::size_t>(label)];
    }
  }
}

}  // namespace

int observed_points(const Network& network) {
  constexpr std::size_t kProducts = 4'000'000, kFewest = 128, kMost = 2048;
  return static_cast<int>(std::clamp(kProducts / network.parameter_count(), kFewest, kMost));
}

Observation observe(const Trainer& trainer, std::span<const StepStatistics> history) {
  const Network& network = trainer.network();
  Observation observation{trainer, history, 0, {}, {}, 0, 0};
  Workspace batch;
  load_training_set(trainer, observed_points(network), batch);
  const Kernels& kernels = fast_kernels();
  if (batch.samples > 0) {
    forward(network, batch, kernels);
    compute_loss(network, trainer.loss(), batch);
    backward(network, trainer.loss(), batch, kernels);
    compute_gradients(network, batch, kernels);
  }
  observation.loss = static_cast<double>(batch.loss);
  for (const float input : batch.inputs) {
    observation.largest_input =
        std::max(observation.largest_input, std::fabs(static_cast<double>(input)));
  }
  for (int l = 0; l < network.layer_count(); ++l) {
    const Network::Layer& layer = network.layer(l);
    const std::span<const float> gradients(batch.data_gradients);
    const std::span<const float> deltas(batch.layers[static_cast<std::size_t>(l)].delta);
    const auto cells =
        static_cast<std::size_t>(layer.outputs) * static_cast<std::size_t>(batch.stride);
    const auto slopes = gradients.subspan(layer.weights, layer.biases - layer.weights);
    observation.layers.push_back(
        {norm(network.weights(l)), norm(slopes),
         norm(deltas.first(cells)) /
             std::sqrt(std::max(1.0, static_cast<double>(layer.outputs) * batch.samples)),
         norm_with_penalty(trainer.experiment(), network.weights(l), slopes)});
  }
  observation.health = health_in(network, batch);
  observe_output(trainer, batch, observation);
  observation.output_spread = spread_of_output(network, batch);
  count_classes(trainer, batch, observation);
  observation.gradients = std::move(batch.data_gradients);
  return observation;
}

std::vector<std::vector<NeuronHealth>> neuron_health(const Trainer& trainer) {
  Workspace batch;
  load_training_set(trainer, observed_points(trainer.network()), batch);
  if (batch.samples > 0) forward(trainer.network(), batch, fast_kernels());
  return health_in(trainer.network(), batch);
}

}  // namespace backprop
