#include "engine/network/regularize.h"

#include <cstring>

namespace backprop {

void regularize(const Regularizer& regularizer, float rate, const Network& network,
                const float* data_gradients, float* gradients) {
  std::memcpy(gradients, data_gradients, network.parameter_capacity() * sizeof(float));
  if (!regularizer.add || rate == 0.0f) return;
  for (const Network::Layer& layer : network.layers()) {
    regularizer.add(rate, network.data() + layer.weights, gradients + layer.weights,
                    static_cast<int>(layer.biases - layer.weights));
  }
}

}  // namespace backprop
