// Elementary functions that give the same bits on every machine: additions, multiplications,
// divisions and square roots of IEEE numbers in a fixed order, nothing from the C library.
//
// The float functions work on four lanes; the one for a single float takes lane 0 of the same
// code. The double functions serve data generation, schedules and gradient checks. All of them
// give NaN for NaN. Errors stated here are held by tests/engine/math_test.cpp.
//
// Arguments come near zero as W. J. Cody, W. Waite have it (Software Manual for the Elementary
// Functions, 1980), large ones of sin and cos as M. H. Payne, R. N. Hanek ("Radian Reduction for
// Trigonometric Functions", 1983).
#pragma once

#include <cstdint>

#include "engine/math/simd.h"

namespace backprop::math {

inline constexpr double kPi = 3.14159265358979323846;

// c[0] + c[1]·x + … + c[N−1]·x^(N−1) by Horner's rule. c must be static.
template <int N>
inline f32x4 polynomial(f32x4 x, const float (&c)[N]) {
  const float* coefficients = c;
#if defined(__wasm__)
  // Keeps the compiler from turning them into vector constants: browsers build each of those from
  // integers at every use, whereas a broadcast from memory is one instruction.
  asm("" : "+r"(coefficients));
#endif
  f32x4 sum = splat(coefficients[N - 1]);
  BACKPROP_UNROLL
  for (int i = N - 2; i >= 0; --i) sum = sum * x + splat(coefficients[i]);
  return sum;
}

namespace internal {

// x rounded to the nearest whole number for |x| < 2²², as a float and, in the low bits of
// `biased`, as an integer: adding 1.5·2²³ leaves no bits for a fraction.
struct Rounded {
  f32x4 value;
  i32x4 integer;
};
inline Rounded round(f32x4 x) {
  const f32x4 biased = x + 12582912.0f;
  return {biased - 12582912.0f, wrapping_add(bits_of(biased), -0x4b400000u)};
}

// 2ⁿ for −126 ≤ n ≤ 127.
inline f32x4 power_of_two(i32x4 n) { return from_bits(wrapping_add(n, 127) << 23); }

// x = n·ln 2 + r with |r| ≤ ½ ln 2, and eʳ − 1 = r + r²·p(r) within 3.2e-9.
struct ExpParts {
  f32x4 expm1_r;
  i32x4 n;
};
inline ExpParts exp_parts(f32x4 x) {
  static constexpr float kP[] = {0.50000000953f, 0.166665186706f, 0.041666205472f,
                                 0.00836890935876f, 0.00139505122593f};
  const Rounded n = round(x * 1.44269504f);
  // ln 2 in two parts, the first of 16 bits so that its product with n is exact.
  const f32x4 r = (x - n.value * 0.693145751953125f) - n.value * 1.42860682e-6f;
  return {r + (r * r) * polynomial(r, kP), n.integer};
}

// sin(x + quarter_turns·π/2) for quarter_turns 0 or 1, and |x| ≤ 10⁴.
inline f32x4 near_sine(f32x4 x, int quarter_turns) {
  static constexpr float kSin[] = {-0.166666549075f, 0.00833217579083f, -0.000195169714173f};
  static constexpr float kCos[] = {0.0416666468046f, -0.00138873643785f, 2.44380802305e-5f};
  const Rounded n = round(x * 0.636619772f);
  // π/2 in three parts; the first two have 11 bits, so their products with n are exact for
  // |n| < 2¹³.
  f32x4 r = ((x - n.value * 1.5703125f) - n.value * 0.000483751296997f) - n.value * 7.54978995e-8f;
  r = at_least(at_most(r, splat(0.79f)), splat(-0.79f));
  const f32x4 r2 = r * r;
  const f32x4 s = r + (r * r2) * polynomial(r2, kSin);
  const f32x4 c = (1.0f - 0.5f * r2) + (r2 * r2) * polynomial(r2, kCos);
  const i32x4 quadrant = wrapping_add(n.integer, static_cast<std::uint32_t>(quarter_turns));
  const f32x4 value = select((quadrant & 1) == 0, s, c);
  return from_bits(bits_of(value) ^ ((quadrant & 2) << 30));  // quadrants 2 and 3 are negative
}

// The lanes of `near` where |x| > 10⁴ anew, by way of the double function.
f32x4 far_sine(f32x4 x, int quarter_turns, f32x4 near);

inline f32x4 sine(f32x4 x, int quarter_turns) {
  const f32x4 near = near_sine(x, quarter_turns);
  if (any(absolute(x) > 1e4f)) [[unlikely]]
    return far_sine(x, quarter_turns, near);
  return near;
}

}  // namespace internal

// eˣ within 8.1e-8 relative; 0 below −104, infinity above 88.73.
inline f32x4 exp(f32x4 x) {
  const f32x4 bounded = at_least(at_most(x, splat(89.0f)), splat(-105.0f));
  const internal::ExpParts parts = internal::exp_parts(bounded);
  const i32x4 half = parts.n >> 1;  // in two steps: 2ⁿ alone may be out of range
  return ((parts.expm1_r + 1.0f) * internal::power_of_two(half)) *
         internal::power_of_two(parts.n - half);
}

// eˣ − 1 for x ≤ 0 within 9e-8 relative, also close to zero; positive x count as 0.
inline f32x4 expm1_negative(f32x4 x) {
  const f32x4 bounded = at_least(at_most(x, splat(0.0f)), splat(-30.0f));
  const internal::ExpParts parts = internal::exp_parts(bounded);
  const f32x4 scale = internal::power_of_two(parts.n);
  return parts.expm1_r * scale + (scale - 1.0f);  // 2ⁿ·(eʳ − 1) + (2ⁿ − 1)
}

// ln x within 8.1e-8 relative; −infinity at 0, NaN below.
inline f32x4 log(f32x4 x) {
  static constexpr float kP[] = {0.666666656411f, 0.40000336259f, 0.285372362356f, 0.235836030732f};
  // Numbers below the normal range are scaled into it first.
  const i32x4 tiny = x < 1.17549435e-38f;
  const f32x4 scaled = select(tiny, x * 16777216.0f, x);
  // x = 2ᵉ·m with √½ ≤ m < √2.
  const i32x4 offset = wrapping_add(bits_of(scaled), -0x3f3504f3u);
  const i32x4 exponent = (offset >> 23) - (tiny & 24);
  const f32x4 m = from_bits(wrapping_add(offset & 0x7fffff, 0x3f3504f3u));
  const f32x4 e = __builtin_convertvector(exponent, f32x4);
  // With s = f/(2+f): ln(1+f) = 2·artanh s = f − f²/2 + s·(f²/2 + s²·p(s²)).
  const f32x4 f = m - 1.0f;
  const f32x4 s = f / (f + 2.0f);
  const f32x4 s2 = s * s;
  const f32x4 half_square = 0.5f * f * f;
  const f32x4 tail = s * (half_square + s2 * polynomial(s2, kP)) + e * 1.42860682e-6f;
  f32x4 result = e * 0.693145751953125f + (f - (half_square - tail));
  const f32x4 infinity = splat(__builtin_inff());
  result = select(x == infinity, infinity, result);
  result = select(x == 0.0f, -infinity, result);
  return select((x < 0.0f) | (x != x), splat(__builtin_nanf("")), result);
}

// ln(1 + u) for 0 ≤ u ≤ 1, within 1.8e-7 relative.
inline f32x4 log1p_unit(f32x4 u) {
  static constexpr float kP[] = {0.666666756466f, 0.399988752711f, 0.286169608592f, 0.214267471972f,
                                 0.243046529846f};
  const f32x4 s = u / (u + 2.0f);
  const f32x4 s2 = s * s;
  return (s + s) + (s * s2) * polynomial(s2, kP);
}

// ln(1 + u) for u ≥ 0, within 1.8e-7 relative.
inline f32x4 log1p(f32x4 u) {
  return select(u > 1.0f, log(1.0f + u), log1p_unit(at_most(u, splat(1.0f))));
}

// tanh x within 1.8e-7 absolute (8e-8 for |x| > 2, so that 1 − tanh² holds up in saturation) and
// 3.6e-7 relative; odd, never beyond ±1.
//
// From the half angle: tanh(x/2) ≈ n/d, a quotient of polynomials, then
//   tanh x = 2nd/(d² + n²) = 1 − (d − n)²/(d² + n²),
// the second form for larger |x|. Errors of n and d shrink with the slope of tanh, so that few
// coefficients do: fitted on ±9.2 (7.8e-9 before rounding), where tanh is 1 − 2e-8.
inline f32x4 tanh(f32x4 x) {
  static constexpr float kN[] = {0.5f, 0.0148846978777f, 5.70786672503e-5f};
  static constexpr float kD[] = {1.0f, 0.113102693256f, 0.0012060859489f, 1.22693412195e-6f};
  const f32x4 u = at_most(absolute(x), splat(9.2f));
  const f32x4 u2 = u * u;
  const f32x4 n = u * polynomial(u2, kN);
  const f32x4 d = polynomial(u2, kD);
  const i32x4 large = u > 0.7f;
  const f32x4 numerator = select(large, (d - n) * (n - d), (n + n) * d);
  const f32x4 one_or_zero = from_bits(large & 0x3f800000);
  const f32x4 value = one_or_zero + numerator / (d * d + n * n);
  return from_bits(bits_of(value) | sign_bit(x));
}

// 1/(1 + e⁻ˣ) = e/(1+e) or 1 − e/(1+e) with e = e^−|x|, within 1.7e-7 relative, on either side
// as close to 0 or 1 as it should be.
inline f32x4 sigmoid(f32x4 x) {
  const f32x4 power = exp(-absolute(x));
  const f32x4 share = power / (1.0f + power);
  return select(x < 0.0f, share, 1.0f - share);
}

// ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|) within 2.3e-7 relative.
inline f32x4 softplus(f32x4 x) { return at_least(x, splat(0.0f)) + log1p_unit(exp(-absolute(x))); }

// sin x and cos x within 1.2e-7 absolute for every finite x, and within ±1; NaN at infinity.
inline f32x4 sin(f32x4 x) { return internal::sine(x, 0); }
inline f32x4 cos(f32x4 x) { return internal::sine(x, 1); }

// One float: the same code, so the same bits.
inline float exp(float x) { return exp(splat(x))[0]; }
inline float log(float x) { return log(splat(x))[0]; }
inline float tanh(float x) { return tanh(splat(x))[0]; }
inline float sigmoid(float x) { return sigmoid(splat(x))[0]; }
inline float softplus(float x) { return softplus(splat(x))[0]; }
inline float sin(float x) { return sin(splat(x))[0]; }
inline float cos(float x) { return cos(splat(x))[0]; }

// Double precision, within a few units in the last place unless said otherwise.
double exp(double x);
double expm1(double x);
double log(double x);
double log1p(double x);  // for x > −1
double sin(double x);  // for every finite x within 1e-15 absolute; NaN at infinity
double cos(double x);
double tanh(double x);
double sigmoid(double x);
double softplus(double x);
double atan2(double y, double x);  // the angle of (x, y), −π … π
double power(double base, std::int64_t exponent);  // exponent ≥ 0, by squaring
inline double sqrt(double x) { return __builtin_sqrt(x); }  // correctly rounded by IEEE 754

}  // namespace backprop::math
