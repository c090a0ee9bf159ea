// What one gradient costs: multiplications counted in the loops of the kernels that are there to be
// read, for one sample. Why one goes backwards.
#pragma once

#include <cstdint>

#include "engine/network/network.h"

namespace backprop {

// Multiplications in the sums over neurons, for one sample, with the 1/N that makes each gradient a
// mean; φ, φ′ and the loss are not counted, of which there is one for each neuron and output.
struct GradientCost {
  std::int64_t forward = 0;  // z = W·a + b through all layers
  std::int64_t backward = 0;  // Wᵀ·δ through all layers but the first
  std::int64_t gradients = 0;  // δ·input for every weight and bias
  std::int64_t parameters = 0;  // P

  // Every slope at once: a forward pass, a backward pass, the gradients.
  std::int64_t backpropagation() const { return forward + backward + gradients; }
  // w + h and w − h for one after the other: 2·P forward passes.
  std::int64_t nudging() const { return 2 * parameters * forward; }
  // Forward mode: a forward pass for each that carries the slope along with every value. A product
  // of two such pairs, (u, u̇)·(v, v̇) = (u·v, u·v̇ + u̇·v), is three multiplications.
  std::int64_t forward_mode() const { return parameters * forward_of_pairs; }
  std::int64_t forward_of_pairs = 0;  // one such pass
};

GradientCost gradient_cost(const Network& network);

}  // namespace backprop
