// The deterministic functions against the C library's, which is good to about half a unit in the
// last place in double. The bounds are those engine/math/math.h states.
#include "engine/math/math.h"

#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace backprop {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

// Every so many floats: a few seconds of them all. BACKPROP_DENSE=7 takes minutes, and more of
// them.
std::uint32_t stride() {
  const char* dense = std::getenv("BACKPROP_DENSE");
  return dense == nullptr ? 2003 : static_cast<std::uint32_t>(std::max(1, std::atoi(dense)));
}

struct Errors {
  double absolute = 0;
  double relative = 0;  // where the exact value is a normal float
};

// Compares over floats of both signs within [low, high], dense near zero as floats are.
template <class Function, class Exact>
Errors errors(Function function, Exact exact, float low, float high) {
  Errors worst;
  const std::uint32_t every = stride();
  for (std::uint32_t bits = 0; bits < 0x7f800000u; bits += every) {
    for (const std::uint32_t sign : {0u, 0x80000000u}) {
      const auto x = std::bit_cast<float>(bits | sign);
      if (x < low || x > high) continue;
      const double expected = exact(static_cast<double>(x));
      const double error = std::abs(static_cast<double>(function(x)) - expected);
      if (!(error <= worst.absolute)) worst.absolute = error;
      if (std::abs(expected) < 1.2e-38) continue;
      if (!(error / std::abs(expected) <= worst.relative)) {
        worst.relative = error / std::abs(expected);
      }
    }
  }
  return worst;
}

template <class Function, class Exact>
Errors double_errors(Function function, Exact exact, double low, double high) {
  Errors worst;
  for (int i = 0; i <= 20000; ++i) {
    const double x = low + (high - low) * (i / 20000.0);
    const auto expected = static_cast<double>(exact(static_cast<long double>(x)));
    const double error = std::abs(function(x) - expected);
    if (!(error <= worst.absolute)) worst.absolute = error;
    if (expected != 0 && !(error / std::abs(expected) <= worst.relative)) {
      worst.relative = error / std::abs(expected);
    }
  }
  return worst;
}

double exact_softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }
double exact_sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

TEST_CASE("float exp, log and their kin keep the errors they state") {
  CHECK(errors([](float x) { return math::exp(x); }, [](double x) { return std::exp(x); }, -87.3f,
               88.7f)
            .relative < 8.1e-8);
  CHECK(errors([](float x) { return math::expm1_negative(splat(x))[0]; },
               [](double x) { return std::expm1(x); }, -30, 0)
            .relative < 9e-8);
  CHECK(errors([](float x) { return math::log(x); }, [](double x) { return std::log(x); }, 1e-45f,
               3.4e38f)
            .relative < 8.1e-8);
  CHECK(errors([](float x) { return math::log1p_unit(splat(x))[0]; },
               [](double x) { return std::log1p(x); }, 0, 1)
            .relative < 1.8e-7);
  CHECK(errors([](float x) { return math::log1p(splat(x))[0]; },
               [](double x) { return std::log1p(x); }, 0, 3.4e38f)
            .relative < 1.8e-7);
}

TEST_CASE("float tanh, sigmoid and softplus keep the errors they state") {
  const auto tanh = [](float x) { return math::tanh(x); };
  const auto exact_tanh = [](double x) { return std::tanh(x); };
  CHECK(errors(tanh, exact_tanh, -3.4e38f, 3.4e38f).absolute < 1.8e-7);
  CHECK(errors(tanh, exact_tanh, -3.4e38f, 3.4e38f).relative < 3.6e-7);
  CHECK(errors(tanh, exact_tanh, 2, 3.4e38f).absolute < 8e-8);
  CHECK(
      errors([](float x) { return math::sigmoid(x); }, exact_sigmoid, -80, 3.4028235e38f).relative <
      1.7e-7);
  CHECK(errors([](float x) { return math::softplus(x); }, exact_softplus, -80, 3.4e38f).relative <
        2.3e-7);
}

TEST_CASE("float sin and cos keep the errors they state") {
  const auto exact_sin = [](double x) { return std::sin(x); };
  const auto exact_cos = [](double x) { return std::cos(x); };
  const auto sin = [](float x) { return math::sin(x); };
  const auto cos = [](float x) { return math::cos(x); };
  CHECK(errors(sin, exact_sin, -3.4028235e38f, 3.4028235e38f).absolute < 1.2e-7);
  CHECK(errors(cos, exact_cos, -3.4028235e38f, 3.4028235e38f).absolute < 1.2e-7);
  // Close to a multiple of π/2, where almost all digits of the argument cancel.
  for (const float x : {16367173e11f, -2.3614e31f, 1.5707964e10f, 341782626304.0f, 3.4e38f}) {
    INFO(x);
    CHECK(std::abs(double{math::sin(x)} - std::sin(double{x})) < 6e-8);
    CHECK(std::abs(double{math::cos(x)} - std::cos(double{x})) < 6e-8);
  }
  // A lane alone is far.
  const f32x4 mixed = {1, -2.5e6f, 0.5f, kNan};
  CHECK(math::sin(mixed)[0] == math::sin(1.0f));
  CHECK(math::sin(mixed)[1] == math::sin(-2.5e6f));
  CHECK(math::sin(mixed)[2] == math::sin(0.5f));
  CHECK(std::isnan(math::sin(mixed)[3]));
  CHECK(std::isnan(math::cos(-kInfinity)));
}

