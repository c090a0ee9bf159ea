// Binary cross-entropy on the logits. S. A. Solla, E. Levin, M. Fleisher, "Accelerated Learning in
// Layered Neural Networks", Complex Systems 2, 1988.
#pragma once

#include "engine/parts/losses/define.h"

namespace backprop::loss_entries {

// −y·ln σ(z) − (1−y)·ln(1−σ(z)) = max(z, 0) − z·y + ln(1 + e^−|z|), with no overflow.
struct BinaryCrossEntropy {
  static f32x4 term(f32x4 z, f32x4, f32x4 y) {
    return at_least(z, splat(0.0f)) - z * y + math::log1p_unit(math::exp(-absolute(z)));
  }
  static f32x4 gradient(f32x4, f32x4 a, f32x4 y) { return a - y; }
  static double term_double(double z, double, double y) { return math::softplus(z) - z * y; }
};

inline constexpr Loss kBce = {
    .name = "bce",
    .label = "Binary cross-entropy",
    .formula = "L = −Σₖ [yₖ·ln aₖ + (1 − yₖ)·ln(1 − aₖ)]",
    .delta_formula = "δ = σ(z) − y",
    .help =
        "How surprising the label is under the predicted probability; the sigmoid's slope "
        "cancels out of δ.",
    .classification = true,
    .regression = false,
    .output_activation = "sigmoid",
    .target_low = 0,
    .target_high = 1,
    .output_per_class = false,
    .on_logits = true,
    .value = value<BinaryCrossEntropy>,
    .gradient = gradient<BinaryCrossEntropy>,
    .value_double = value_double<BinaryCrossEntropy>,
    .forms =
        {
            .numpy =
                "    return (np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))).sum(axis=1)",
            .numpy_upstream = "a - y",
            .torch = "F.binary_cross_entropy_with_logits(z, y, reduction='none').sum(dim=1)",
        },
};

}  // namespace backprop::loss_entries
