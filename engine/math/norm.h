#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace backprop {

// Σ aᵢ·bᵢ of floats, summed in double from the first to the last; `b` has at least as many as `a`.
inline double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  }
  return sum;
}

// The Euclidean norm √Σ vᵢ².
inline double norm(std::span<const float> values) { return std::sqrt(dot(values, values)); }

}  // namespace backprop
