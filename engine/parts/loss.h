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

// How a loss is said elsewhere, of every sample.
struct LossForms {
  // NumPy: lines that return it from arrays z, a and y, [sample][output].
  Text numpy;
  // What reaches the output activations, ∂L/∂a, an expression of the same; ∂L/∂z when on_logits.
  Text numpy_upstream;
  // PyTorch: an expression of tensors z and y; output(z) are the activations.
  Text torch;
};

// One loss. Per-sample loss Lₛ; the batch loss is the mean over its samples.
// Arrays are [output][stride] with `samples` valid columns.
struct Loss {
  Text name;           // "mse"
  Text label;          // "½ squared error"
  Text formula;        // "L = ½ Σₖ (aₖ − yₖ)²"
  Text delta_formula;  // "δ = (a − y)·φ′(z)"
  Text help;
  Given<bool> classification, regression;  // which problems it is for, at least one

  // What the output layer is under this loss: activation for classification (regression is
  // always linear), and the target of the right class and of the others.
  Text output_activation;
  Given<float> target_low, target_high;
  // cross_entropy has one output per class even for two classes.
  Given<bool> output_per_class;
  // bce and cross_entropy are taken on the logits: δ is computed without dividing by φ′.
  Given<bool> on_logits;

  // sample_loss[s] = Lₛ ≥ 0 for all columns; padding columns get 0. NaN stays NaN.
  Given<void (*)(const float* z, const float* a, const float* target, float* sample_loss,
                 int outputs, int samples, int stride)>
      value;
  // What reaches the output activations: upstream[k][s] = ∂Lₛ/∂aₖ, or, when on_logits,
  // directly δₖ = ∂Lₛ/∂zₖ. Padding columns get 0.
  Given<void (*)(const float* z, const float* a, const float* target, float* upstream, int outputs,
                 int samples, int stride)>
      gradient;
  // One sample in double, for gradient checks: z, a and target hold `outputs` numbers.
  Given<double (*)(const double* z, const double* a, const double* target, int outputs)>
      value_double;

  LossForms forms;
};

// All of them, in the order in which they are offered.
std::span<const Loss> losses();
const Loss& loss(std::string_view name);  // the name must exist

}  // namespace backprop
