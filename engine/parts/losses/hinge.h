// The hinge of support vector machines. C. Cortes, V. Vapnik, "Support-Vector Networks", Machine
// Learning 20, 1995.
#pragma once

#include "engine/parts/losses/define.h"

namespace backprop::loss_entries {

struct Hinge {
  static f32x4 term(f32x4, f32x4 a, f32x4 y) { return at_least(1.0f - y * a, splat(0.0f)); }
  // −y inside the margin, 0 outside; NaN stays NaN.
  static f32x4 gradient(f32x4, f32x4 a, f32x4 y) {
    const f32x4 short_of = 1.0f - y * a;
    return select(short_of > 0.0f, -y, at_least(short_of, splat(0.0f)));
  }
  static double term_double(double, double a, double y) { return 1 - y * a > 0 ? 1 - y * a : 0; }
};

inline constexpr Loss kHinge = {
    .name = "hinge",
    .label = "Hinge",
    .formula = "L = Σₖ max(0, 1 − yₖ·aₖ)",
    .delta_formula = "δ = −y·φ′(z) if y·a < 1 else 0",
    .help = "Asks for a margin of 1 on the right side, and for nothing more; targets are ±1.",
    .classification = true,
    .regression = false,
    .output_activation = "linear",
    .target_low = -1,
    .target_high = 1,
    .own_targets = true,
    .output_per_class = false,
    .of_probabilities = false,
    .spelling =
        {
            .squares = false,
            .factor = 1.0f,
            .slope = 1.0f,
            .mean = false,
            .term = "max(0, 1 − Y·A)",
            .term_latex = "\\max(0, 1 - Y A)",
            .slope_term = "−Y",
            .slope_latex = "-Y",
        },
    .functions =
        {
            .value = value<Hinge>,
            .gradient = gradient<Hinge>,
            .value_double = value_double<Hinge>,
            .forms =
                {
                    .numpy = "    return np.maximum(1 - y * a, 0).sum(axis=1)",
                    .numpy_upstream = "np.where(y * a < 1, -y, np.float32(0))",
                    .torch = "(1 - y * output(z)).clamp(min=0).sum(dim=1)",
                },
        },
    .on_logits = nullptr,
};

}  // namespace backprop::loss_entries
