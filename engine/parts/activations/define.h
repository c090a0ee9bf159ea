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
