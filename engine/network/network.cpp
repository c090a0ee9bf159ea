#include "engine/network/network.h"

#include <algorithm>
#include <cassert>

#include "engine/math/simd.h"
#include "engine/parts/initializer.h"

namespace backprop {

Network::Network(int inputs, std::span<const LayerSpec> layers) : inputs_(inputs) {
  assert(inputs > 0 && !layers.empty());
  layers_.reserve(layers.size());
  std::size_t offset = 0;
  for (const LayerSpec& spec : layers) {
    assert(spec.neurons > 0 && spec.activation);
    const auto outputs = static_cast<std::size_t>(spec.neurons);
    const std::size_t biases = offset + outputs * static_cast<std::size_t>(inputs);
    layers_.push_back({inputs, spec.neurons, spec.activation, offset, biases});
    offset = biases + outputs;
    inputs = spec.neurons;
  }
  parameter_count_ = offset;
  parameters_.assign(static_cast<std::size_t>(padded(static_cast<int>(offset))), 0.0f);
}

std::span<const float> Network::weights(int index) const {
  const Layer& l = layer(index);
  return {parameters_.data() + l.weights, l.biases - l.weights};
}

std::span<const float> Network::biases(int index) const {
  const Layer& l = layer(index);
  return {parameters_.data() + l.biases, static_cast<std::size_t>(l.outputs)};
}

std::size_t Network::weight_index(int index, int output, int input) const {
  const Layer& l = layer(index);
  assert(output >= 0 && output < l.outputs && input >= 0 && input < l.inputs);
  return l.weights + static_cast<std::size_t>(output) * static_cast<std::size_t>(l.inputs) +
         static_cast<std::size_t>(input);
}

std::size_t Network::bias_index(int index, int output) const {
  const Layer& l = layer(index);
  assert(output >= 0 && output < l.outputs);
  return l.biases + static_cast<std::size_t>(output);
}

ParameterPlace Network::place(std::size_t parameter) const {
  assert(parameter < parameter_count_);
  int index = layer_count() - 1;
  while (index > 0 && layer(index).weights > parameter) --index;
  const Layer& l = layer(index);
  if (parameter >= l.biases) return {index, static_cast<int>(parameter - l.biases), -1};
  const std::size_t offset = parameter - l.weights;
  const auto inputs = static_cast<std::size_t>(l.inputs);
  return {index, static_cast<int>(offset / inputs), static_cast<int>(offset % inputs)};
}

bool Network::is_weight(std::size_t parameter) const {
  for (const Layer& l : layers_) {
    if (parameter >= l.weights && parameter < l.biases) return true;
  }
  return false;
}

void Network::clear_biases(float* parameters) const {
  for (const Layer& l : layers_) std::fill_n(parameters + l.biases, l.outputs, 0.0f);
}

void Network::initialize(const Initializer& initializer, float scale, Random& random) {
  for (const Layer& l : layers_) {
    initializer.fill({data() + l.weights, l.biases - l.weights}, l.inputs, l.outputs, scale,
                     random);
    std::fill_n(data() + l.biases, l.outputs, initializer.bias);
  }
}

}  // namespace backprop
