// Regularization of a network: the term that every weight adds to its gradient.
#pragma once

#include "engine/network/network.h"
#include "engine/parts/regularizer.h"

namespace backprop {

// gradients = data_gradients plus the regularization of the weights at rate λ ≥ 0, none of the
// biases; both laid out as the network's parameters, parameter_capacity() long.
void regularize(const Regularizer& regularizer, float rate, const Network& network,
                const float* data_gradients, float* gradients);

}  // namespace backprop
