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
    .output_per_class = true,
    .on_logits = true,
    .value = cross_entropy,
        // With the softmax's own aₖ and Σy = 1: δₖ = aₖ − yₖ.
    .gradient = gradient<BinaryCrossEntropy>,
    .value_double = cross_entropy_double,
    .forms =
        {
            .numpy = "    shifted = z - z.max(axis=1, keepdims=True)\n"
                     "    log_sums = np.log(np.exp(shifted).sum(axis=1, keepdims=True))\n"
                     "    return (y * (log_sums - shifted)).sum(axis=1)",
            .numpy_upstream = "a - y",
            .torch = "F.cross_entropy(z, y, reduction='none')",
        },
};

}  // namespace backprop::loss_entries
