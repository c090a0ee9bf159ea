// The table of activations. Each has a file in activations/, with its function and its entry.
#include "engine/parts/activation.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/parts/activations/bipolar_sigmoid.h"
#include "engine/parts/activations/elu.h"
#include "engine/parts/activations/gelu.h"
#include "engine/parts/activations/hard_tanh.h"
#include "engine/parts/activations/leaky_relu.h"
#include "engine/parts/activations/linear.h"
#include "engine/parts/activations/mish.h"
#include "engine/parts/activations/relu.h"
#include "engine/parts/activations/selu.h"
#include "engine/parts/activations/sigmoid.h"
#include "engine/parts/activations/silu.h"
#include "engine/parts/activations/sine.h"
#include "engine/parts/activations/softmax.h"
#include "engine/parts/activations/softplus.h"
#include "engine/parts/activations/tanh.h"

namespace backprop {
namespace {

using namespace activation_entries;

// In the order in which they are offered.
// clang-format off: a line each
constexpr Activation kActivations[] = {
    kLinear,
    kRelu,
    kLeakyRelu,
    kElu,
    kSelu,
    kTanh,
    kHardTanh,
    kSigmoid,
    kBipolarSigmoid,
    kSoftplus,
    kSilu,
    kMish,
    kGelu,
    kSine,
    kSoftmax,
};
// clang-format on

}  // namespace

std::span<const Activation> activations() { return kActivations; }

const Activation& activation(std::string_view name) {
  const Activation* entry = find_entry(activations(), name);
  assert(entry);
  return *entry;
}

void activate(const Activation& activation, const float* z, float* a, int neurons, int stride) {
  if (activation.apply_columns) {
    activation.apply_columns(z, a, neurons, stride);
  } else {
    activation.apply(z, a, neurons * stride);
  }
}

void activate_backward(const Activation& activation, const float* z, const float* a,
                       const float* upstream, float* out, int neurons, int stride) {
  if (activation.backward_columns) {
    activation.backward_columns(a, upstream, out, neurons, stride);
  } else {
    activation.backward(z, a, upstream, out, neurons * stride);
  }
}

}  // namespace backprop
