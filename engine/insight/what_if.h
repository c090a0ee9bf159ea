// Training done wrong beside training done right, and what else shows only in a second run: all on
// copies, started where the run started. A trainer itself cannot make these mistakes.
#pragma once

#include <cstdint>

#include "engine/run/trainer.h"

namespace backprop {

enum class Mistake {
  kNone,
  kKeptGradients,  // gradients are added to those of all steps before: zero_grad was forgotten
  kNewWeights,     // a layer's δ come through the weights after it as they are already updated
};

struct Descent {
  double loss;           // over the training set, after the last step
  double gradient_norm;  // ‖∂L/∂w‖ there, over all parameters
  double used_norm;      // norm of what the last step used in its place
};
// Plain gradient descent on the whole training set, with the run's rate, from its first parameters.
Descent descend(const Trainer& trainer, Mistake mistake, int steps);

// The same descent with new weights, and how near what its steps used is to the gradient they
// should have used.
struct NewWeights {
  double cosine;  // the smallest of all steps
  int faulted;  // of the first step's gradients, by PyTorch's tolerances for a gradient check
};
NewWeights compare_new_weights(const Trainer& trainer, int steps);

// Gradients of the whole training set where what the forward pass kept of the first neuron's
// activation is lost, set to 0, before the backward pass. How many of `layer`'s gradients, biases
// included (layers count from 1; 0: of all), are wrong then by PyTorch's tolerances.
int faulted_by_lost_activation(const Trainer& trainer, int layer);

// The error after one step of the example that many courses compute by hand: two inputs, two
// hidden and two output sigmoids, ½ squared error, rate ½, biases left alone.
double textbook_error(Mistake mistake);

struct StepNoise {
  double uphill;  // share of updates after which the loss over the training set is higher
  double cosine;  // between a batch's gradient and that of the whole set, on average
};
// Of the run's first `steps` ≥ 1 updates, done again.
StepNoise step_noise(const Trainer& trainer, int steps);

// The largest eigenvalue of the training loss's second derivative at the present parameters, by
// power iteration on differences of gradients. Exact for a linear network under ½ squared error.
inline constexpr int kCurvatureRounds = 60;
double curvature(const Trainer& trainer);

}  // namespace backprop
