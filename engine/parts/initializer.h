// How weights and biases start.
#pragma once

#include <span>
#include <string_view>

#include "engine/math/random.h"

namespace backprop {

struct Initializer {
  std::string_view name;     // "xavier_uniform"
  std::string_view label;    // "Xavier uniform"
  std::string_view formula;  // "U(±√(6/(in+out)))"
  std::string_view help;
  float bias;  // every bias starts here
  // Fills weights[output][input], multiplied by scale.
  void (*fill)(std::span<float> weights, int inputs, int outputs, float scale, Random& random);
};

// peer (uniform ±0.5, bias 0.1), zero, constant, uniform, xavier_uniform, xavier_normal,
// he_uniform, he_normal, lecun_uniform, lecun_normal, orthogonal.
std::span<const Initializer> initializers();
const Initializer& initializer(std::string_view name);  // the name must exist

}  // namespace backprop
