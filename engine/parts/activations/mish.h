// Mish. D. Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", BMVC 2020,
// arXiv:1908.08681 (2019).
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct MishFunction {
  static f32x4 value(f32x4 z) { return share_of(z, math::tanh(math::softplus(z))); }
  static f32x4 slope(f32x4 z, f32x4) {
    const f32x4 t = math::tanh(math::softplus(z));
    return t + finite(z) * math::sigmoid(z) * (1.0f - t * t);
  }
  static double value_double(double z) { return share_of(z, math::tanh(math::softplus(z))); }
};

inline constexpr Activation kMish = {
    {
        .name = "mish",
        .label = "Mish",
        .formula = "φ(z) = z·tanh(ln(1 + eᶻ))",
        .derivative = "φ′(z) = t + z·σ(z)·(1 − t²), t = tanh(ln(1 + eᶻ))",
        .help = "Close to SiLU: smooth, dips a little further below zero.",
        .slope_form = SlopeForm::kOther,
        .lowest = -0.3088436f,
        .highest = kUnbounded,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "Mul(z, Tanh(Softplus(z)))",
                .c = "z * tanhf((z > 0.0f ? z : 0.0f) + log1pf(expf(-fabsf(z))))",
                .c_layer = kNoText,
                .numpy = "z * np.tanh(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))))",
                .numpy_slope = "    t = np.tanh(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))))\n"
                               "    return t + z * sigmoid(z) * (1 - t * t)",
                .torch = "F.mish(z)",
            },
    },
    kFunctions<MishFunction>};

}  // namespace backprop::activation_entries
