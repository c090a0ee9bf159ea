// Regularization, clipping: what is done to a gradient before the optimizer sees it.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/entry.h"

namespace backprop {

// How a penalty is said elsewhere, without its rate; empty for none.
struct RegularizerForms {
  MaybeText numpy;  // what is added to ∂L/∂w, of an array `weights`
  MaybeText torch;  // what is added to the loss, of a tensor `layer.weight`
};

struct Regularizer {
  Text name;          // "l2"
  Text label;         // "L2"
  MaybeText formula;  // "+ λ·½Σw²"
  Text help;
  // The term added to ∂L/∂w of one weight (biases are never regularized); rate is λ ≥ 0.
  Given<float (*)(float rate, float weight)> gradient;
  Given<double (*)(double rate, double weight)> penalty;  // of one weight, to the loss
  // gradients[i] += gradient(rate, weights[i]), bit for bit; null for none.
  Given<void (*)(float rate, const float* weights, float* gradients, int count)> add;
  RegularizerForms forms;
};

std::span<const Regularizer> regularizers();  // none is the first
const Regularizer& regularizer(std::string_view name);  // the name must exist

// L1 with its cut, as TensorFlow Playground has it: not in the gradient but a step of its own, behind
// the optimizer's. A weight that this step (not the optimizer's) would carry across zero is cut: it
// becomes −0 and stays there, whatever its gradient. The sign of that zero is the mark, so that it
// is where the weight is, in documents, links and history alike; a weight at +0 is not cut.
inline constexpr float kCutWeight = -0.0f;
bool is_cut(float weight);

// After the optimizer has computed updates[i] = Δw without the penalty: adds L1's own step, `pull` =
// η·λ long, to them, cuts, and moves the weights: weights[i] += updates[i] but for the sign of zero.
void l1_step(float pull, float* weights, float* updates, int count);

enum class Clipping { kNone, kNorm, kValue };

// What clipping to a length multiplies a gradient by: threshold/‖g‖, or 1 when it is short enough.
// count is a multiple of kLanes.
float clip_factor(float threshold, const float* gradients, int count);

// Limits a gradient to a length (kNorm: scaled down as a whole) or each of its numbers to
// ±threshold (kValue). NaN stays NaN. count is a multiple of kLanes.
void clip(Clipping clipping, float threshold, float* gradients, int count);

}  // namespace backprop
