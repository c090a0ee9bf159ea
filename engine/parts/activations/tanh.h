// The hyperbolic tangent. Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, "Efficient BackProp", 1998,
// section 4.4, on why it learns faster than the sigmoid.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct TanhFunction {
  static f32x4 value(f32x4 z) { return math::tanh(z); }
  static f32x4 slope(f32x4, f32x4 a) { return 1.0f - a * a; }
  static double value_double(double z) { return math::tanh(z); }
};

inline constexpr Activation kTanh = {
    {
        .name = "tanh",
        .label = "tanh",
        .formula = "φ(z) = tanh z",
        .derivative = "φ′(z) = 1 − a²",
        .help = "Smooth, between −1 and 1, steepest at zero; saturates far from it.",
        .slope_form = SlopeForm::kOneMinusSquare,
        .lowest = -1,
        .highest = 1,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "Tanh(z)",
                .c = "tanhf(z)",
                .c_layer = kNoText,
                .numpy = "np.tanh(z)",
                .numpy_slope = "1 - a * a",
                .torch = "torch.tanh(z)",
            },
    },
    kFunctions<TanhFunction>};

}  // namespace backprop::activation_entries
