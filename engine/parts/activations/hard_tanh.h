// Hard tanh. R. Collobert, "Large Scale Machine Learning", thesis, Université Paris VI, 2004.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct HardTanhFunction {
  static constexpr double kCorners[] = {-1, 1};

  static f32x4 value(f32x4 z) { return at_least(at_most(z, splat(1.0f)), splat(-1.0f)); }
  static f32x4 slope(f32x4 z, f32x4) {
    return select((z > -1.0f) & (z < 1.0f), splat(1.0f), splat(0.0f));
  }
  static double value_double(double z) { return z < -1 ? -1 : z > 1 ? 1 : z; }
};

inline constexpr Activation kHardTanh = {
    {
        .name = "hard_tanh",
        .label = "hard tanh",
        .formula = "φ(z) = max(−1, min(1, z))",
        .derivative = "φ′(z) = 1 if −1 < z < 1 else 0",
        .help = "Tanh from three straight lines: fast, and flat where it saturates.",
        .slope_form = SlopeForm::kOther,
        .lowest = -1,
        .highest = 1,
        .kinks = HardTanhFunction::kCorners,
        .forms =
            {
                .onnx = "Clip(z, -1, 1)",
                .c = "z > 1.0f ? 1.0f : z < -1.0f ? -1.0f : z",
                .c_layer = kNoText,
                .numpy = "np.clip(z, -1, 1)",
                .numpy_slope = "(z > -1) & (z < 1)",
                .torch = "F.hardtanh(z)",
            },
    },
    kFunctions<HardTanhFunction>};

}  // namespace backprop::activation_entries
