// Double-precision elementary functions: reduce the argument to a small range, sum a series
// whose coefficients anyone can check, scale back.
#include "engine/math/math.h"

#include <bit>

namespace backprop::math {
namespace {

constexpr double kInfinity = __builtin_inf();
constexpr double kNan = __builtin_nan("");

// 2ⁿ for −1022 ≤ n ≤ 1023.
double power_of_two(std::int64_t n) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
}

// Nearest whole number for |x| < 2⁵¹: adding 1.5·2⁵² leaves no bits for a fraction.
double round(double x) { return (x + 6755399441055744.0) - 6755399441055744.0; }

// x = n·ln 2 + r, |r| ≤ ½ ln 2.
struct ExpParts {
  double expm1_r;
  std::int64_t n;
};

ExpParts exp_parts(double x) {
  const double n = round(x * 1.44269504088896340736);
  // ln 2 in two parts, the first of 32 bits so that its product with n is exact.
  const double r = (x - n * 0.69314718036912381649) - n * 1.9082149292705878161e-10;
  // eʳ − 1 = r·(1 + r/2·(1 + r/3·(1 + …)))
  double sum = 1;
  for (int k = 17; k >= 2; --k) sum = 1 + r / k * sum;
  return {r * sum, static_cast<std::int64_t>(n)};
}

// sin and cos of |r| ≤ π/4 by their Taylor series.
double sin_small(double r) {
  const double r2 = r * r;
  double sum = 1;
  for (int k = 18; k >= 2; k -= 2) sum = 1 - r2 / (k * (k + 1)) * sum;
  return r * sum;
}

double cos_small(double r) {
  const double r2 = r * r;
  double sum = 1;
  for (int k = 17; k >= 1; k -= 2) sum = 1 - r2 / (k * (k + 1)) * sum;
  return sum;
}

// 2/π in binary, 1152 digits behind the point: enough for the largest double. The two words in
// front are zeros before the point.
constexpr std::uint32_t kTwoOverPi[] = {
    0,           0,           0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u,
    0x3c439041u, 0xfe5163abu, 0xdebbc561u, 0xb7246e3au, 0x424dd2e0u, 0x06492eeau, 0x09d1921cu,
    0xfe1deb1cu, 0xb129a73eu, 0xe88235f5u, 0x2ebb4484u, 0xe99c7026u, 0xb45f7e41u, 0x3991d639u,
    0x835339f4u, 0x9c845f8bu, 0xbdf9283bu, 0x1ff897ffu, 0xde05980fu, 0xef2f118bu, 0x5a0a6d1fu,
    0x6d367ecfu, 0x27cb09b7u, 0x4f463f66u, 0x9e5fea2du, 0x7527bac7u, 0xebe5f17bu, 0x3d0739f7u,
    0x8a5292eau, 0x6bfb5fb1u, 0x1f8d5d08u,
};

// x = n·π/2 + r with |r| ≤ π/4, up to whole turns.
struct QuarterTurns {
  std::int64_t n;
  double r;
};

// The way of Cody and Waite, for |x| ≤ 10⁶: π/2 in three parts, the first two of 33 bits, so that
// their products with n are exact.
QuarterTurns reduce_near(double x) {
  const double n = round(x * 0.63661977236758134308);
  const double r = ((x - n * 1.5707963267341256142) - n * 6.0771005063039659766e-11) -
                   n * 2.0222662487959507324e-21;
  return {static_cast<std::int64_t>(n), r};
}

// The way of Payne and Hanek, for 10⁴ < x: x = m·2ᵉ with a whole m, and of x·2/π only what is left
// of multiples of 4 counts. So only 160 digits of 2/π·2ᵉ do, from those worth 2 on, and the product
// with m is taken modulo 2¹⁶⁰, as whole numbers: right to 2⁻¹⁰⁴ of a quarter turn. No double lies
// nearer to a multiple of π/2 than some 2⁻⁶¹, so even there 40 digits of r stand.
QuarterTurns reduce_far(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t m = (bits & 0xfffffffffffffull) | 0x10000000000000ull;
  const int e = static_cast<int>(bits >> 52) - 1075;
  const std::uint64_t low = m & 0xffffffffu, high = m >> 32;
  // Word 4 − k of the window, the digits from place `first` of the table on.
  const int first = e + 62;
  const auto window = [first](int k) -> std::uint64_t {
    const int place = first + 32 * (4 - k);
    const std::uint32_t* word = kTwoOverPi + place / 32;
    const int shift = place % 32;
    return shift == 0 ? word[0] : word[0] << shift | word[1] >> (32 - shift);
  };
  std::uint64_t product[5];  // 32 bits each, the lowest first
  std::uint64_t carry = 0;
  for (int k = 0; k < 5; ++k) {
    const std::uint64_t sum = low * window(k) + carry;
    product[k] = sum & 0xffffffffu;
    carry = sum >> 32;
  }
  carry = 0;
  for (int k = 1; k < 5; ++k) {
    const std::uint64_t sum = high * window(k - 1) + product[k] + carry;
    product[k] = sum & 0xffffffffu;
    carry = sum >> 32;
  }
  // Two digits before the point are the quadrant; the rest is a fraction, taken from −½ to ½.
  auto n = static_cast<std::int64_t>(product[4] >> 30);
  product[4] &= 0x3fffffffu;
  const bool upper = (product[4] & 0x20000000u) != 0;
  if (upper) {
    ++n;
    for (std::uint64_t& word : product) word ^= 0xffffffffu;
    product[4] &= 0x3fffffffu;
  }
  double fraction = 0;  // from the lowest word on, so that no digits are lost where high ones are 0
  double worth = 0x1p-126;
  for (int k = 1; k < 5; ++k, worth *= 0x1p32) fraction += static_cast<double>(product[k]) * worth;
  const double r = fraction * 1.57079632679489661923;
  return {n, upper ? -r : r};
}

// sin(x + quarter_turns·π/2)
double sine(double x, int quarter_turns) {
  if (!(x - x == 0)) return kNan;
  QuarterTurns turns{};
  if (x <= 1e6 && x >= -1e6) {
    turns = reduce_near(x);
  } else {
    turns = reduce_far(x < 0 ? -x : x);
    if (x < 0) turns = {-turns.n, -turns.r};
  }
  const std::int64_t quadrant = turns.n + quarter_turns;
  const double value = (quadrant & 1) == 0 ? sin_small(turns.r) : cos_small(turns.r);
  return (quadrant & 2) == 0 ? value : -value;
}

// 2·artanh s = 2·(s + s³/3 + s⁵/5 + …) for |s| ≤ 0.172
double twice_artanh(double s) {
  const double s2 = s * s;
  double sum = 0;
  for (int k = 23; k >= 3; k -= 2) sum = (sum + 1.0 / k) * s2;
  return 2 * (s + s * sum);
}

// arctan of |t| ≤ tan(π/16), by t − t³/3 + t⁵/5 − …
double arctan_small(double t) {
  const double t2 = t * t;
  double sum = 0;
  for (int k = 23; k >= 3; k -= 2) sum = (1.0 / k - sum) * t2;
  return t - t * sum;
}

// arctan t for 0 ≤ t ≤ 1: halving the angle twice, tan(α/2) = t/(1 + √(1 + t²)).
double arctan_unit(double t) {
  const double half = t / (1 + sqrt(1 + t * t));
  const double quarter = half / (1 + sqrt(1 + half * half));
  return 4 * arctan_small(quarter);
}

}  // namespace

