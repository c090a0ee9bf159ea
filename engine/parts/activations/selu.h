// SELU, the scaled exponential linear unit. G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter,
// "Self-Normalizing Neural Networks", NIPS 2017, arXiv:1706.02515.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct SeluFunction {
  // Solutions of the paper's equations (14), for which mean 0 and variance 1 are a fixed point.
  static constexpr double kScale = 1.0507009873554805, kAlpha = 1.6732632423543772;
  static constexpr double kBelow = kScale * kAlpha;

  static f32x4 value(f32x4 z) {
    return select(z > 0.0f, static_cast<float>(kScale) * z,
                  static_cast<float>(kBelow) * math::expm1_negative(z));
  }
  static f32x4 slope(f32x4 z, f32x4 a) {
    return select(z > 0.0f, splat(static_cast<float>(kScale)), a + static_cast<float>(kBelow));
  }
  static double value_double(double z) { return z > 0 ? kScale * z : kBelow * math::expm1(z); }
};

inline constexpr Activation kSelu = {
    {
        .name = "selu",
        .label = "SELU",
        .formula = "φ(z) = λ·z if z > 0 else λ·α·(eᶻ − 1), λ = 1.0507, α = 1.6733",
        .derivative = "φ′(z) = λ if z > 0 else a + λ·α",
        .help = "ELU, scaled so that with LeCun's weights signals keep mean 0 and variance 1.",
        .slope_form = SlopeForm::kOther,
        .lowest = -1.7580994f,
        .highest = kUnbounded,
        .kinks = kAtZero,
        .forms =
            {
                .onnx = "Selu(z)",
                .c = "z > 0.0f ? 1.0507009874f * z : 1.7580993408f * expm1f(z)",
                .c_layer = kNoText,
                .numpy = "np.where(z > 0, 1.0507009874 * z, "
                         "1.7580993408 * np.expm1(np.minimum(z, 0)))",
                .numpy_slope = "np.where(z > 0, np.float32(1.0507009874), a + 1.7580993408)",
                .torch = "F.selu(z)",
            },
    },
    kFunctions<SeluFunction>};

}  // namespace backprop::activation_entries
