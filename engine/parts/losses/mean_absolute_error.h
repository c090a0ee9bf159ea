// The mean of the absolute errors of the outputs. P.-S. Laplace, "Mémoire sur la probabilité des
// causes par les évènements", 1774.
#pragma once

#include "engine/parts/losses/define.h"

namespace backprop::loss_entries {

struct AbsoluteError {
  static f32x4 term(f32x4, f32x4 a, f32x4 y) { return absolute(a - y); }
  // 0 where there is no error: the middle of the slopes on either side. NaN stays NaN.
  static f32x4 gradient(f32x4, f32x4 a, f32x4 y) {
    const f32x4 error = a - y;
    return select(error > 0.0f, splat(1.0f), select(error < 0.0f, splat(-1.0f), error));
  }
  static double term_double(double, double a, double y) { return a < y ? y - a : a - y; }
};

inline constexpr Loss kMeanAbsoluteError = {
    .name = "mean_absolute_error",
    .label = "Mean absolute error",
    .formula = "L = 1/K · Σₖ |aₖ − yₖ|, K outputs",
    .delta_formula = "δ = 1/K·sign(a − y)·φ′(z)",
    .help = "Every error pulls as hard as any other, however small: outliers count no more.",
    .classification = true,
    .regression = true,
    .output_activation = "tanh",
    .target_low = -1,
    .target_high = 1,
    .own_targets = false,
    .output_per_class = false,
    .of_probabilities = false,
    .spelling =
        {
            .squares = false,
            .factor = 1.0f,
            .slope = 1.0f,
            .mean = true,
            .term = "|A − Y|",
            .term_latex = "|A - Y|",
            .slope_term = "sign(A − Y)",
            .slope_latex = "\\operatorname{sign}(A - Y)",
        },
    .functions =
        {
            .value = mean_value<AbsoluteError>,
            .gradient = mean_gradient<AbsoluteError>,
            .value_double = mean_value_double<AbsoluteError>,
            .forms =
                {
                    .numpy = "    return np.abs(a - y).mean(axis=1)",
                    .numpy_upstream = "(np.sign(a - y) / np.float32(y.shape[1]))",
                    .torch = "(output(z) - y).abs().mean(dim=1)",
                },
        },
    .on_logits = nullptr,
};

}  // namespace backprop::loss_entries