// Up to 10⁴ the sine is what it always was, so that no run of older links changes.
TEST_CASE("sin and cos of moderate arguments keep their bits for ever") {
  std::uint64_t hash = 14695981039346656037u;
  for (std::uint32_t bits = 0; bits <= std::bit_cast<std::uint32_t>(1e4f); bits += 4099) {
    for (const std::uint32_t sign : {0u, 0x80000000u}) {
      const auto x = std::bit_cast<float>(bits | sign);
      for (const float y : {math::sin(x), math::cos(x)}) {
        hash = (hash ^ std::bit_cast<std::uint32_t>(y)) * 1099511628211u;
      }
      for (const double y : {math::sin(double{x}), math::cos(double{x})}) {
        hash = (hash ^ std::bit_cast<std::uint64_t>(y)) * 1099511628211u;
      }
    }
  }
  CHECK(hash == 0x681852d5d1d220d5u);
}

TEST_CASE("double sin and cos reduce any argument") {
  double worst = 0;
  std::uint64_t bits = std::bit_cast<std::uint64_t>(1e5);
  for (; bits < 0x7ff0000000000000ull; bits += 0x000007a3b4c5d6e7ull) {
    const auto x = std::bit_cast<double>(bits);
    worst = std::max(worst, std::abs(math::sin(x) - std::sin(x)));
    worst = std::max(worst, std::abs(math::cos(-x) - std::cos(x)));
    worst = std::max(worst, std::abs(math::sin(-x) + std::sin(x)));
  }
  CHECK(worst < 1e-15);
  // The double nearest to a multiple of π/2 of all.
  CHECK(std::abs(math::cos(6381956970095103.0 * 0x1p797) - -4.6871659242546277e-19) < 1e-30);
}

TEST_CASE("tanh is odd, exact at zero and never beyond one") {
  CHECK(std::bit_cast<std::uint32_t>(math::tanh(0.0f)) == 0);
  CHECK(math::tanh(1e-30f) == 1e-30f);
  CHECK(math::tanh(12.0f) == 1.0f);
  float previous = 0;
  int beyond = 0, not_odd = 0, falling = 0;
  for (std::uint32_t bits = 0; bits < 0x7f800000u; bits += 1009) {
    const auto x = std::bit_cast<float>(bits);
    const float a = math::tanh(x);
    beyond += !(a <= 1.0f);
    not_odd += math::tanh(-x) != -a;
    falling += !(a >= previous - 3e-7f);  // monotone but for rounding
    previous = a;
  }
  CHECK(beyond == 0);
  CHECK(not_odd == 0);
  CHECK(falling == 0);
}

TEST_CASE("float functions at their limits, and NaN for NaN") {
  CHECK(math::exp(kInfinity) == kInfinity);
  CHECK(math::exp(-kInfinity) == 0.0f);
  CHECK(math::exp(89.0f) == kInfinity);
  CHECK(math::exp(0.0f) == 1.0f);
  CHECK(math::exp(-100.0f) > 0.0f);  // below the normal range
  CHECK(math::log(0.0f) == -kInfinity);
  CHECK(math::log(1.0f) == 0.0f);
  CHECK(math::log(kInfinity) == kInfinity);
  CHECK(std::isnan(math::log(-1.0f)));
  CHECK(math::tanh(kInfinity) == 1.0f);
  CHECK(math::sigmoid(-kInfinity) == 0.0f);
  CHECK(math::sigmoid(0.0f) == 0.5f);
  CHECK(math::sigmoid(kInfinity) == 1.0f);
  CHECK(math::softplus(kInfinity) == kInfinity);
  CHECK(math::softplus(-kInfinity) == 0.0f);
  CHECK(std::isnan(math::sin(kInfinity)));
  for (float (*function)(float) :
       {static_cast<float (*)(float)>(math::exp), static_cast<float (*)(float)>(math::log),
        static_cast<float (*)(float)>(math::tanh), static_cast<float (*)(float)>(math::sigmoid),
        static_cast<float (*)(float)>(math::softplus), static_cast<float (*)(float)>(math::sin),
        static_cast<float (*)(float)>(math::cos)}) {
    CHECK(std::isnan(function(kNan)));
  }
  CHECK(std::isnan(math::expm1_negative(splat(kNan))[0]));
  CHECK(std::isnan(math::log1p(splat(kNan))[0]));
}

