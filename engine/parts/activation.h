// Activation functions φ: what a neuron makes of its weighted sum z.
#pragma once

#include <span>
#include <string_view>

namespace backprop {

// One activation: everything the engine, the canvas and the exports know of it.
struct Activation {
  std::string_view name;        // in links and documents: "tanh"
  std::string_view label;       // on the canvas: "tanh"
  std::string_view formula;     // "φ(z) = tanh z"
  std::string_view derivative;  // "φ′(z) = 1 − a²"
  std::string_view help;        // one line: what it is good for
  bool output_only;             // softmax: only for the output layer, with cross_entropy

  // a[i] = φ(z[i]) for i in 0 .. count-1; count is a multiple of kLanes. Softmax is no function
  // of one number: its elementwise functions give NaN, use `activate` for whole layers.
  void (*apply)(const float* z, float* a, int count);
  // out[i] = φ′(z[i]) · upstream[i], given both z and a = φ(z). out may be upstream.
  void (*backward)(const float* z, const float* a, const float* upstream, float* out, int count);

  // The same functions for one number, bit for bit what `apply` and `backward` use.
  float (*value)(float z);
  float (*slope)(float z, float a);
  // In double, for gradient checks.
  double (*value_double)(double z);

  // z where φ is not differentiable, if any ("knows about kinks").
  bool has_kink;
  double kink;

  // For activations that mix the neurons of a sample (softmax), else null: a layer as
  // [neuron][stride], each column a sample.
  void (*apply_columns)(const float* z, float* a, int neurons, int stride);
  // out may be upstream.
  void (*backward_columns)(const float* a, const float* upstream, float* out, int neurons,
                           int stride);
};

// a = φ(z) and out = ∂L/∂z from upstream = ∂L/∂a for a layer [neuron][stride], whatever kind of
// activation it has. out may be upstream.
void activate(const Activation& activation, const float* z, float* a, int neurons, int stride);
void activate_backward(const Activation& activation, const float* z, const float* a,
                       const float* upstream, float* out, int neurons, int stride);

// linear, relu, leaky_relu, elu, tanh, sigmoid, softplus, silu, gelu, sine, then softmax.
std::span<const Activation> activations();

// The entry called `name`; the name must exist.
const Activation& activation(std::string_view name);

}  // namespace backprop
