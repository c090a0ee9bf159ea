// Leaky ReLU. A. L. Maas, A. Y. Hannun, A. Y. Ng, "Rectifier Nonlinearities Improve Neural Network
// Acoustic Models", ICML 2013.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct LeakyReluFunction {
  static f32x4 value(f32x4 z) { return select(z > 0.0f, z, 0.01f * z); }
  static f32x4 slope(f32x4 z, f32x4) { return select(z > 0.0f, splat(1.0f), splat(0.01f)); }
  static double value_double(double z) { return z > 0 ? z : 0.01 * z; }
};

inline constexpr Activation kLeakyRelu = {
    {
        .name = "leaky_relu",
        .label = "leaky ReLU",
        .formula = "φ(z) = z if z > 0 else 0.01·z",
        .derivative = "φ′(z) = 1 if z > 0 else 0.01",
        .help = "ReLU with a small slope below zero: no neuron dies.",
        .slope_form = SlopeForm::kOther,
        .lowest = -kUnbounded,
        .highest = kUnbounded,
        .kinks = kAtZero,
        .forms =
            {
                .onnx = "LeakyRelu(z)",
                .c = "z > 0.0f ? z : 0.01f * z",
                .c_layer = kNoText,
                .numpy = "np.maximum(z, 0) + 0.01 * np.minimum(z, 0)",
                .numpy_slope = "0.01 + np.float32(0.99) * (z > 0)",
                .torch = "F.leaky_relu(z, 0.01)",
            },
    },
    kFunctions<LeakyReluFunction>};

}  // namespace backprop::activation_entries