TEST_CASE("double functions are good to a few units in the last place") {
  using D = double (*)(double);
  using L = long double;
  CHECK(double_errors(D{math::exp}, [](L x) { return std::exp(x); }, -700, 700).relative < 5e-16);
  CHECK(double_errors(D{math::expm1}, [](L x) { return std::expm1(x); }, -45, 45).relative < 7e-16);
  CHECK(double_errors(D{math::log}, [](L x) { return std::log(x); }, 1e-9, 10).relative < 5e-16);
  CHECK(double_errors(D{math::log1p}, [](L x) { return std::log1p(x); }, -0.9, 3).relative < 7e-16);
  CHECK(double_errors(D{math::sin}, [](L x) { return std::sin(x); }, -1e6, 1e6).absolute < 1e-15);
  CHECK(double_errors(D{math::cos}, [](L x) { return std::cos(x); }, -1e6, 1e6).absolute < 1e-15);
  CHECK(double_errors(D{math::tanh}, [](L x) { return std::tanh(x); }, -25, 25).relative < 7e-16);
  CHECK(double_errors(
            D{math::sigmoid}, [](L x) { return 1 / (1 + std::exp(-x)); }, -40, 40)
            .relative < 7e-16);
  CHECK(double_errors(
            D{math::softplus}, [](L x) { return std::log1p(std::exp(x)); }, -40, 40)
            .relative < 1e-15);
}

TEST_CASE("double functions at their limits, and NaN for NaN") {
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(math::exp(infinity) == infinity);
  CHECK(math::exp(-infinity) == 0);
  CHECK(math::exp(-740.0) > 0);
  CHECK(math::log(0.0) == -infinity);
  CHECK(math::log(infinity) == infinity);
  CHECK(std::abs(math::log(4.9406564584124654e-324) - -744.4400719213812) < 1e-12);
  CHECK(std::isnan(math::log(-1.0)));
  CHECK(math::tanh(infinity) == 1);
  CHECK(math::tanh(-infinity) == -1);
  CHECK(std::isnan(math::sin(infinity)));
  for (double (*function)(double) :
       {static_cast<double (*)(double)>(math::exp), static_cast<double (*)(double)>(math::expm1),
        static_cast<double (*)(double)>(math::log), static_cast<double (*)(double)>(math::log1p),
        static_cast<double (*)(double)>(math::sin), static_cast<double (*)(double)>(math::cos),
        static_cast<double (*)(double)>(math::tanh), static_cast<double (*)(double)>(math::sigmoid),
        static_cast<double (*)(double)>(math::softplus)}) {
    CHECK(std::isnan(function(nan)));
  }
}

TEST_CASE("atan2 gives the angle in every direction") {
  double worst = 0;
  for (int i = -1000; i <= 1000; ++i) {
    const double angle = i * (math::kPi / 1000);
    const double radius = 0.01 + (i + 1000) * 0.37;
    const double y = radius * std::sin(angle);
    const double x = radius * std::cos(angle);
    worst = std::max(worst, std::abs(math::atan2(y, x) - std::atan2(y, x)));
  }
  CHECK(worst < 1e-15);
  CHECK(math::atan2(0, 0) == 0);
  CHECK(math::atan2(0, 1) == 0);
  CHECK(math::atan2(1, 0) == math::kPi / 2);
  CHECK(math::atan2(-1, 0) == -math::kPi / 2);
  CHECK(math::atan2(0, -1) == math::kPi);
}

TEST_CASE("power multiplies as often as it should") {
  CHECK(math::power(3, 0) == 1);
  CHECK(math::power(3, 1) == 3);
  CHECK(math::power(3, 13) == 1594323);
  CHECK(std::abs(math::power(0.999, 5000) - std::pow(0.999, 5000)) < 1e-15);
  CHECK(math::power(0.9, 1'000'000'000'000) == 0);
}

TEST_CASE("four sums at once are each (0+1)+(2+3)") {
  const f32x4 v[4] = {{1e8f, 1, -1e8f, 1}, {0.1f, 0.2f, 0.3f, 0.4f}, {1, 2, 3, 4}, {5, -6, 7, 8}};
  const f32x4 sums = sum_lanes(v[0], v[1], v[2], v[3]);
  for (int k = 0; k < 4; ++k) {
    CHECK(sums[k] == (v[k][0] + v[k][1]) + (v[k][2] + v[k][3]));
    CHECK(sum_lanes(v[k]) == sums[k]);
  }
}

TEST_CASE("limits let NaN pass") {
  const f32x4 v = {kNan, -3, 0.5f, 3};
  CHECK(std::isnan(at_most(v, splat(1.0f))[0]));
  CHECK(std::isnan(at_least(v, splat(1.0f))[0]));
  CHECK(at_most(v, splat(1.0f))[1] == -3);
  CHECK(at_most(v, splat(1.0f))[3] == 1);
  CHECK(at_least(v, splat(-1.0f))[1] == -1);
  CHECK(at_least(v, splat(-1.0f))[3] == 3);
  CHECK(square_root(f32x4{4, 2, 0, 9})[1] == std::sqrt(2.0f));
}

}  // namespace
}  // namespace backprop