double exp(double x) {
  if (!(x == x)) return x;
  if (x > 710) return kInfinity;
  if (x < -746) return 0;
  const ExpParts parts = exp_parts(x);
  const std::int64_t half = parts.n >> 1;  // in two steps: 2ⁿ alone may be out of range
  return ((1 + parts.expm1_r) * power_of_two(half)) * power_of_two(parts.n - half);
}

double expm1(double x) {
  if (!(x == x)) return x;
  if (x > 40 || x < -40) return exp(x) - 1;
  const ExpParts parts = exp_parts(x);
  const double scale = power_of_two(parts.n);
  return parts.expm1_r * scale + (scale - 1);  // 2ⁿ·(eʳ − 1) + (2ⁿ − 1)
}

double log(double x) {
  if (!(x == x) || x < 0) return kNan;
  if (x == 0) return -kInfinity;
  if (x == kInfinity) return x;
  std::int64_t exponent = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    exponent = -54;
  }
  // x = 2ᵉ·m with √½ ≤ m < √2, ln m = 2·artanh((m−1)/(m+1))
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<std::int64_t>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0xfffffffffffffull) | 0x3ff0000000000000ull);
  if (m > 1.41421356237309504880) {
    m *= 0.5;
    ++exponent;
  }
  const auto e = static_cast<double>(exponent);
  return e * 0.69314718036912381649 +
         (twice_artanh((m - 1) / (m + 1)) + e * 1.9082149292705878161e-10);
}

double log1p(double x) {
  if (x > -0.25 && x < 0.375) return twice_artanh(x / (2 + x));
  return log(1 + x);
}

f32x4 internal::far_sine(f32x4 x, int quarter_turns, f32x4 near) {
  for (int lane = 0; lane < kLanes; ++lane) {
    const double value = static_cast<double>(x[lane]);
    if (value <= 1e4 && value >= -1e4) continue;
    near[lane] = static_cast<float>(quarter_turns == 0 ? math::sin(value) : math::cos(value));
  }
  return near;
}

double sin(double x) { return sine(x, 0); }
double cos(double x) { return sine(x, 1); }

double tanh(double x) {
  if (x > 20) return 1;
  if (x < -20) return -1;
  const double e = expm1(2 * x);  // tanh x = (e²ˣ − 1)/(e²ˣ + 1)
  return e / (e + 2);
}

double sigmoid(double x) {
  const double power = exp(x < 0 ? x : -x);
  const double share = power / (1 + power);
  return x < 0 ? share : 1 - share;
}

double softplus(double x) { return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)); }

double atan2(double y, double x) {
  if (!(x == x) || !(y == y)) return kNan;
  const double ax = x < 0 ? -x : x;
  const double ay = y < 0 ? -y : y;
  if (ax == 0 && ay == 0) return 0;
  // The angle from the nearer axis lies within 45°.
  double angle = 0;
  if (ax == kInfinity && ay == kInfinity) {
    angle = kPi / 4;
  } else if (ay <= ax) {
    angle = arctan_unit(ay / ax);
  } else {
    angle = kPi / 2 - arctan_unit(ax / ay);
  }
  if (x < 0) angle = kPi - angle;
  return y < 0 ? -angle : angle;
}

double power(double base, std::int64_t exponent) {
  double result = 1;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result *= base;
    base *= base;
  }
  return result;
}

}  // namespace backprop::math
