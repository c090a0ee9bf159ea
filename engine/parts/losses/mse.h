// Half the squared error. D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations
// by back-propagating errors", Nature 323, 1986.
#pragma once

#include "engine/parts/losses/define.h"

namespace backprop::loss_entries {

struct SquaredError {
  static f32x4 term(f32x4, f32x4 a, f32x4 y) { return 0.5f * (a - y) * (a - y); }
  static f32x4 gradient(f32x4, f32x4 a, f32x4 y) { return a - y; }
  static double term_double(double, double a, double y) { return 0.5 * (a - y) * (a - y); }
};

inline constexpr LossSpelling kHalfSquares = {
    .squares = true,
    .factor = 0.5f,
    .slope = 1.0f,
    .mean = false,
    .term = kNoText,
    .term_latex = kNoText,
    .slope_term = kNoText,
    .slope_latex = kNoText,
};

inline constexpr Loss kMse = {
    .name = "mse",
    .label = "½ squared error",
    .formula = "L = ½ Σₖ (aₖ − yₖ)²",
    .delta_formula = "δ = (a − y)·φ′(z)",
    .help =
        "Half the squared distance to the target; learns slowly from outputs that are "
        "saturated and wrong.",
    .classification = true,
    .regression = true,
    .output_activation = "tanh",
    .target_low = -1,
    .target_high = 1,
    .own_targets = false,
    .output_per_class = false,
    .of_probabilities = false,
    .spelling = kHalfSquares,
    .functions =
        {
            .value = value<SquaredError>,
            .gradient = gradient<SquaredError>,
            .value_double = value_double<SquaredError>,
            .forms =
                {
                    .numpy = "    return 0.5 * ((a - y) ** 2).sum(axis=1)",
                    .numpy_upstream = "(a - y)",
                    .torch = "0.5 * ((output(z) - y) ** 2).sum(dim=1)",
                },
        },
    .on_logits = nullptr,
};

}  // namespace backprop::loss_entries
