// SiLU, also called Swish. S. Elfwing, E. Uchibe, K. Doya, "Sigmoid-Weighted Linear Units for
// Neural Network Function Approximation in Reinforcement Learning", Neural Networks 107, 2018
// (arXiv:1702.03118); P. Ramachandran, B. Zoph, Q. V. Le, "Searching for Activation Functions",
// 2017, arXiv:1710.05941.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct SiluFunction {
  static f32x4 value(f32x4 z) { return share_of(z, math::sigmoid(z)); }
  static f32x4 slope(f32x4 z, f32x4) {
    const f32x4 s = math::sigmoid(z);
    return s * (1.0f + finite(z) * (1.0f - s));
  }
  static double value_double(double z) { return share_of(z, math::sigmoid(z)); }
};

inline constexpr Activation kSilu = {
    {
        .name = "silu",
        .label = "SiLU",
        .formula = "φ(z) = z·σ(z)",
        .derivative = "φ′(z) = σ(z)·(1 + z·(1 − σ(z)))",
        .help = "Also called swish: smooth, dips a little below zero.",
        .slope_form = SlopeForm::kOther,
        .lowest = -0.2784646f,
        .highest = kUnbounded,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "Mul(z, Sigmoid(z))",
                .c = "z / (1.0f + expf(-z))",
                .c_layer = kNoText,
                .numpy = "z * sigmoid(z)",
                .numpy_slope = "sigmoid(z) * (1 + z * (1 - sigmoid(z)))",
                .torch = "F.silu(z)",
            },
    },
    kFunctions<SiluFunction>};

}  // namespace backprop::activation_entries
