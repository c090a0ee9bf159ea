// The kernels to read, for the engine's floats. Tests hold the fast ones to them.
#include "engine/network/kernels_naive.h"

#include "engine/network/kernels.h"

namespace backprop {

const Kernels& naive_kernels() {
  static constexpr Kernels kNaive = {naive::weighted_sums<float>, naive::input_gradients<float>,
                                     naive::parameter_gradients<float>};
  return kNaive;
}

}  // namespace backprop
