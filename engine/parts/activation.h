// Activation functions φ: what a neuron makes of its weighted sum z.
//
// One entry each in engine/parts/activations/, listed in activation.cpp.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/entry.h"

namespace backprop {

// How an activation is said elsewhere. All of it is run against the engine by tests.
struct ActivationForms {
  // Operators of ONNX (opset 17) over z and numbers, "Mul(z, Sigmoid(z))"; z alone is itself.
  // Names may be given first: "t = Tanh(z); Mul(t, t)".
  Text onnx;
  // C99: an expression of a float z. For what mixes the neurons of a layer, statements that follow
  // on all of them: they change `out`, which has $OUT numbers.
  Text c;
  MaybeText c_layer;
  // NumPy: of arrays z and a = φ(z), [sample][neuron] in 32-bit floats; sigmoid(z) can be called.
  // An expression, or lines that return. The slope is φ′; softmax has none.
  Text numpy;
  MaybeText numpy_slope;
  // PyTorch: an expression of a tensor z, [sample][neuron]; F is torch.nn.functional.
  Text torch;
};

// φ′ as an expression of a alone: a·(1 − a), 1 − a², ½·(1 − a²), or something else.
enum class SlopeForm { kOneMinusA, kOneMinusSquare, kHalfOneMinusSquare, kOther };

// What is said of an activation; its functions are in Activation.
struct ActivationFacts {
  Text name;  // in links and documents: "tanh"
  Text label;  // on the canvas: "tanh"
  Text formula;  // "φ(z) = tanh z"
  Text derivative;  // "φ′(z) = 1 − a²"
  Text help;  // one line: what it is good for

  // How φ′ is worked out from the activation, as textbooks have it.
  Given<SlopeForm> slope_form;

  // All values lie within lowest … highest; ±kUnbounded where there is no bound.
  Given<float> lowest, highest;
  // Where φ has a corner and no derivative, ascending; may be empty.
  Given<std::span<const double>> kinks;

  ActivationForms forms;
};

// Functions of one number, which a layer applies to each of its own.
struct ElementwiseFunctions {
  // a[i] = φ(z[i]) for i in 0 .. count-1; count is a multiple of kLanes.
  void (*apply)(const float* z, float* a, int count);
  // out[i] = φ′(z[i]) · upstream[i], given both z and a = φ(z). out may be upstream.
  void (*backward)(const float* z, const float* a, const float* upstream, float* out, int count);
  // The same functions for one number, bit for bit what `apply` and `backward` use. NaN for NaN.
  float (*value)(float z);
  float (*slope)(float z, float a);
  // In double, for gradient checks.
  double (*value_double)(double z);
};

// Functions of a layer as [neuron][stride], each column a sample.
struct ColumnFunctions {
  void (*apply_columns)(const float* z, float* a, int neurons, int stride);
  // out may be upstream.
  void (*backward_columns)(const float* a, const float* upstream, float* out, int neurons,
                           int stride);
};

// One activation: everything the engine, the canvas and the exports know of it. What mixes the
// neurons of a sample (softmax) is for the output layer only, with cross_entropy: its elementwise
// functions give NaN, and `activate` is for whole layers. Others have no functions of columns.
struct Activation : ActivationFacts, ElementwiseFunctions, ColumnFunctions {
  bool output_only;

  constexpr Activation(const ActivationFacts& facts, const ElementwiseFunctions& functions)
      : ActivationFacts(facts),
        ElementwiseFunctions(functions),
        ColumnFunctions{nullptr, nullptr},
        output_only(false) {}
  constexpr Activation(const ActivationFacts& facts, const ElementwiseFunctions& none,
                       const ColumnFunctions& functions)
      : ActivationFacts(facts),
        ElementwiseFunctions(none),
        ColumnFunctions(functions),
        output_only(true) {}
};

// Whether its values need no scale of their own to be drawn: they stay within ±1.
constexpr bool stays_within_one(const Activation& activation) {
  return activation.lowest >= -1 && activation.highest <= 1;
}

// a = φ(z) and out = ∂L/∂z from upstream = ∂L/∂a for a layer [neuron][stride], whatever kind of
// activation it has. out may be upstream.
void activate(const Activation& activation, const float* z, float* a, int neurons, int stride);
void activate_backward(const Activation& activation, const float* z, const float* a,
                       const float* upstream, float* out, int neurons, int stride);

// All of them, in the order in which they are offered; softmax is the last one.
std::span<const Activation> activations();

// The entry called `name`; the name must exist.
const Activation& activation(std::string_view name);

}  // namespace backprop
