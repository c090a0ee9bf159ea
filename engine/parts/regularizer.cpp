#include "engine/parts/regularizer.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/base/table.h"
#include "engine/math/simd.h"

namespace backprop {
namespace {

struct L1 {
  // λ·sign w, 0 at 0, NaN for NaN.
  static f32x4 gradient(f32x4 rate, f32x4 w) {
    const f32x4 one = splat(1.0f);
    return rate * select(w > 0.0f, one, select(w < 0.0f, -one, w));
  }
};

struct L2 {
  static f32x4 gradient(f32x4 rate, f32x4 w) { return rate * w; }
};

template <class Kind>
float gradient_of_one(float rate, float weight) {
  return Kind::gradient(splat(rate), splat(weight))[0];
}

template <class Kind>
void add(float rate, const float* weights, float* gradients, int count) {
  const f32x4 rates = splat(rate);
  int i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    store(gradients + i, load(gradients + i) + Kind::gradient(rates, load(weights + i)));
  }
  for (; i < count; ++i) gradients[i] += gradient_of_one<Kind>(rate, weights[i]);
}

// L1: R. Tibshirani, "Regression Shrinkage and Selection via the Lasso", J. R. Stat. Soc. B 58,
// 1996. L2: A. Krogh, J. A. Hertz, "A Simple Weight Decay Can Improve Generalization", NIPS 1991.
constexpr Regularizer kRegularizers[] = {
    {
        .name = "none",
        .label = "None",
        .formula = kNoText,
        .help = "Only the data decide.",
        .gradient = [](float, float) { return 0.0f; },
        .penalty = [](double, double) { return 0.0; },
        .add = nullptr,
        .forms = {.numpy = kNoText, .torch = kNoText},
    },
    {
        .name = "l1",
        .label = "L1",
        .formula = "+ λ·Σ|w|",
        .help = "Pulls every weight to zero by the same amount: few weights remain.",
        .gradient = gradient_of_one<L1>,
        .penalty = [](double rate, double w) { return rate * (w < 0 ? -w : w); },
        .add = add<L1>,
        .forms = {.numpy = "np.sign(weights)", .torch = "layer.weight.abs().sum()"},
    },
    {
        .name = "l2",
        .label = "L2",
        .formula = "+ λ·½Σw²",
        .help = "Pulls every weight to zero in proportion to its size: weights stay small.",
        .gradient = gradient_of_one<L2>,
        .penalty = [](double rate, double w) { return rate * 0.5 * w * w; },
        .add = add<L2>,
        .forms = {.numpy = "weights", .torch = "(layer.weight ** 2).sum() / 2"},
    },
};

// ‖scale·g‖
float norm_of(const float* gradients, int count, float scale) {
  f32x4 squares = splat(0.0f);
  for (int i = 0; i < count; i += kLanes) {
    const f32x4 g = load(gradients + i) * splat(scale);
    squares += g * g;
  }
  return square_root(splat(sum_lanes(squares)))[0];
}

}  // namespace

std::span<const Regularizer> regularizers() { return kRegularizers; }

const Regularizer& regularizer(std::string_view name) {
  const Regularizer* entry = find_entry(regularizers(), name);
  assert(entry);
  return *entry;
}

bool is_cut(float weight) { return weight == 0 && std::signbit(weight); }

void l1_step(float pull, float* weights, float* updates, int count) {
  for (int i = 0; i < count; ++i) {
    const float before = weights[i];
    if (is_cut(before)) {
      updates[i] = 0;
      continue;
    }
    const float sign = static_cast<float>((before > 0) - (before < 0));
    const float stepped = before + updates[i];  // where the optimizer alone takes it
    const float update = updates[i] - pull * sign;
    const float after = before + update;
    const bool crosses = (stepped > 0 && after < 0) || (stepped < 0 && after > 0);
    updates[i] = crosses ? -before : update;
    weights[i] = crosses ? kCutWeight : after;
  }
}

float clip_factor(float threshold, const float* gradients, int count) {
  const float norm = norm_of(gradients, count, 1);
  if (norm <= threshold) return 1;
  if (norm - norm == 0 || norm != norm) return threshold / norm;
  // The squares are too large for a float: those of the gradient over its largest number are not.
  float largest = 0;
  for (int i = 0; i < count; ++i) largest = std::max(largest, std::abs(gradients[i]));
  return threshold / largest / norm_of(gradients, count, 1 / largest);
}

void clip(Clipping clipping, float threshold, float* gradients, int count) {
  if (clipping == Clipping::kNone) return;
  if (clipping == Clipping::kValue) {
    for (int i = 0; i < count; i += kLanes) {
      store(gradients + i,
            at_least(at_most(load(gradients + i), splat(threshold)), splat(-threshold)));
    }
    return;
  }
  const float factor = clip_factor(threshold, gradients, count);
  if (factor == 1) return;
  for (int i = 0; i < count; i += kLanes) store(gradients + i, load(gradients + i) * splat(factor));
}

}  // namespace backprop
