// ReLU, the rectified linear unit. V. Nair, G. E. Hinton, "Rectified Linear Units Improve
// Restricted Boltzmann Machines", ICML 2010.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct ReluFunction {
  static f32x4 value(f32x4 z) { return at_least(z, splat(0.0f)); }
  static f32x4 slope(f32x4 z, f32x4) { return select(z > 0.0f, splat(1.0f), splat(0.0f)); }
  static double value_double(double z) { return z < 0 ? 0 : z; }
};

inline constexpr Activation kRelu = {
    {
        .name = "relu",
        .label = "ReLU",
        .formula = "φ(z) = max(0, z)",
        .derivative = "φ′(z) = 1 if z > 0 else 0",
        .help = "Cuts off what is negative; fast, but a neuron can die.",
        .slope_form = SlopeForm::kOther,
        .lowest = 0,
        .highest = kUnbounded,
        .kinks = kAtZero,
        .forms =
            {
                .onnx = "Relu(z)",
                .c = "z > 0.0f ? z : 0.0f",
                .c_layer = kNoText,
                .numpy = "np.maximum(z, 0)",
                .numpy_slope = "z > 0",
                .torch = "F.relu(z)",
            },
    },
    kFunctions<ReluFunction>};

}  // namespace backprop::activation_entries
