// Regularization, clipping: what is done to a gradient before the optimizer sees it.
#pragma once

#include <span>
#include <string_view>

namespace backprop {

struct Regularizer {
  std::string_view name;     // "l2"
  std::string_view label;    // "L2"
  std::string_view formula;  // "+ λ·½Σw²"
  std::string_view help;
  // The term added to ∂L/∂w of one weight (biases are never regularized).
  float (*gradient)(float rate, float weight);
  double (*penalty)(double rate, double weight);
  // gradients[i] += gradient(rate, weights[i]), bit for bit; null for none.
  void (*add)(float rate, const float* weights, float* gradients, int count);
};

std::span<const Regularizer> regularizers();  // none, l1, l2
const Regularizer& regularizer(std::string_view name);

enum class Clipping { kNone, kNorm, kValue };

// What clipping to a length multiplies a gradient by: threshold/‖g‖, or 1 when it is short enough.
// count is a multiple of kLanes.
float clip_factor(float threshold, const float* gradients, int count);

// Limits a gradient to a length (kNorm: scaled down as a whole) or each of its numbers to
// ±threshold (kValue). NaN stays NaN. count is a multiple of kLanes.
void clip(Clipping clipping, float threshold, float* gradients, int count);

}  // namespace backprop
