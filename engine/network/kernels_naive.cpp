// The sums of backpropagation as a textbook has them: the kernels to read. They add in the same
// order as the fast ones, which tests hold them to.
#include "engine/network/kernels.h"

namespace backprop {
namespace {

// shapes: weights [outputs][inputs], biases [outputs], a [inputs][stride], z [outputs][stride]
void weighted_sums(const float* weights, const float* biases, const float* a, float* z, int inputs,
                   int outputs, int stride) {
  for (int j = 0; j < outputs; ++j) {
    for (int s = 0; s < stride; ++s) {
      float sum = biases[j];
      for (int i = 0; i < inputs; ++i) sum += weights[j * inputs + i] * a[i * stride + s];
      z[j * stride + s] = sum;
    }
  }
}

// shapes: weights [outputs][inputs], delta [outputs][stride], upstream [inputs][stride]
void input_gradients(const float* weights, const float* delta, float* upstream, int inputs,
                     int outputs, int stride) {
  for (int i = 0; i < inputs; ++i) {
    for (int s = 0; s < stride; ++s) {
      float sum = 0;
      for (int j = 0; j < outputs; ++j) sum += weights[j * inputs + i] * delta[j * stride + s];
      upstream[i * stride + s] = sum;
    }
  }
}

// shapes: delta [outputs][stride], a [inputs][stride], dw [outputs][inputs], db [outputs]
void parameter_gradients(const float* delta, const float* a, float scale, float* dw, float* db,
                         int inputs, int outputs, int stride) {
  for (int j = 0; j < outputs; ++j) {
    const float* d = delta + j * stride;
    for (int i = 0; i < inputs; ++i) {
      float lane[4] = {0, 0, 0, 0};
      for (int s = 0; s < stride; ++s) lane[s % 4] += d[s] * a[i * stride + s];
      dw[j * inputs + i] = scale * ((lane[0] + lane[1]) + (lane[2] + lane[3]));
    }
    float lane[4] = {0, 0, 0, 0};
    for (int s = 0; s < stride; ++s) lane[s % 4] += d[s];
    db[j] = scale * ((lane[0] + lane[1]) + (lane[2] + lane[3]));
  }
}

constexpr Kernels kNaive = {weighted_sums, input_gradients, parameter_gradients};

}  // namespace

const Kernels& naive_kernels() { return kNaive; }

}  // namespace backprop
