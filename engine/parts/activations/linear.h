// The identity.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct LinearFunction {
  static f32x4 value(f32x4 z) { return z; }
  static f32x4 slope(f32x4, f32x4) { return splat(1.0f); }
  static double value_double(double z) { return z; }
};

inline constexpr Activation kLinear = {
    {
        .name = "linear",
        .label = "linear",
        .formula = "φ(z) = z",
        .derivative = "φ′(z) = 1",
        .help = "Passes z on; layers of it amount to a single layer.",
        .slope_form = SlopeForm::kOther,
        .lowest = -kUnbounded,
        .highest = kUnbounded,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "z",
                .c = "z",
                .c_layer = kNoText,
                .numpy = "z",
                .numpy_slope = "np.ones_like(z)",
                .torch = "z",
            },
    },
    kFunctions<LinearFunction>};

}  // namespace backprop::activation_entries
