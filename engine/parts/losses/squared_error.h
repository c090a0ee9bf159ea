// The squared error without the half that makes its derivative a − y. A. M. Legendre, "Nouvelles
// méthodes pour la détermination des orbites des comètes", 1805.
#pragma once

#include "engine/parts/losses/define.h"

namespace backprop::loss_entries {

struct WholeSquaredError {
  static f32x4 term(f32x4, f32x4 a, f32x4 y) { return (a - y) * (a - y); }
  static f32x4 gradient(f32x4, f32x4 a, f32x4 y) { return 2.0f * (a - y); }
  static double term_double(double, double a, double y) { return (a - y) * (a - y); }
};

inline constexpr Loss kSquaredError = {
    .name = "squared_error",
    .label = "Squared error",
    .formula = "L = Σₖ (aₖ − yₖ)²",
    .delta_formula = "δ = 2·(a − y)·φ′(z)",
    .help = "The squared distance to the target; its slope is 2·(a − y).",
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
            .squares = true,
            .factor = 1.0f,
            .slope = 2.0f,
            .mean = false,
            .term = kNoText,
            .term_latex = kNoText,
            .slope_term = kNoText,
            .slope_latex = kNoText,
        },
    .functions =
        {
            .value = value<WholeSquaredError>,
            .gradient = gradient<WholeSquaredError>,
            .value_double = value_double<WholeSquaredError>,
            .forms =
                {
                    .numpy = "    return ((a - y) ** 2).sum(axis=1)",
                    .numpy_upstream = "(2 * (a - y))",
                    .torch = "((output(z) - y) ** 2).sum(dim=1)",
                },
        },
    .on_logits = nullptr,
};

}  // namespace backprop::loss_entries
