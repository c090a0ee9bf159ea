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

inline constexpr LossFunctions kBinaryOnLogits = {
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

// The same of an output a that is no sigmoid of its z: each of the two probabilities keeps off zero
// by what a float can tell of it.
struct BinarySurprise {
  static f32x4 of_one(f32x4 a) { return at_least(a, splat(0x1p-126f)); }
  static f32x4 of_zero(f32x4 a) { return at_least(1.0f - a, splat(0x1p-25f)); }
  static f32x4 term(f32x4, f32x4 a, f32x4 y) {
    return -(y * math::log(of_one(a)) + (1.0f - y) * math::log(of_zero(a)));
  }
  static f32x4 gradient(f32x4, f32x4 a, f32x4 y) { return (1.0f - y) / of_zero(a) - y / of_one(a); }
  static double term_double(double, double a, double y) {
    return -(y * surprise_log(a) + (1 - y) * surprise_log(1 - a));
  }
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
    .own_targets = false,
    .output_per_class = false,
    .of_probabilities = true,
    .spelling =
        {
            .squares = false,
            .factor = 1.0f,
            .slope = 1.0f,
            .mean = false,
            .term = "ℓ(A, Y)",
            .term_latex = "\\ell(A, Y)",
            .slope_term = "(A − Y)/(A·(1 − A))",
            .slope_latex = "\\frac{A - Y}{A\\,(1 - A)}",
        },
    .functions =
        {
            .value = value<BinarySurprise>,
            .gradient = gradient<BinarySurprise>,
            .value_double = value_double<BinarySurprise>,
            .forms =
                {
                    .numpy =
                        "    of_one, of_zero = np.maximum(a, 2**-126), np.maximum(1 - a, 2**-25)\n"
                        "    return -(y * np.log(of_one) + (1 - y) * np.log(of_zero)).sum(axis=1)",
                    .numpy_upstream =
                        "((1 - y) / np.maximum(1 - a, 2**-25) - y / np.maximum(a, 2**-126))",
                    .torch = "-(y * output(z).clamp(min=2**-126).log() + (1 - y) * "
                             "(1 - output(z)).clamp(min=2**-25).log()).sum(dim=1)",
                },
        },
    .on_logits = &kBinaryOnLogits,
};

}  // namespace backprop::loss_entries
