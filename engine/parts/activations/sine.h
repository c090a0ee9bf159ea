// The sine. V. Sitzmann, J. N. P. Martel, A. W. Bergman, D. B. Lindell, G. Wetzstein, "Implicit
// Neural Representations with Periodic Activation Functions", NeurIPS 2020, arXiv:2006.09661; their
// ω₀ is 1.
#pragma once

#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

struct SineFunction {
  static f32x4 value(f32x4 z) { return math::sin(z); }
  static f32x4 slope(f32x4 z, f32x4) { return math::cos(z); }
  static double value_double(double z) { return math::sin(z); }
};

inline constexpr Activation kSine = {
    {
        .name = "sine",
        .label = "sine",
        .formula = "φ(z) = sin z",
        .derivative = "φ′(z) = cos z",
        .help = "Periodic: good at waves, easily caught in wiggles.",
        .slope_form = SlopeForm::kOther,
        .lowest = -1,
        .highest = 1,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "Sin(z)",
                .c = "sinf(z)",
                .c_layer = kNoText,
                .numpy = "np.sin(z)",
                .numpy_slope = "np.cos(z)",
                .torch = "torch.sin(z)",
            },
    },
    kFunctions<SineFunction>};

}  // namespace backprop::activation_entries
