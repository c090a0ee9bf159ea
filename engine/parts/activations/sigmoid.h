// The logistic sigmoid. D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by
// back-propagating errors", Nature 323, 1986.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct SigmoidFunction {
  static f32x4 value(f32x4 z) { return math::sigmoid(z); }
  static f32x4 slope(f32x4, f32x4 a) { return a * (1.0f - a); }
  static double value_double(double z) { return math::sigmoid(z); }
};

inline constexpr Activation kSigmoid = {
    {
        .name = "sigmoid",
        .label = "sigmoid",
        .formula = "φ(z) = 1 / (1 + e⁻ᶻ)",
        .derivative = "φ′(z) = a·(1 − a)",
        .help = "Smooth, between 0 and 1; its slope is never above ¼, so deep gradients vanish.",
        .slope_form = SlopeForm::kOneMinusA,
        .lowest = 0,
        .highest = 1,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "Sigmoid(z)",
                .c = "1.0f / (1.0f + expf(-z))",
                .c_layer = kNoText,
                .numpy = "sigmoid(z)",
                .numpy_slope = "a * (1 - a)",
                .torch = "torch.sigmoid(z)",
            },
    },
    kFunctions<SigmoidFunction>};

}  // namespace backprop::activation_entries
