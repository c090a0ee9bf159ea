#include "engine/parts/activation.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/math/math.h"
#include "engine/math/simd.h"
#include "engine/math/softmax.h"

namespace backprop {
namespace {

// Each function once: φ for four lanes and in double, φ′ from z and a = φ(z).

struct Linear {
  static f32x4 value(f32x4 z) { return z; }
  static f32x4 slope(f32x4, f32x4) { return splat(1.0f); }
  static double value_double(double z) { return z; }
};

struct Relu {
  static f32x4 value(f32x4 z) { return at_least(z, splat(0.0f)); }
  static f32x4 slope(f32x4 z, f32x4) { return select(z > 0.0f, splat(1.0f), splat(0.0f)); }
  static double value_double(double z) { return z < 0 ? 0 : z; }
};

struct LeakyRelu {
  static f32x4 value(f32x4 z) { return select(z > 0.0f, z, 0.01f * z); }
  static f32x4 slope(f32x4 z, f32x4) { return select(z > 0.0f, splat(1.0f), splat(0.01f)); }
  static double value_double(double z) { return z > 0 ? z : 0.01 * z; }
};

struct Elu {
  static f32x4 value(f32x4 z) { return select(z > 0.0f, z, math::expm1_negative(z)); }
  static f32x4 slope(f32x4 z, f32x4 a) { return select(z > 0.0f, splat(1.0f), a + 1.0f); }
  static double value_double(double z) { return z > 0 ? z : math::expm1(z); }
};

struct Tanh {
  static f32x4 value(f32x4 z) { return math::tanh(z); }
  static f32x4 slope(f32x4, f32x4 a) { return 1.0f - a * a; }
  static double value_double(double z) { return math::tanh(z); }
};

struct Sigmoid {
  static f32x4 value(f32x4 z) { return math::sigmoid(z); }
  static f32x4 slope(f32x4, f32x4 a) { return a * (1.0f - a); }
  static double value_double(double z) { return math::sigmoid(z); }
};

struct Softplus {
  static f32x4 value(f32x4 z) { return math::softplus(z); }
  static f32x4 slope(f32x4 z, f32x4) { return math::sigmoid(z); }
  static double value_double(double z) { return math::softplus(z); }
};

struct Silu {
  static f32x4 value(f32x4 z) { return z * math::sigmoid(z); }
  static f32x4 slope(f32x4 z, f32x4) {
    const f32x4 s = math::sigmoid(z);
    return s * (1.0f + z * (1.0f - s));
  }
  static double value_double(double z) { return z * math::sigmoid(z); }
};

// The form with tanh: ½z·(1 + tanh u) = z·σ(2u), 2u = 2√(2/π)·(z + 0.044715·z³).
struct Gelu {
  static constexpr double kOuter = 1.5957691216057308;           // 2√(2/π)
  static constexpr double kCubic = 0.044715 * kOuter;

