// Regularization: what a penalty on large weights adds to a gradient before the optimizer sees it.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/entry.h"

namespace backprop {

// How a penalty is said elsewhere, without its rate; empty for none.
struct RegularizerForms {
  // The function of a weight whose value λ multiplies in ∂L/∂w, by its name: "sign"; empty for the
  // weight itself.
  MaybeText function, function_latex;
  MaybeText numpy;  // what is added to ∂L/∂w, of an array `weights`
  MaybeText torch;  // what is added to the loss, of a tensor `layer.weight`
  // cut_step in lines of a program, where `before` has the weights before the optimizer's step;
  // empty without one.
  MaybeText numpy_cut, torch_cut;
};

struct Regularizer {
  Text name;  // "l2"
  Text label;  // "L2"
  MaybeText formula;  // "+ λ·½Σw²"
  Text help;
  // The term added to ∂L/∂w of one weight (biases are never regularized); rate is λ ≥ 0.
  Given<float (*)(float rate, float weight)> gradient;
  Given<double (*)(double rate, double weight)> penalty;  // of one weight, to the loss
  // gradients[i] += gradient(rate, weights[i]), bit for bit; null for none.
  Given<void (*)(float rate, const float* weights, float* gradients, int count)> add;
  // Whether its pull grows with the weight: then η·λ > 1 carries weights ever farther across zero.
  Given<bool> grows_with_weight;
  // The penalty as a step of its own, behind the optimizer's, that stops weights at zero, for where
  // that is asked for; null where it is only ever part of the gradient. updates[i] = Δw as the
  // optimizer has computed it without the penalty, pull = η·λ ≥ 0: adds to them, cuts, and moves
  // the weights: weights[i] += updates[i] but for the sign of zero.
  Given<void (*)(float pull, float* weights, float* updates, int count)> cut_step;
  RegularizerForms forms;
};

std::span<const Regularizer> regularizers();  // none is the first
const Regularizer& regularizer(std::string_view name);  // the name must exist

// With its cut, as TensorFlow Playground has L1, a weight that the penalty's step (not the
// optimizer's) would carry across zero becomes −0 and stays there, whatever its gradient. The sign
// of that zero is the mark, so that it is where the weight is, in documents, links and history
// alike; a weight at +0 is not cut.
inline constexpr float kCutWeight = -0.0f;
bool is_cut(float weight);

}  // namespace backprop
