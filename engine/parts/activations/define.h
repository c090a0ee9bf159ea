// What the files of activations have in common. Only activation.cpp includes them.
//
// Each has a struct with the function, once for four lanes and once in double, φ′ from z and
// a = φ(z), and the entry that says all the rest.
#pragma once

#include <limits>

#include "engine/math/math.h"
#include "engine/math/simd.h"
#include "engine/parts/activation.h"

namespace backprop::activation_entries {

inline constexpr float kUnbounded = std::numeric_limits<float>::infinity();
inline constexpr std::span<const double> kSmooth;
inline constexpr double kAtZero[] = {0};

// z itself, but for ±∞ the largest number: its product with a share of 0 is 0 then, not NaN.
inline f32x4 finite(f32x4 z) {
  constexpr float kLargest = std::numeric_limits<float>::max();
  return at_least(at_most(z, splat(kLargest)), splat(-kLargest));
}
// z·share for a share that is 0 at −∞ and 1 at ∞.
inline f32x4 share_of(f32x4 z, f32x4 share) { return select(z > 0.0f, z, finite(z)) * share; }
inline double share_of(double z, double share) { return share == 0 ? 0 : z * share; }

template <class Function>
void apply(const float* z, float* a, int count) {
  for (int i = 0; i < count; i += kLanes) store(a + i, Function::value(load(z + i)));
}

template <class Function>
void backward(const float* z, const float* a, const float* upstream, float* out, int count) {
  for (int i = 0; i < count; i += kLanes) {
    store(out + i, Function::slope(load(z + i), load(a + i)) * load(upstream + i));
  }
}

template <class Function>
inline constexpr ElementwiseFunctions kFunctions = {
    .apply = apply<Function>,
    .backward = backward<Function>,
    .value = [](float z) { return Function::value(splat(z))[0]; },
    .slope = [](float z, float a) { return Function::slope(splat(z), splat(a))[0]; },
    .value_double = Function::value_double,
};

}  // namespace backprop::activation_entries
