// Softplus. C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau, R. Garcia, "Incorporating Second-Order
// Functional Knowledge for Better Option Pricing", NIPS 2000.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct SoftplusFunction {
  static f32x4 value(f32x4 z) { return math::softplus(z); }
  static f32x4 slope(f32x4 z, f32x4) { return math::sigmoid(z); }
  static double value_double(double z) { return math::softplus(z); }
};

inline constexpr Activation kSoftplus = {
    {
        .name = "softplus",
        .label = "softplus",
        .formula = "φ(z) = ln(1 + eᶻ)",
        .derivative = "φ′(z) = σ(z)",
        .help = "A ReLU with its corner rounded off.",
        .slope_form = SlopeForm::kOther,
        .lowest = 0,
        .highest = kUnbounded,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "Softplus(z)",
                .c = "(z > 0.0f ? z : 0.0f) + log1pf(expf(-fabsf(z)))",
                .c_layer = kNoText,
                .numpy = "np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))",
                .numpy_slope = "sigmoid(z)",
                .torch = "F.softplus(z)",
            },
    },
    kFunctions<SoftplusFunction>};

}  // namespace backprop::activation_entries
