// A fully connected network: shapes, activations and all parameters in one contiguous buffer.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/math/random.h"
#include "engine/parts/activation.h"

namespace backprop {

struct Initializer;

struct LayerSpec {
  int neurons;
  const Activation* activation;
};

// Where a parameter sits, counted from 0: a weight leads from `input` (a neuron of the layer
// before, or a feature) to neuron `output` of its layer.
struct ParameterPlace {
  int layer = 0;
  int output = 0;
  int input = -1;  // −1 for a bias

  bool is_bias() const { return input < 0; }
  friend bool operator==(const ParameterPlace&, const ParameterPlace&) = default;
};

// Layers count from 0 after the inputs; the last one is the output.
class Network {
 public:
  struct Layer {
    int inputs;
    int outputs;
    const Activation* activation;
    std::size_t weights;  // offset of the weights [output][input] in the parameter buffer
    std::size_t biases;   // offset of the biases [output]
  };

  Network() = default;
  // At least one input, one layer, and one neuron a layer. All parameters zero.
  Network(int inputs, std::span<const LayerSpec> layers);

  int input_count() const { return inputs_; }
  int output_count() const { return layers_.back().outputs; }
  int layer_count() const { return static_cast<int>(layers_.size()); }
  const Layer& layer(int index) const { return layers_[static_cast<std::size_t>(index)]; }
  std::span<const Layer> layers() const { return layers_; }

  // Layer by layer: weights, then biases. parameter_count() numbers; the buffer itself is padded
  // with zeros to whole vectors (parameter_capacity()).
  std::size_t parameter_count() const { return parameter_count_; }
  std::size_t parameter_capacity() const { return parameters_.size(); }
  std::span<float> parameters() { return {parameters_.data(), parameter_count_}; }
  std::span<const float> parameters() const { return {parameters_.data(), parameter_count_}; }
  float* data() { return parameters_.data(); }
  const float* data() const { return parameters_.data(); }

  // index is a layer's.
  std::span<const float> weights(int index) const;  // [output][input]
  std::span<const float> biases(int index) const;   // [output]
  std::size_t weight_index(int index, int output, int input) const;
  std::size_t bias_index(int index, int output) const;
  // The way back: `parameter` is below parameter_count().
  ParameterPlace place(std::size_t parameter) const;
  bool is_weight(std::size_t parameter) const;  // else it is a bias

  // Those of a buffer laid out as the parameters become zero; by itself the network's own.
  void clear_biases(float* parameters) const;
  void clear_biases() { clear_biases(data()); }

  // Draws new parameters, layer by layer; scale ≥ 0 multiplies the weights, not the biases.
  void initialize(const Initializer& initializer, float scale, Random& random);

 private:
  int inputs_ = 0;
  std::vector<Layer> layers_;
  std::size_t parameter_count_ = 0;
  std::vector<float> parameters_;
};

}  // namespace backprop
