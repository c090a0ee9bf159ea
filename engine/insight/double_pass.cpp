#include "engine/insight/double_pass.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace backprop {
namespace {

double activate(const Activation& activation, double z) {
  return activation.output_only ? z : activation.value_double(z);
}

}  // namespace

DoublePass::DoublePass(const Network& network, const Loss& loss, const Workspace& workspace,
                       std::vector<double> parameters)
    : network_(network),
      loss_function_(loss),
      workspace_(workspace),
      parameters_(std::move(parameters)),
      samples_(workspace.samples) {
  for (int i = 0; i < network.input_count(); ++i) {
    for (int s = 0; s < samples_; ++s) {
      inputs_.push_back(static_cast<double>(workspace.input(i, s)));
    }
  }
  for (const Network::Layer& layer : network.layers()) {
    const auto size = static_cast<std::size_t>(layer.outputs) * static_cast<std::size_t>(samples_);
    layers_.push_back({std::vector<double>(size), std::vector<double>(size)});
  }
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    weighted_sums(layer, layers_);
    for (int j = 0; j < network.layer(layer).outputs; ++j) {
      activate_row(layer, j, layers_[static_cast<std::size_t>(layer)]);
    }
  }
  moved_ = layers_;
}

double DoublePass::mask(int layer, int neuron, int sample) const {
  return static_cast<double>(workspace_.mask(layer, neuron, sample));
}

// z[j][s] = b[j] + Σᵢ w[j][i]·a[i][s]; the inputs of the first layer never move.
void DoublePass::weighted_sums(int layer, std::vector<Layer>& layers) const {
  const Network::Layer& shape = network_.layer(layer);
  const double* inputs =
      layer == 0 ? inputs_.data() : layers[static_cast<std::size_t>(layer - 1)].a.data();
  const double* weight = parameters_.data() + shape.weights;
  const auto samples = static_cast<std::size_t>(samples_);
  for (int j = 0; j < shape.outputs; ++j) {
    double* z = layers[static_cast<std::size_t>(layer)].z.data() + at(j, 0);
    std::fill_n(z, samples, parameters_[shape.biases + static_cast<std::size_t>(j)]);
    const double* a = inputs;
    for (int i = 0; i < shape.inputs; ++i, a += samples) {
      const double w = *weight++;
      for (std::size_t s = 0; s < samples; ++s) z[s] += w * a[s];
    }
  }
}

void DoublePass::activate_row(int layer, int neuron, Layer& values) const {
  const Activation& activation = *network_.layer(layer).activation;
  for (int s = 0; s < samples_; ++s) {
    const std::size_t i = at(neuron, s);
    values.a[i] = mask(layer, neuron, s) * activate(activation, values.z[i]);
  }
}

bool DoublePass::crosses_kink(int layer, int neuron, const Layer& values) const {
  const Activation& activation = *network_.layer(layer).activation;
  const std::span<const double> kinks = activation.kinks;
  for (int s = 0; s < samples_; ++s) {
    if (mask(layer, neuron, s) == 0) continue;  // dropped: what it does is not seen
    const double used = static_cast<double>(workspace_.z(layer, neuron, s));
    for (const double kink : kinks) {
      if ((values.z[at(neuron, s)] > kink) != (used > kink)) return true;
    }
  }
  return false;
}

double DoublePass::loss_at(const std::vector<Layer>& layers) const {
  std::vector<double> z(static_cast<std::size_t>(network_.output_count()));
  double sum = 0;
  for (int s = 0; s < samples_; ++s) {
    for (std::size_t k = 0; k < z.size(); ++k) {
      z[k] = layers.back().z[at(static_cast<int>(k), s)];
    }
    sum += sample_loss(z, s);
  }
  return sum / samples_;
}

double DoublePass::sample_loss(const std::vector<double>& z, int sample) const {
  const Activation& head = *network_.layers().back().activation;
  std::vector<double> a(z), target(z);
  for (std::size_t k = 0; k < z.size(); ++k) {
    target[k] =
        static_cast<double>(workspace_.targets[k * static_cast<std::size_t>(workspace_.stride) +
                                               static_cast<std::size_t>(sample)]);
    a[k] = activate(head, z[k]);
  }
  if (head.output_only) {
    const double largest = *std::max_element(z.begin(), z.end());
    double total = 0;
    for (std::size_t k = 0; k < z.size(); ++k) total += a[k] = std::exp(z[k] - largest);
    for (double& value : a) value /= total;
  }
  return functions_of(loss_function_, head)
      .value_double(z.data(), a.data(), target.data(), static_cast<int>(z.size()));
}

