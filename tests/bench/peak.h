// What a core can do at most under our rules: vectors multiplied, then added, each rounded (a fused
// multiply-add would give other bits). Twelve chains of one vector each keep the multipliers and
// adders of today's processors busy; more would not fit their registers.
#pragma once

namespace backprop::bench {

inline constexpr int kPeakChains = 12;
inline constexpr int kPeakUnroll = 8;

// Multiply-add pairs of single numbers done by `rounds` rounds; `result` keeps them from being
// left out.
template <class Vector>
inline __attribute__((always_inline)) double run_peak(long rounds, volatile float* result) {
  Vector sums[kPeakChains];
  for (int c = 0; c < kPeakChains; ++c) sums[c] = Vector{} + static_cast<float>(c);
  // Towards 2 and no further, whatever the number of rounds; not known to the compiler.
  volatile float half = 0.5f, one = 1.0f;
  const Vector factor = Vector{} + half;
  const Vector term = Vector{} + one;
  for (long round = 0; round < rounds; ++round) {
#if defined(__clang__)
#pragma clang loop unroll(full)
#else
#pragma GCC unroll 8
#endif
    for (int u = 0; u < kPeakUnroll; ++u) {
#if defined(__clang__)
#pragma clang loop unroll(full)
#else
#pragma GCC unroll 12
#endif
      for (int c = 0; c < kPeakChains; ++c) sums[c] = sums[c] * factor + term;
    }
  }
  float total = 0;
  for (const Vector& sum : sums) total += sum[0];
  *result = total;
  return static_cast<double>(rounds) * kPeakUnroll * kPeakChains *
         static_cast<double>(sizeof(Vector) / sizeof(float));
}

}  // namespace backprop::bench
