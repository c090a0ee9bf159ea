// Losses: how far the output is from the target.
//
// One entry each in engine/parts/losses/, listed in loss.cpp.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/entry.h"

namespace backprop {

// Which problem a loss or a dataset is for.
enum class Problem { kClassification, kRegression };

struct Activation;

// How a loss is said elsewhere, of every sample.
struct LossForms {
  // NumPy: lines that return it from arrays z, a and y, [sample][output].
  Text numpy;
  // What the gradient below gives, an expression of the same: ∂L/∂a, or ∂L/∂z on the logits.
  Text numpy_upstream;
  // PyTorch: an expression of tensors z and y; output(z) are the activations.
  Text torch;
};

// One way to compute a loss. Arrays are [output][stride] with `samples` valid columns.
struct LossFunctions {
  // sample_loss[s] = Lₛ ≥ 0 for all columns; padding columns get 0. NaN stays NaN.
  Given<void (*)(const float* z, const float* a, const float* target, float* sample_loss,
                 int outputs, int samples, int stride)>
      value;
  // What reaches the output activations: upstream[k][s] = ∂Lₛ/∂aₖ, or, of functions on the logits,
  // directly δₖ = ∂Lₛ/∂zₖ. Padding columns get 0.
  Given<void (*)(const float* z, const float* a, const float* target, float* upstream, int outputs,
                 int samples, int stride)>
      gradient;
  // One sample in double, for gradient checks: z, a and target hold `outputs` numbers.
  Given<double (*)(const double* z, const double* a, const double* target, int outputs)>
      value_double;
  LossForms forms;
};

// How explanations spell a loss out: L = factor·Σₖ term, the mean over the outputs in place of the
// sum where it is one. A and Y stand for an output and its target.
struct LossSpelling {
  Given<bool> squares;  // whether, at least near the target, the term is (A − Y)²
  Given<float> factor;  // of those squares
  Given<float> slope;  // ∂term/∂A = slope·(A − Y) then
  Given<bool> mean;
  MaybeText term, term_latex;  // where the term is no square: "|A − Y|"
  MaybeText slope_term, slope_latex;  // and ∂term/∂A: "sign(A − Y)"
};

// One loss. Per-sample loss Lₛ; the batch loss is the mean over its samples.
struct Loss {
  Text name;  // "mse"
  Text label;  // "½ squared error"
  Text formula;  // "L = ½ Σₖ (aₖ − yₖ)²"
  Text delta_formula;  // "δ = (a − y)·φ′(z)", on its own output activation
  Text help;
  Given<bool> classification, regression;  // which problems it is for, at least one

  // What the output layer is unless it is chosen: activation for classification (regression is
  // linear then), and the target of the right class and of the others.
  Text output_activation;
  Given<float> target_low, target_high;
  // The targets are these whatever the output activation; else they go with that.
  Given<bool> own_targets;
  // cross_entropy has one output per class even for two classes.
  Given<bool> output_per_class;
  // Defined only for outputs from 0 to 1.
  Given<bool> of_probabilities;

  LossSpelling spelling;
  // For every output activation that it is defined for: φ′ follows by the chain rule.
  LossFunctions functions;
  // On its own output activation bce and cross_entropy are taken on the logits, where φ′ cancels:
  // δ is computed without dividing by it. Null: there is no such short cut.
  Given<const LossFunctions*> on_logits;
};

// Whether a loss is defined for what this output activation gives.
bool goes_with(const Loss& loss, const Activation& output);
// Whether it is taken on the logits there: the gradient is δ itself.
bool is_on_logits(const Loss& loss, const Activation& output);
// The functions that the phases use with this output activation.
const LossFunctions& functions_of(const Loss& loss, const Activation& output);
// How δ of an output comes about there: "δ = a − y".
std::string_view delta_formula_of(const Loss& loss, const Activation& output);

// All of them, in the order in which they are offered.
std::span<const Loss> losses();
const Loss& loss(std::string_view name);  // the name must exist

}  // namespace backprop
