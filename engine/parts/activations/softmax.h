// Softmax. J. S. Bridle, "Probabilistic Interpretation of Feedforward Classification Network
// Outputs, with Relationships to Statistical Pattern Recognition", 1990.
#pragma once

#include "engine/math/softmax.h"
#include "engine/parts/activations/define.h"

namespace backprop::activation_entries {

// Stands where one number is asked for: softmax is no function of one.
struct NotElementwise {
  static f32x4 value(f32x4) { return splat(__builtin_nanf("")); }
  static f32x4 slope(f32x4, f32x4) { return splat(__builtin_nanf("")); }
  static double value_double(double) { return __builtin_nan(""); }
};

// aₖ = e^(zₖ−m) / Σⱼ e^(zⱼ−m) with m = max z, which keeps the powers within range.
inline void softmax(const float* z, float* a, int neurons, int stride) {
  for (int s = 0; s < stride; s += kLanes) {
    const SoftmaxColumns columns(z + s, neurons, stride);
    const f32x4 sum = 1.0f + columns.rest;
    i32x4 seen = {};
    for (int k = s; k < neurons * stride; k += stride) {
      const f32x4 power = math::exp(load(z + k) - columns.largest);
      const i32x4 largest = SoftmaxColumns::take_first(power, seen);
      store(a + k, select(largest, 1.0f - columns.rest / sum, power / sum));
    }
  }
}

// ∂aⱼ/∂zₖ = aⱼ(1[j=k] − aₖ), so δₖ = aₖ·(uₖ − Σⱼ aⱼuⱼ) with u = ∂L/∂a.
inline void softmax_backward(const float* a, const float* upstream, float* out, int neurons,
                             int stride) {
  const int count = neurons * stride;
  for (int s = 0; s < stride; s += kLanes) {
    f32x4 mean = splat(0.0f);
    for (int k = s; k < count; k += stride) mean += load(a + k) * load(upstream + k);
    for (int k = s; k < count; k += stride) {
      store(out + k, load(a + k) * (load(upstream + k) - mean));
    }
  }
}

inline constexpr Activation kSoftmax = {
    {
        .name = "softmax",
        .label = "softmax",
        .formula = "aₖ = exp zₖ / Σⱼ exp zⱼ",
        .derivative = "∂aⱼ/∂zₖ = aⱼ·(1[j=k] − aₖ)",
        .help = "Turns the outputs into probabilities of the classes; only for the output layer.",
        .slope_form = SlopeForm::kOther,
        .lowest = 0,
        .highest = 1,
        .kinks = kSmooth,
        .forms =
            {
                .onnx = "Softmax(z)",
                .c = "z",
                .c_layer =
                    "  float largest = out[0], sum = 0.0f; /* softmax */\n"
                    "  for (int i = 1; i < $OUT; ++i) largest = out[i] > largest ? out[i] : "
                    "largest;\n"
                    "  for (int i = 0; i < $OUT; ++i) sum += out[i] = expf(out[i] - largest);\n"
                    "  for (int i = 0; i < $OUT; ++i) out[i] /= sum;",
                .numpy = "    powers = np.exp(z - z.max(axis=1, keepdims=True))\n"
                         "    return powers / powers.sum(axis=1, keepdims=True)",
                .numpy_slope = kNoText,
                .torch = "torch.softmax(z, dim=1)",
            },
    },
    kFunctions<NotElementwise>,
    {softmax, softmax_backward}};

}  // namespace backprop::activation_entries
