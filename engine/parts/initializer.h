// How weights and biases start.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/entry.h"
#include "engine/math/random.h"

namespace backprop {

struct Initializer {
  Text name;     // "xavier_uniform"
  Text label;    // "Xavier uniform"
  Text formula;  // "w = U(±√(6/(in+out)))"
  Text help;
  Given<float> bias;    // every bias starts here
  Given<bool> scales;   // whether scale makes a difference
  // Fills weights[output][input], multiplied by scale ≥ 0; inputs and outputs are at least 1.
  Given<void (*)(std::span<float> weights, int inputs, int outputs, float scale, Random& random)>
      fill;
};

// All of them, in the order in which they are offered.
std::span<const Initializer> initializers();
const Initializer& initializer(std::string_view name);  // the name must exist

}  // namespace backprop
