// ELU, the exponential linear unit. D.-A. Clevert, T. Unterthiner, S. Hochreiter, "Fast and
// Accurate Deep Network Learning by Exponential Linear Units (ELUs)", ICLR 2016, arXiv:1511.07289;
// α = 1.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct EluFunction {
  static f32x4 value(f32x4 z) { return select(z > 0.0f, z, math::expm1_negative(z)); }
  static f32x4 slope(f32x4 z, f32x4 a) { return select(z > 0.0f, splat(1.0f), a + 1.0f); }
  static double value_double(double z) { return z > 0 ? z : math::expm1(z); }
};

inline constexpr Activation kElu = {
    {
        .name = "elu",
        .label = "ELU",
        .formula = "φ(z) = z if z > 0 else eᶻ − 1",
        .derivative = "φ′(z) = 1 if z > 0 else a + 1",
        .help = "Like ReLU above zero, bends smoothly to −1 below.",
        .slope_form = SlopeForm::kOther,
        .lowest = -1,
        .highest = kUnbounded,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "Elu(z)",
                .c = "z > 0.0f ? z : expm1f(z)",
                .c_layer = kNoText,
                .numpy = "np.where(z > 0, z, np.expm1(np.minimum(z, 0)))",
                .numpy_slope = "np.where(z > 0, np.float32(1), a + 1)",
                .torch = "F.elu(z)",
            },
    },
    kFunctions<EluFunction>};

}  // namespace backprop::activation_entries