  // The share of z that passes. Beyond ±12 it is 0 or 1, and z³ would overflow at some point.
  static f32x4 bounded(f32x4 z) { return at_least(at_most(z, splat(12.0f)), splat(-12.0f)); }
  static f32x4 share(f32x4 z) {
    return math::sigmoid(z * (static_cast<float>(kOuter) + static_cast<float>(kCubic) * (z * z)));
  }
  static f32x4 value(f32x4 z) { return z * share(bounded(z)); }
  // s + z·s·(1 − s)·(2u)′
  static f32x4 slope(f32x4 z, f32x4) {
    const f32x4 b = bounded(z);
    const f32x4 s = share(b);
    const f32x4 inner = static_cast<float>(kOuter) + static_cast<float>(3 * kCubic) * (b * b);
    return s + b * (s * (1.0f - s)) * inner;
  }
  static double value_double(double z) {
    return z * math::sigmoid(z * (kOuter + kCubic * (z * z)));
  }
};

struct Sine {
  static f32x4 value(f32x4 z) { return math::sin(z); }
  static f32x4 slope(f32x4 z, f32x4) { return math::cos(z); }
  static double value_double(double z) { return math::sin(z); }
};

// Stands for softmax where one number is asked for: it has no such value.
struct NotElementwise {
  static f32x4 value(f32x4) { return splat(__builtin_nanf("")); }
  static f32x4 slope(f32x4, f32x4) { return splat(__builtin_nanf("")); }
  static double value_double(double) { return __builtin_nan(""); }
};

template <class Function>
void apply(const float* z, float* a, int count) {
  for (int i = 0; i < count; i += kLanes) store(a + i, Function::value(load(z + i)));
}

template <class Function>
void backward(const float* z, const float* a, const float* upstream, float* out, int count) {
  for (int i = 0; i < count; i += kLanes) {
    store(out + i, Function::slope(load(z + i), load(a + i)) * load(upstream + i));
  }
}

// An entry with everything that follows from its function.
template <class Function>
constexpr Activation entry(std::string_view name, std::string_view label, std::string_view formula,
                           std::string_view derivative, std::string_view help) {
  return {
      .name = name,
      .label = label,
      .formula = formula,
      .derivative = derivative,
      .help = help,
      .output_only = false,
      .apply = apply<Function>,
      .backward = backward<Function>,
      .value = [](float z) { return Function::value(splat(z))[0]; },
      .slope = [](float z, float a) { return Function::slope(splat(z), splat(a))[0]; },
      .value_double = Function::value_double,
      .has_kink = false,
      .kink = 0,
      .apply_columns = nullptr,
      .backward_columns = nullptr,
  };
}

constexpr Activation with_kink_at_zero(Activation activation) {
  activation.has_kink = true;
  return activation;
}

// aₖ = e^(zₖ−m) / Σⱼ e^(zⱼ−m) with m = max z, which keeps the powers within range.
void softmax(const float* z, float* a, int neurons, int stride) {
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
void softmax_backward(const float* a, const float* upstream, float* out, int neurons, int stride) {
  const int count = neurons * stride;
  for (int s = 0; s < stride; s += kLanes) {
    f32x4 mean = splat(0.0f);
    for (int k = s; k < count; k += stride) mean += load(a + k) * load(upstream + k);
    for (int k = s; k < count; k += stride) {
      store(out + k, load(a + k) * (load(upstream + k) - mean));
    }
  }
}

constexpr Activation softmax_entry() {
  Activation result = entry<NotElementwise>(
      "softmax", "softmax", "aₖ = exp zₖ / Σⱼ exp zⱼ", "∂aⱼ/∂zₖ = aⱼ·(1[j=k] − aₖ)",
      "Turns the outputs into probabilities of the classes; only for the output layer.");
  result.output_only = true;
  result.apply_columns = softmax;
  result.backward_columns = softmax_backward;
  return result;
}

constexpr Activation kActivations[] = {
    entry<Linear>("linear", "linear", "φ(z) = z", "φ′(z) = 1",
                  "Passes z on; layers of it amount to a single layer."),
    with_kink_at_zero(entry<Relu>("relu", "ReLU", "φ(z) = max(0, z)", "φ′(z) = 1 if z > 0 else 0",
                                  "Cuts off what is negative; fast, but a neuron can die.")),
    with_kink_at_zero(entry<LeakyRelu>("leaky_relu", "leaky ReLU", "φ(z) = z if z > 0 else 0.01·z",
                                       "φ′(z) = 1 if z > 0 else 0.01",
                                       "ReLU with a small slope below zero: no neuron dies.")),
    entry<Elu>("elu", "ELU", "φ(z) = z if z > 0 else eᶻ − 1", "φ′(z) = 1 if z > 0 else a + 1",
               "Like ReLU above zero, bends smoothly to −1 below."),
    entry<Tanh>("tanh", "tanh", "φ(z) = tanh z", "φ′(z) = 1 − a²",
                "Smooth, between −1 and 1, steepest at zero; saturates far from it."),
    entry<Sigmoid>(
        "sigmoid", "sigmoid", "φ(z) = 1 / (1 + e⁻ᶻ)", "φ′(z) = a·(1 − a)",
        "Smooth, between 0 and 1; its slope is never above ¼, so deep gradients vanish."),
    entry<Softplus>("softplus", "softplus", "φ(z) = ln(1 + eᶻ)", "φ′(z) = σ(z)",
                    "A ReLU with its corner rounded off."),
    entry<Silu>("silu", "SiLU", "φ(z) = z·σ(z)", "φ′(z) = σ(z)·(1 + z·(1 − σ(z)))",
                "Also called swish: smooth, dips a little below zero."),
    entry<Gelu>("gelu", "GELU", "φ(z) = ½z·(1 + tanh(√(2/π)·(z + 0.044715·z³)))",
                "φ′(z) = s + z·s·(1 − s)·2√(2/π)·(1 + 0.134145·z²), s = φ(z)/z",
                "About z times the normal distribution's share below z; common in transformers."),
    entry<Sine>("sine", "sine", "φ(z) = sin z", "φ′(z) = cos z",
                "Periodic: good at waves, easily caught in wiggles."),
    softmax_entry(),
};

}  // namespace

std::span<const Activation> activations() { return kActivations; }

const Activation& activation(std::string_view name) {
  const Activation* entry = find_entry(activations(), name);
  assert(entry);
  return *entry;
}

void activate(const Activation& activation, const float* z, float* a, int neurons, int stride) {
  if (activation.apply_columns) {
    activation.apply_columns(z, a, neurons, stride);
  } else {
    activation.apply(z, a, neurons * stride);
  }
}

void activate_backward(const Activation& activation, const float* z, const float* a,
                       const float* upstream, float* out, int neurons, int stride) {
  if (activation.backward_columns) {
    activation.backward_columns(a, upstream, out, neurons, stride);
  } else {
    activation.backward(z, a, upstream, out, neurons * stride);
  }
}

}  // namespace backprop
