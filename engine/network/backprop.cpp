#include "engine/network/backprop.h"

#include <cassert>
#include <cstring>

#include "engine/math/simd.h"

namespace backprop {
namespace {

std::size_t area(int rows, int stride) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(stride);
}

// What the layers above index receive as their inputs.
const float* input_of(const Workspace& workspace, int layer) {
  return layer == 0 ? workspace.inputs.data()
                    : workspace.layers[static_cast<std::size_t>(layer) - 1].a.data();
}

// values ← values · m with m = 0 or `scale`; the product, so that a hidden one keeps its sign.
void mask(float* values, const std::uint8_t* kept, float scale, int count) {
  for (int i = 0; i < count; ++i) values[i] *= kept[i] != 0 ? scale : 0.0f;
}

}  // namespace

void Workspace::reserve(const Network& network, int largest) {
  capacity = largest;
  const int columns = padded(largest);
  inputs.assign(area(network.input_count(), columns), 0.0f);
  targets.assign(area(network.output_count(), columns), 0.0f);
  sample_loss.assign(area(1, columns), 0.0f);
  undropped.assign(area(1, columns), 0.0f);
  layers.resize(static_cast<std::size_t>(network.layer_count()));
  for (int l = 0; l < network.layer_count(); ++l) {
    Layer& layer = layers[static_cast<std::size_t>(l)];
    const std::size_t size = area(network.layer(l).outputs, columns);
    layer.z.assign(size, 0.0f);
    layer.a.assign(size, 0.0f);
    layer.delta.assign(size, 0.0f);
    layer.kept.clear();
  }
  const std::size_t parameters = network.parameter_capacity();
  data_gradients.assign(parameters, 0.0f);
  gradients.assign(parameters, 0.0f);
  updates.assign(parameters, 0.0f);
  parameters_used.assign(parameters, 0.0f);
  loss = 0;
  set_samples(largest);
}

void Workspace::set_samples(int count) {
  assert(count >= 0 && count <= capacity);
  samples = count;
  stride = padded(count);
}

float Workspace::input(int feature, int sample) const {
  return inputs[area(feature, stride) + static_cast<std::size_t>(sample)];
}

float Workspace::z(int layer, int neuron, int sample) const {
  return layers[static_cast<std::size_t>(layer)]
      .z[area(neuron, stride) + static_cast<std::size_t>(sample)];
}

float Workspace::a(int layer, int neuron, int sample) const {
  return layers[static_cast<std::size_t>(layer)]
      .a[area(neuron, stride) + static_cast<std::size_t>(sample)];
}

float Workspace::delta(int layer, int neuron, int sample) const {
  return layers[static_cast<std::size_t>(layer)]
      .delta[area(neuron, stride) + static_cast<std::size_t>(sample)];
}

float Workspace::mask(int layer, int neuron, int sample) const {
  const std::vector<std::uint8_t>& kept = layers[static_cast<std::size_t>(layer)].kept;
  if (kept.empty()) return 1;
  return kept[area(neuron, stride) + static_cast<std::size_t>(sample)] != 0 ? kept_scale : 0;
}

void forward(const Network& network, Workspace& workspace, const Kernels& kernels) {
  std::memcpy(workspace.parameters_used.data(), network.data(),
              network.parameter_capacity() * sizeof(float));
  const int stride = workspace.stride;
  for (int l = 0; l < network.layer_count(); ++l) {
    const Network::Layer& shape = network.layer(l);
    Workspace::Layer& layer = workspace.layers[static_cast<std::size_t>(l)];
    kernels.weighted_sums(network.data() + shape.weights, network.data() + shape.biases,
                          input_of(workspace, l), layer.z.data(), shape.inputs, shape.outputs,
                          stride);
    activate(*shape.activation, layer.z.data(), layer.a.data(), shape.outputs, stride);
    if (layer.kept.empty()) continue;
    mask(layer.a.data(), layer.kept.data(), workspace.kept_scale, shape.outputs * stride);
  }
}

void compute_loss(const Network& network, const Loss& loss, Workspace& workspace) {
  const Workspace::Layer& output = workspace.layers.back();
  functions_of(loss, *network.layers().back().activation)
      .value(output.z.data(), output.a.data(), workspace.targets.data(),
             workspace.sample_loss.data(), network.output_count(), workspace.samples,
             workspace.stride);
  f32x4 sum = splat(0.0f);
  for (int s = 0; s < workspace.stride; s += kLanes) sum += load(workspace.sample_loss.data() + s);
  workspace.loss = sum_lanes(sum) * (1.0f / static_cast<float>(workspace.samples));
}

void backward(const Network& network, const Loss& loss, Workspace& workspace,
              const Kernels& kernels) {
  const int stride = workspace.stride;
  const int last = network.layer_count() - 1;
  for (int l = last; l >= 0; --l) {
    const Network::Layer& shape = network.layer(l);
    Workspace::Layer& layer = workspace.layers[static_cast<std::size_t>(l)];
    float* delta = layer.delta.data();
    // First ∂Lₛ/∂a, then times φ′ in place.
    if (l == last) {
      assert(layer.kept.empty());
      functions_of(loss, *shape.activation)
          .gradient(layer.z.data(), layer.a.data(), workspace.targets.data(), delta, shape.outputs,
                    workspace.samples, stride);
      if (is_on_logits(loss, *shape.activation)) continue;
    } else {
      const Network::Layer& next = network.layer(l + 1);
      kernels.input_gradients(network.data() + next.weights,
                              workspace.layers[static_cast<std::size_t>(l) + 1].delta.data(), delta,
                              next.inputs, next.outputs, stride);
    }
    const float* z = layer.z.data();
    if (layer.kept.empty()) {
      activate_backward(*shape.activation, z, layer.a.data(), delta, delta, shape.outputs, stride);
      continue;
    }
    mask(delta, layer.kept.data(), workspace.kept_scale, shape.outputs * stride);
    // φ′ may be had from φ(z) (tanh's is 1 − φ(z)²), which the mask has hidden in a: again, then.
    float* a = workspace.undropped.data();
    for (int j = 0; j < shape.outputs; ++j, z += stride, delta += stride) {
      activate(*shape.activation, z, a, 1, stride);
      activate_backward(*shape.activation, z, a, delta, delta, 1, stride);
    }
  }
}

void compute_gradients(const Network& network, Workspace& workspace, const Kernels& kernels) {
  const float scale = 1.0f / static_cast<float>(workspace.samples);
  float* gradients = workspace.data_gradients.data();
  for (int l = 0; l < network.layer_count(); ++l) {
    const Network::Layer& shape = network.layer(l);
    kernels.parameter_gradients(workspace.layers[static_cast<std::size_t>(l)].delta.data(),
                                input_of(workspace, l), scale, gradients + shape.weights,
                                gradients + shape.biases, shape.inputs, shape.outputs,
                                workspace.stride);
  }
}

}  // namespace backprop
