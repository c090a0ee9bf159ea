// The bipolar sigmoid, 2σ(z) − 1. L. Fausett, "Fundamentals of Neural Networks", 1994,
// section 1.4.3.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

// 2σ(z) − 1 = tanh(z/2), which keeps its digits near zero.
struct BipolarSigmoidFunction {
  static f32x4 value(f32x4 z) { return math::tanh(0.5f * z); }
  static f32x4 slope(f32x4, f32x4 a) { return 0.5f * (1.0f - a * a); }
  static double value_double(double z) { return math::tanh(0.5 * z); }
};

inline constexpr Activation kBipolarSigmoid = {
    {
        .name = "bipolar_sigmoid",
        .label = "bipolar sigmoid",
        .formula = "φ(z) = 2·σ(z) − 1 = tanh(z/2)",
        .derivative = "φ′(z) = ½·(1 − a²)",
        .help = "The sigmoid stretched to −1 … 1: tanh at half its steepness.",
        .slope_form = SlopeForm::kHalfOneMinusSquare,
        .lowest = -1,
        .highest = 1,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "Tanh(Mul(z, 0.5))",
                .c = "tanhf(0.5f * z)",
                .c_layer = kNoText,
                .numpy = "np.tanh(0.5 * z)",
                .numpy_slope = "0.5 * (1 - a * a)",
                .torch = "torch.tanh(0.5 * z)",
            },
    },
    kFunctions<BipolarSigmoidFunction>};

}  // namespace backprop::activation_entries
