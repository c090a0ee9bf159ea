// Losses: how far the output is from the target.
#pragma once

#include <span>
#include <string_view>

namespace backprop {

// Which problem a loss or a dataset is for.
enum class Problem { kClassification, kRegression };

// One loss. Per-sample loss Lₛ; the batch loss is the mean over its samples.
// Arrays are [output][stride] with `samples` valid columns.
struct Loss {
  std::string_view name;     // "mse"
  std::string_view label;    // "½ squared error"
  std::string_view formula;  // "L = ½ Σₖ (aₖ − yₖ)²"
  std::string_view delta_formula;  // "δ = (a − y)·φ′(z)"
  std::string_view help;
  bool classification;
  bool regression;

  // What the output layer is under this loss: activation for classification (regression is
  // always linear), and the target of the right class and of the others.
  std::string_view output_activation;
  float target_low, target_high;
  // cross_entropy has one output per class even for two classes.
  bool output_per_class;
  // bce and cross_entropy are taken on the logits: δ is computed without dividing by φ′.
  bool on_logits;

  // sample_loss[s] = Lₛ for all columns; padding columns get 0.
  void (*value)(const float* z, const float* a, const float* target, float* sample_loss,
                int outputs, int samples, int stride);
  // What reaches the output activations: upstream[k][s] = ∂Lₛ/∂aₖ, or, when on_logits,
  // directly δₖ = ∂Lₛ/∂zₖ. Padding columns get 0.
  void (*gradient)(const float* z, const float* a, const float* target, float* upstream,
                   int outputs, int samples, int stride);
  // One sample in double, for gradient checks: z, a and target hold `outputs` numbers.
  double (*value_double)(const double* z, const double* a, const double* target, int outputs);
};

// mse, bce, cross_entropy, huber.
std::span<const Loss> losses();
const Loss& loss(std::string_view name);  // the name must exist

}  // namespace backprop
