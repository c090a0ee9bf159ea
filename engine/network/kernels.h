// The sums of backpropagation over a batch, twice: `naive` is the one to read, `fast` is the one
// that runs. Tests hold them equal bit for bit.
//
// Activations and deltas are stored [neuron][sample] with `stride` floats a neuron, stride being
// the batch size padded to whole vectors. Every sum over neurons runs in index order; every sum
// over samples runs in four lanes (sample s goes to lane s mod 4) added as (0+1)+(2+3).
#pragma once

namespace backprop {

// inputs, outputs ≥ 1; stride is a multiple of kLanes. Weights are [output][input].
struct Kernels {
  // z[j][s] = b[j] + Σᵢ w[j][i]·a[i][s], i ascending.
  void (*weighted_sums)(const float* weights, const float* biases, const float* a, float* z,
                        int inputs, int outputs, int stride);
  // upstream[i][s] = Σⱼ w[j][i]·δ[j][s], j ascending from zero: ∂Lₛ/∂aᵢ.
  void (*input_gradients)(const float* weights, const float* delta, float* upstream, int inputs,
                          int outputs, int stride);
  // dw[j][i] = scale·Σₛ δ[j][s]·a[i][s] and db[j] = scale·Σₛ δ[j][s].
  void (*parameter_gradients)(const float* delta, const float* a, float scale, float* dw, float* db,
                              int inputs, int outputs, int stride);
};

const Kernels& naive_kernels();
const Kernels& fast_kernels();

}  // namespace backprop
