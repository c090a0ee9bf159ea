// The sums of backpropagation as a textbook has them, over numbers of any kind: those to read, and
// those that are counted (engine/insight/cost.h). They add in the order of kernels.h.
#pragma once

namespace backprop::naive {

// shapes: weights [outputs][inputs], biases [outputs], a [inputs][stride], z [outputs][stride]
template <class Number>
void weighted_sums(const Number* weights, const Number* biases, const Number* a, Number* z,
                   int inputs, int outputs, int stride) {
  for (int j = 0; j < outputs; ++j) {
    for (int s = 0; s < stride; ++s) {
      Number sum = biases[j];
      for (int i = 0; i < inputs; ++i) sum += weights[j * inputs + i] * a[i * stride + s];
      z[j * stride + s] = sum;
    }
  }
}

// shapes: weights [outputs][inputs], delta [outputs][stride], upstream [inputs][stride]
template <class Number>
void input_gradients(const Number* weights, const Number* delta, Number* upstream, int inputs,
                     int outputs, int stride) {
  for (int i = 0; i < inputs; ++i) {
    for (int s = 0; s < stride; ++s) {
      Number sum{};
      for (int j = 0; j < outputs; ++j) sum += weights[j * inputs + i] * delta[j * stride + s];
      upstream[i * stride + s] = sum;
    }
  }
}

// shapes: delta [outputs][stride], a [inputs][stride], dw [outputs][inputs], db [outputs]
template <class Number>
void parameter_gradients(const Number* delta, const Number* a, Number scale, Number* dw, Number* db,
                         int inputs, int outputs, int stride) {
  for (int j = 0; j < outputs; ++j) {
    const Number* d = delta + j * stride;
    for (int i = 0; i < inputs; ++i) {
      Number lane[4] = {};
      for (int s = 0; s < stride; ++s) lane[s % 4] += d[s] * a[i * stride + s];
      dw[j * inputs + i] = scale * ((lane[0] + lane[1]) + (lane[2] + lane[3]));
    }
    Number lane[4] = {};
    for (int s = 0; s < stride; ++s) lane[s % 4] += d[s];
    db[j] = scale * ((lane[0] + lane[1]) + (lane[2] + lane[3]));
  }
}

}  // namespace backprop::naive
