#include "engine/parts/regularizer.h"

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

void cut_at_zero(float pull, float* weights, float* updates, int count) {
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

constexpr std::string_view kNumpyCut =
    "        for (weights, _), (old, _) in zip(layers, views(before)):\n"
    "            # L1's own step. A weight that it would carry across zero stays there, as -0.\n"
    "            after = weights - learning_rate(step) * REGULARIZATION * np.sign(old)\n"
    "            after[np.sign(weights) * np.sign(after) == -1] = -0.0\n"
    "            cut = (old == 0) & np.signbit(old)\n"
    "            weights[...] = np.where(cut, old, after)";
constexpr std::string_view kTorchCut =
    "        for layer, old in zip(network.layers, before):\n"
    "            # L1's own step. A weight that it would carry across zero stays there, as -0.\n"
    "            weights = layer.weight.data\n"
    "            after = weights - learning_rate(step) * REGULARIZATION * old.sign()\n"
    "            after[weights.sign() * after.sign() == -1] = -0.0\n"
    "            cut = (old == 0) & old.signbit()\n"
    "            layer.weight.data = torch.where(cut, old, after)";

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
        .grows_with_weight = false,
        .cut_step = nullptr,
        .forms = {.function = kNoText,
                  .function_latex = kNoText,
                  .numpy = kNoText,
                  .torch = kNoText,
                  .numpy_cut = kNoText,
                  .torch_cut = kNoText},
    },
    {
        .name = "l1",
        .label = "L1",
        .formula = "+ λ·Σ|w|",
        .help = "Pulls every weight to zero by the same amount: few weights remain.",
        .gradient = gradient_of_one<L1>,
        .penalty = [](double rate, double w) { return rate * (w < 0 ? -w : w); },
        .add = add<L1>,
        .grows_with_weight = false,
        .cut_step = cut_at_zero,
        .forms =
            {
                .function = "sign",
                .function_latex = "\\operatorname{sign}",
                .numpy = "np.sign(weights)",
                .torch = "layer.weight.abs().sum()",
                .numpy_cut = kNumpyCut,
                .torch_cut = kTorchCut,
            },
    },
    {
        .name = "l2",
        .label = "L2",
        .formula = "+ λ·½Σw²",
        .help = "Pulls every weight to zero in proportion to its size: weights stay small.",
        .gradient = gradient_of_one<L2>,
        .penalty = [](double rate, double w) { return rate * 0.5 * w * w; },
        .add = add<L2>,
        .grows_with_weight = true,
        .cut_step = nullptr,
        .forms = {.function = kNoText,
                  .function_latex = kNoText,
                  .numpy = "weights",
                  .torch = "(layer.weight ** 2).sum() / 2",
                  .numpy_cut = kNoText,
                  .torch_cut = kNoText},
    },
};

}  // namespace

std::span<const Regularizer> regularizers() { return kRegularizers; }

const Regularizer& regularizer(std::string_view name) {
  const Regularizer* entry = find_entry(regularizers(), name);
  assert(entry);
  return *entry;
}

bool is_cut(float weight) { return weight == 0 && std::signbit(weight); }

}  // namespace backprop
