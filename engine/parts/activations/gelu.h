// GELU, the Gaussian error linear unit, in its form with tanh. D. Hendrycks, K. Gimpel, "Gaussian
// Error Linear Units (GELUs)", 2016, arXiv:1606.08415.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

// ½z·(1 + tanh u) = z·σ(2u), 2u = 2√(2/π)·(z + 0.044715·z³).
struct GeluFunction {
  static constexpr double kOuter = 1.5957691216057308;           // 2√(2/π)
  static constexpr double kCubic = 0.044715 * kOuter;

  // The share of z that passes. Beyond ±12 it is 0 or 1, and z³ would overflow at some point.
  static f32x4 bounded(f32x4 z) { return at_least(at_most(z, splat(12.0f)), splat(-12.0f)); }
  static f32x4 share(f32x4 z) {
    return math::sigmoid(z * (static_cast<float>(kOuter) + static_cast<float>(kCubic) * (z * z)));
  }
  static f32x4 value(f32x4 z) { return share_of(z, share(bounded(z))); }
  // s + z·s·(1 − s)·(2u)′
  static f32x4 slope(f32x4 z, f32x4) {
    const f32x4 b = bounded(z);
    const f32x4 s = share(b);
    const f32x4 inner = static_cast<float>(kOuter) + static_cast<float>(3 * kCubic) * (b * b);
    return s + b * (s * (1.0f - s)) * inner;
  }
  static double value_double(double z) {
    return share_of(z, math::sigmoid(z * (kOuter + kCubic * (z * z))));
  }
};

inline constexpr Activation kGelu = {
    {
        .name = "gelu",
        .label = "GELU",
        .formula = "φ(z) = ½z·(1 + tanh(√(2/π)·(z + 0.044715·z³)))",
        .derivative = "φ′(z) = s + z·s·(1 − s)·2√(2/π)·(1 + 0.134145·z²), s = φ(z)/z",
        .help = "About z times the share of a normal distribution below z; common in transformers.",
        .slope_form = SlopeForm::kOther,
        .lowest = -0.1700408f,
        .highest = kUnbounded,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "Mul(z, Sigmoid(Mul(z, Add(Mul(Mul(z, z), 0.0713548163), 1.59576912))))",
                .c = "z / (1.0f + expf(-z * (1.595769122f + 0.07135481628f * z * z)))",
                .c_layer = kNoText,
                .numpy = "0.5 * z * (1 + np.tanh(z * (0.7978845608 + 0.03567740814 * z * z)))",
                .numpy_slope = "sigmoid(z * (1.595769122 + 0.07135481628 * z * z)) + a * "
                               "(1 - sigmoid(z * (1.595769122 + 0.07135481628 * z * z))) * "
                               "(1.595769122 + 0.2140644488 * z * z)",
                .torch = "F.gelu(z, approximate='tanh')",
            },
    },
    kFunctions<GeluFunction>};

}  // namespace backprop::activation_entries
