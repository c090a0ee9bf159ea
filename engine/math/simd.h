// Four floats at a time on the compilers' vector extensions: one source for GCC, Clang and
// WebAssembly, with and without SIMD instructions, and the same bits from all of them.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

// Before a loop with a constant trip count, to have it unrolled completely.
#if defined(__clang__)
#define BACKPROP_UNROLL _Pragma("clang loop unroll(full)")
#else
#define BACKPROP_UNROLL _Pragma("GCC unroll 16")
#endif

namespace backprop {

inline constexpr int kLanes = 4;

// Samples are padded to whole vectors; padding lanes of deltas are zero.
constexpr int padded(int count) { return (count + kLanes - 1) / kLanes * kLanes; }

using f32x4 = float __attribute__((vector_size(16)));
using i32x4 = std::int32_t __attribute__((vector_size(16)));
using u32x4 = std::uint32_t __attribute__((vector_size(16)));

inline f32x4 splat(float value) { return f32x4{value, value, value, value}; }

inline f32x4 load(const float* from) {  // no alignment needed
  f32x4 value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

inline void store(float* to, f32x4 value) { std::memcpy(to, &value, sizeof value); }

inline i32x4 bits_of(f32x4 value) { return reinterpret_cast<i32x4>(value); }
inline f32x4 from_bits(i32x4 value) { return reinterpret_cast<f32x4>(value); }

// Integer sums that may wrap around, as they do on the bits of NaN.
inline i32x4 wrapping_add(i32x4 a, std::uint32_t b) {
  return reinterpret_cast<i32x4>(reinterpret_cast<u32x4>(a) + b);
}

// mask ? yes : no, lane by lane; a mask lane is all ones or all zeros.
inline f32x4 select(i32x4 mask, f32x4 yes, f32x4 no) {
  return from_bits((mask & bits_of(yes)) | (~mask & bits_of(no)));
}

// Whether a lane of a mask is set.
inline bool any(i32x4 mask) {
#if defined(__SSE2__)
  return _mm_movemask_ps(reinterpret_cast<__m128>(mask)) != 0;
#elif defined(__wasm_simd128__)
  return wasm_v128_any_true(reinterpret_cast<v128_t>(mask));
#else
  return (mask[0] | mask[1] | mask[2] | mask[3]) != 0;
#endif
}

// limit < value ? limit : value, which is value when value is NaN: one instruction, whereas
// "minimum" as the standards have it costs several and a plain select may hide a NaN.
inline f32x4 at_most(f32x4 value, f32x4 limit) {
#if defined(__SSE2__)
  return reinterpret_cast<f32x4>(_mm_min_ps(limit, value));
#elif defined(__wasm_simd128__)
  return reinterpret_cast<f32x4>(
      wasm_f32x4_pmin(reinterpret_cast<v128_t>(value), reinterpret_cast<v128_t>(limit)));
#else
  return select(limit < value, limit, value);
#endif
}

// value < limit ? limit : value, which is value when value is NaN.
inline f32x4 at_least(f32x4 value, f32x4 limit) {
#if defined(__SSE2__)
  return reinterpret_cast<f32x4>(_mm_max_ps(limit, value));
#elif defined(__wasm_simd128__)
  return reinterpret_cast<f32x4>(
      wasm_f32x4_pmax(reinterpret_cast<v128_t>(value), reinterpret_cast<v128_t>(limit)));
#else
  return select(value < limit, limit, value);
#endif
}

inline f32x4 absolute(f32x4 value) { return from_bits(bits_of(value) & 0x7fffffff); }
inline i32x4 sign_bit(f32x4 value) { return bits_of(value) & INT32_MIN; }

// Correctly rounded everywhere, so the same bits everywhere.
inline f32x4 square_root(f32x4 value) {
#if defined(__SSE2__)
  return reinterpret_cast<f32x4>(_mm_sqrt_ps(value));
#elif defined(__wasm_simd128__)
  return reinterpret_cast<f32x4>(wasm_f32x4_sqrt(reinterpret_cast<v128_t>(value)));
#else
  return f32x4{__builtin_sqrtf(value[0]), __builtin_sqrtf(value[1]), __builtin_sqrtf(value[2]),
               __builtin_sqrtf(value[3])};
#endif
}

// The order every reduction over the batch uses: (0+1)+(2+3).
inline float sum_lanes(f32x4 value) { return (value[0] + value[1]) + (value[2] + value[3]); }

// Four such sums at once: lane k is sum_lanes of the k-th argument.
inline f32x4 sum_lanes(f32x4 v0, f32x4 v1, f32x4 v2, f32x4 v3) {
  const f32x4 pairs01 =
      __builtin_shufflevector(v0, v1, 0, 2, 4, 6) + __builtin_shufflevector(v0, v1, 1, 3, 5, 7);
  const f32x4 pairs23 =
      __builtin_shufflevector(v2, v3, 0, 2, 4, 6) + __builtin_shufflevector(v2, v3, 1, 3, 5, 7);
  return __builtin_shufflevector(pairs01, pairs23, 0, 2, 4, 6) +
         __builtin_shufflevector(pairs01, pairs23, 1, 3, 5, 7);
}

}  // namespace backprop
