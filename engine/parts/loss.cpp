#include "engine/parts/loss.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/math/math.h"
#include "engine/math/simd.h"
#include "engine/math/softmax.h"

namespace backprop {
namespace {

// Lanes of the vector at column s that hold samples; the others are padding.
i32x4 valid_lanes(int s, int samples) { return i32x4{s, s + 1, s + 2, s + 3} < samples; }

f32x4 zero_padding(f32x4 value, int s, int samples) {
  return select(valid_lanes(s, samples), value, splat(0.0f));
}

// Losses that are a sum over the outputs give, for one output, the loss and what reaches it.

struct SquaredError {
  static f32x4 term(f32x4, f32x4 a, f32x4 y) { return 0.5f * (a - y) * (a - y); }
  static f32x4 gradient(f32x4, f32x4 a, f32x4 y) { return a - y; }
  static double term_double(double, double a, double y) { return 0.5 * (a - y) * (a - y); }
};

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

// −y·ln σ(z) − (1−y)·ln(1−σ(z)) = max(z, 0) − z·y + ln(1 + e^−|z|), with no overflow.
struct BinaryCrossEntropy {
  static f32x4 term(f32x4 z, f32x4, f32x4 y) {
    return at_least(z, splat(0.0f)) - z * y + math::log1p_unit(math::exp(-absolute(z)));
  }
  static f32x4 gradient(f32x4, f32x4 a, f32x4 y) { return a - y; }
  static double term_double(double z, double, double y) { return math::softplus(z) - z * y; }
};

template <class Kind>
void value(const float* z, const float* a, const float* target, float* sample_loss, int outputs,
           int samples, int stride) {
  for (int s = 0; s < stride; s += kLanes) {
    f32x4 sum = splat(0.0f);
    for (int k = s; k < outputs * stride; k += stride) {
      sum += Kind::term(load(z + k), load(a + k), load(target + k));
    }
    store(sample_loss + s, zero_padding(sum, s, samples));
  }
}

template <class Kind>
void gradient(const float* z, const float* a, const float* target, float* upstream, int outputs,
              int samples, int stride) {
  for (int s = 0; s < stride; s += kLanes) {
    for (int k = s; k < outputs * stride; k += stride) {
      const f32x4 value = Kind::gradient(load(z + k), load(a + k), load(target + k));
      store(upstream + k, zero_padding(value, s, samples));
    }
  }
}

template <class Kind>
double value_double(const double* z, const double* a, const double* target, int outputs) {
  double sum = 0;
  for (int k = 0; k < outputs; ++k) sum += Kind::term_double(z[k], a[k], target[k]);
  return sum;
}

// −Σₖ yₖ·ln softmax(z)ₖ = Σₖ yₖ·(ln Σⱼ e^(zⱼ−m) + m − zₖ) with m = max z, with no overflow.
void cross_entropy(const float* z, const float*, const float* target, float* sample_loss,
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

double cross_entropy_double(const double* z, const double*, const double* target, int outputs) {
  double largest = z[0];
  for (int k = 1; k < outputs; ++k) largest = z[k] > largest ? z[k] : largest;
  double powers = 0;
  for (int k = 0; k < outputs; ++k) powers += math::exp(z[k] - largest);
  const double log_sum = math::log(powers);
  double loss = 0;
  for (int k = 0; k < outputs; ++k) loss += target[k] * (log_sum + (largest - z[k]));
  return loss;
}

constexpr Loss kLosses[] = {
    {
        .name = "mse",
        .label = "½ squared error",
        .formula = "L = ½ Σₖ (aₖ − yₖ)²",
        .delta_formula = "δ = (a − y)·φ′(z)",
        .help = "Half the squared distance to the target; learns slowly from outputs that are "
                "saturated and wrong.",
        .classification = true,
        .regression = true,
        .output_activation = "tanh",
        .target_low = -1,
        .target_high = 1,
        .output_per_class = false,
        .on_logits = false,
        .value = value<SquaredError>,
        .gradient = gradient<SquaredError>,
        .value_double = value_double<SquaredError>,
    },
    {
        .name = "bce",
        .label = "Binary cross-entropy",
        .formula = "L = −Σₖ [yₖ·ln aₖ + (1 − yₖ)·ln(1 − aₖ)]",
        .delta_formula = "δ = σ(z) − y",
        .help = "How surprising the label is under the predicted probability; the sigmoid's slope "
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
    },
    {
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
    },
    {
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
        .output_per_class = false,
        .on_logits = false,
        .value = value<Huber>,
        .gradient = gradient<Huber>,
        .value_double = value_double<Huber>,
    },
};

}  // namespace

std::span<const Loss> losses() { return kLosses; }

const Loss& loss(std::string_view name) {
  const Loss* entry = find_entry(losses(), name);
  assert(entry);
  return *entry;
}

}  // namespace backprop