// δ of every output and sample by differences, then back through slopes that are differences too:
// nothing of the engine's own derivatives. `noise` adds what float rounds off: to every slope,
// which is often a small rest of numbers near 1 (tanh's 1 − a², ELU's a + 1), and to every δ.
std::vector<double> DoublePass::gradient(Random& noise) const {
  constexpr double kLastPlaces = 2 * 0x1p-24;
  const auto shaken = [&](double size) { return size * noise.uniform(-kLastPlaces, kLastPlaces); };
  const auto step_at = [](double z) { return 1e-6 * std::max(1.0, std::fabs(z)); };
  const int last = network_.layer_count() - 1;
  std::vector<double> gradients(parameters_.size()), delta, below;
  delta.resize(static_cast<std::size_t>(network_.output_count() * samples_));
  std::vector<double> z(static_cast<std::size_t>(network_.output_count()));
  for (int s = 0; s < samples_; ++s) {
    for (std::size_t k = 0; k < z.size(); ++k) z[k] = layers_.back().z[at(static_cast<int>(k), s)];
    for (std::size_t k = 0; k < z.size(); ++k) {
      const double here = z[k], h = step_at(here);
      z[k] = here + h;
      const double right = sample_loss(z, s);
      z[k] = here - h;
      const double slope = (right - sample_loss(z, s)) / (2 * h);
      z[k] = here;
      delta[at(static_cast<int>(k), s)] = slope + shaken(slope);
    }
  }
  for (int l = last;; --l) {
    const Network::Layer& shape = network_.layer(l);
    below.assign(static_cast<std::size_t>(shape.inputs * samples_), 0.0);
    for (int j = 0; j < shape.outputs; ++j) {
      for (int s = 0; s < samples_; ++s) {
        const double d = delta[at(j, s)];
        gradients[network_.bias_index(l, j)] += d / samples_;
        for (int i = 0; i < shape.inputs; ++i) {
          const std::size_t w = network_.weight_index(l, j, i);
          gradients[w] += d * input(l, i, s) / samples_;
          below[at(i, s)] += d * parameters_[w];
        }
      }
    }
    if (l == 0) return gradients;
    const Activation& activation = *network_.layer(l - 1).activation;
    delta.resize(below.size());
    for (int i = 0; i < shape.inputs; ++i) {
      for (int s = 0; s < samples_; ++s) {
        const double at_z = layers_[static_cast<std::size_t>(l - 1)].z[at(i, s)], h = step_at(at_z);
        const double slope =
            (activate(activation, at_z + h) - activate(activation, at_z - h)) / (2 * h);
        const double d = below[at(i, s)] * mask(l - 1, i, s);
        // Where it is flat or straight, φ′ is 0 or 1 exactly.
        const bool exact = slope == 0 || std::fabs(slope - 1) < 1e-8;
        delta[at(i, s)] = d * (slope + (exact ? 0 : shaken(1))) + shaken(d * slope);
      }
    }
  }
}

double DoublePass::reach(const ParameterPlace& place) const {
  double largest = place.is_bias() ? 1 : 0;
  for (int s = 0; s < samples_ && !place.is_bias(); ++s) {
    largest = std::max(largest, std::fabs(input(place.layer, place.input, s)));
  }
  return largest;
}

double DoublePass::moved_loss(const ParameterPlace& place, double move, bool& kink) {
  const auto [layer, output, input_neuron] = place;
  const auto first = static_cast<std::size_t>(layer);
  // In its own layer the parameter moves one neuron, by move·input (1 for a bias) …
  Layer& own = moved_[first];
  own = layers_[first];
  for (int s = 0; s < samples_; ++s) {
    own.z[at(output, s)] += move * (input_neuron < 0 ? 1.0 : input(layer, input_neuron, s));
  }
  activate_row(layer, output, own);
  kink = kink || crosses_kink(layer, output, own);
  // … and from there on everything.
  for (int l = layer + 1; l < network_.layer_count(); ++l) {
    Layer& values = moved_[static_cast<std::size_t>(l)];
    if (l == layer + 1) {  // only one of its inputs has moved
      values.z = layers_[static_cast<std::size_t>(l)].z;
      for (int j = 0; j < network_.layer(l).outputs; ++j) {
        const double weight = parameter(network_.weight_index(l, j, output));
        for (int s = 0; s < samples_; ++s) {
          values.z[at(j, s)] += weight * (own.a[at(output, s)] - layers_[first].a[at(output, s)]);
        }
      }
    } else {
      weighted_sums(l, moved_);
    }
    for (int j = 0; j < network_.layer(l).outputs; ++j) {
      activate_row(l, j, values);
      kink = kink || crosses_kink(l, j, values);
    }
  }
  return loss_at(moved_);
}

}  // namespace backprop
