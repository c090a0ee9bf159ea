// What a changed weight or bias does to one sample, from the neuron it belongs to as far as the
// loss: each number before and after.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/insight/explanation.h"
#include "engine/run/trainer.h"

namespace backprop {

struct MovedNumber {
  std::string symbol;  // "z⁽¹⁾₂", "a⁽³⁾₁", "L"
  TermTarget target;
  float before, after;
};

// With `parameter` (below parameter_count()) at `before` and as it is now, all others as they are,
// for a point of data(), an index into its points: z and a of the parameter's neuron, of each later
// hidden layer the a that moves most, every output, the loss of this sample. Without dropout.
std::vector<MovedNumber> moved_numbers(const Trainer& trainer, std::size_t parameter, float before,
                                       int point);

}  // namespace backprop
