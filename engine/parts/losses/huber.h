// Huber's loss with δ = 1. P. J. Huber, "Robust Estimation of a Location Parameter", Annals of
// Mathematical Statistics 35, 1964.
#pragma once

#include "engine/parts/losses/define.h"

namespace backprop::loss_entries {

struct Huber {
  static f32x4 term(f32x4, f32x4 a, f32x4 y) {
    const f32x4 distance = absolute(a - y);
    return select(distance > 1.0f, distance - 0.5f, 0.5f * distance * distance);
  }
  static f32x4 gradient(f32x4, f32x4 a, f32x4 y) {
    return at_least(at_most(a - y, splat(1.0f)), splat(-1.0f));
  }
  static double term_double(double, double a, double y) {
    const double distance = a < y ? y - a : a - y;
    return distance > 1 ? distance - 0.5 : 0.5 * distance * distance;
  }
};

inline constexpr Loss kHuber = {
    .name = "huber",
    .label = "Huber",
    .formula = "L = Σₖ h(aₖ − yₖ), h(r) = ½r² if |r| ≤ 1 else |r| − ½",
    .delta_formula = "δ = max(−1, min(1, a − y))·φ′(z)",
    .help = "Squared error near the target, absolute error far from it: outliers pull less.",
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
            .factor = 0.5f,
            .slope = 1.0f,
            .mean = false,
            .term = "h(A − Y)",
            .term_latex = "h(A - Y)",
            .slope_term = "sign(A − Y)",
            .slope_latex = "\\operatorname{sign}(A - Y)",
        },
    .functions =
        {
            .value = value<Huber>,
            .gradient = gradient<Huber>,
            .value_double = value_double<Huber>,
            .forms =
                {
                    .numpy = "    distance = np.abs(a - y)\n"
                             "    return np.where(distance > 1, distance - np.float32(0.5), 0.5 * "
                             "distance ** 2).sum(axis=1)",
                    .numpy_upstream = "np.clip(a - y, -1, 1)",
                    .torch = "F.huber_loss(output(z), y, reduction='none').sum(dim=1)",
                },
        },
    .on_logits = nullptr,
};

}  // namespace backprop::loss_entries
