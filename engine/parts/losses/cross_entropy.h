// Cross-entropy of softmax outputs, on the logits. J. S. Bridle, "Probabilistic Interpretation of
// Feedforward Classification Network Outputs, with Relationships to Statistical Pattern
// Recognition", 1990.
#pragma once

#include "engine/math/softmax.h"
#include "engine/parts/losses/bce.h"

namespace backprop::loss_entries {

// −Σₖ yₖ·ln softmax(z)ₖ = Σₖ yₖ·(ln Σⱼ e^(zⱼ−m) + m − zₖ) with m = max z, with no overflow.
inline void cross_entropy(const float* z, const float*, const float* target, float* sample_loss,
                          int outputs, int samples, int stride) {
  for (int s = 0; s < stride; s += kLanes) {
    const SoftmaxColumns columns(z + s, outputs, stride);
    const f32x4 log_sum = math::log1p(columns.rest);
    f32x4 loss = splat(0.0f);
    for (int k = s; k < outputs * stride; k += stride) {
      loss += load(target + k) * (log_sum + (columns.largest - load(z + k)));
    }
    store(sample_loss + s, zero_padding(loss, s, samples));
  }
}

inline double cross_entropy_double(const double* z, const double*, const double* target,
                                   int outputs) {
  double largest = z[0];
  for (int k = 1; k < outputs; ++k) largest = z[k] > largest ? z[k] : largest;
  double powers = 0;
  for (int k = 0; k < outputs; ++k) powers += math::exp(z[k] - largest);
  const double log_sum = math::log(powers);
  double loss = 0;
  for (int k = 0; k < outputs; ++k) loss += target[k] * (log_sum + (largest - z[k]));
  return loss;
}

// With the softmax's own aₖ: δₖ = aₖ·Σⱼyⱼ − yₖ, which is aₖ − yₖ where the targets add up to 1.
inline void cross_entropy_delta(const float*, const float* a, const float* target, float* delta,
                                int outputs, int samples, int stride) {
  for (int s = 0; s < stride; s += kLanes) {
    f32x4 all = splat(0.0f);
    for (int k = s; k < outputs * stride; k += stride) all += load(target + k);
    for (int k = s; k < outputs * stride; k += stride) {
      store(delta + k, zero_padding(load(a + k) * all - load(target + k), s, samples));
    }
  }
}

inline constexpr LossFunctions kCrossEntropyOnLogits = {
    .value = cross_entropy,
    .gradient = cross_entropy_delta,
    .value_double = cross_entropy_double,
    .forms =
        {
            .numpy = "    shifted = z - z.max(axis=1, keepdims=True)\n"
                     "    log_sums = np.log(np.exp(shifted).sum(axis=1, keepdims=True))\n"
                     "    return (y * (log_sums - shifted)).sum(axis=1)",
            .numpy_upstream = "a * y.sum(axis=1, keepdims=True) - y",
            .torch = "F.cross_entropy(z, y, reduction='none')",
        },
};

// The same of outputs that are no softmax.
struct Surprise {
  static f32x4 term(f32x4, f32x4 a, f32x4 y) {
    return -(y * math::log(at_least(a, splat(0x1p-126f))));
  }
  static f32x4 gradient(f32x4, f32x4 a, f32x4 y) { return -y / at_least(a, splat(0x1p-126f)); }
  static double term_double(double, double a, double y) { return -y * surprise_log(a); }
};

inline constexpr Loss kCrossEntropy = {
    .name = "cross_entropy",
    .label = "Cross-entropy",
    .formula = "L = −Σₖ yₖ·ln aₖ",
    .delta_formula = "δ = a − y",
    .help = "Surprise at the right class among several, on a softmax output.",
    .classification = true,
    .regression = false,
    .output_activation = "softmax",
    .target_low = 0,
    .target_high = 1,
    .own_targets = false,
    .output_per_class = true,
    .of_probabilities = true,
    .spelling =
        {
            .squares = false,
            .factor = 1.0f,
            .slope = 1.0f,
            .mean = false,
            .term = "−Y·ln A",
            .term_latex = "-Y \\ln A",
            .slope_term = "−Y/A",
            .slope_latex = "-\\frac{Y}{A}",
        },
    .functions =
        {
            .value = value<Surprise>,
            .gradient = gradient<Surprise>,
            .value_double = value_double<Surprise>,
            .forms =
                {
                    .numpy = "    return -(y * np.log(np.maximum(a, 2**-126))).sum(axis=1)",
                    .numpy_upstream = "(-y / np.maximum(a, 2**-126))",
                    .torch = "-(y * output(z).clamp(min=2**-126).log()).sum(dim=1)",
                },
        },
    .on_logits = &kCrossEntropyOnLogits,
};

}  // namespace backprop::loss_entries
