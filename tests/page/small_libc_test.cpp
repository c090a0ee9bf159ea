// The page's own parts of the C library against the real one: what they draw with may be off by a
// little, which is stated here; what they read must be the same.
#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "engine/math/random.h"

#define LIBC(name) small_##name
#include "web/page/small_libc.cpp"

namespace backprop {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Off by how much, in parts of the larger of the real value and `floor`; 0 when both are the same
// infinity or both NaN, else infinite.
double error(double ours, double real, double floor) {
  if (std::isnan(real)) return std::isnan(ours) ? 0 : kInfinity;
  if (std::isinf(real) || std::isinf(ours)) return ours == real ? 0 : kInfinity;
  return std::fabs(ours - real) / std::max(std::fabs(real), floor);
}

struct Function {
  const char* name;
  double (*ours)(double);
  double (*real)(double);
  double low, high;  // where charts and sliders use it
  double allowed;    // of its value
  double floor;      // below this, of this
};

double wide(float (*function)(float), double x) { return function(static_cast<float>(x)); }

const Function kFunctions[] = {
    {"exp", small_exp, std::exp, -700, 700, 1e-13, 0},
    {"log", small_log, std::log, 1e-300, 1e300, 1e-14, 1},
    {"log10", small_log10, std::log10, 1e-300, 1e300, 1e-14, 1},
    {"sin", small_sin, std::sin, -100, 100, 1e-13, 1},
    {"cos", small_cos, std::cos, -100, 100, 1e-13, 1},
    {"expf", [](double x) { return wide(small_expf, x); },
     [](double x) { return wide(std::exp, x); }, -80, 80, 1.2e-7, 0},
    {"logf", [](double x) { return wide(small_logf, x); },
     [](double x) { return wide(std::log, x); }, 1e-30, 1e30, 1.2e-7, 0.1},
    {"log10f", [](double x) { return wide(small_log10f, x); },
     [](double x) { return wide(std::log10, x); }, 1e-30, 1e30, 1.2e-7, 0.1},
    {"sinf", [](double x) { return wide(small_sinf, x); },
     [](double x) { return wide(std::sin, x); }, -100, 100, 1.2e-7, 0.1},
    {"cosf", [](double x) { return wide(small_cosf, x); },
     [](double x) { return wide(std::cos, x); }, -100, 100, 1.2e-7, 0.1},
    {"acosf", [](double x) { return wide(small_acosf, x); },
     [](double x) { return wide(std::acos, x); }, -1, 1, 1.2e-7, 0.1},
};

TEST_CASE("small libc: functions of one number are near the library's") {
  Random random(1, Random::Stream::kData);
  for (const Function& function : kFunctions) {
    double worst = 0, at = 0;
    for (int i = 0; i < 20000; ++i) {
      // Half of them evenly, half of them by their magnitude
      double x = random.uniform(function.low, function.high);
      if (i % 2 == 1) x = std::copysign(std::exp(random.uniform(-30, std::log(function.high))), x);
      x = std::clamp(x, function.low, function.high);
      const double off = error(function.ours(x), function.real(x), function.floor);
      if (off > worst) worst = off, at = x;
    }
    INFO(function.name << " is off by " << worst << " at " << at);
    CHECK(worst <= function.allowed);
  }
}

TEST_CASE("small libc: functions of one number at their edges") {
  for (const double x : {0.0, -0.0, 1.0, -1.0, kInfinity, -kInfinity, kNaN}) {
    INFO(x);
    CHECK(error(small_exp(x), std::exp(x), 1) < 1e-15);
    CHECK(error(small_log(x), std::log(x), 1) < 1e-15);
    CHECK(error(small_log10(x), std::log10(x), 1) < 1e-15);
    if (!std::isinf(x)) CHECK(error(small_sin(x), std::sin(x), 1) < 1e-15);
    if (!std::isinf(x)) CHECK(error(small_cos(x), std::cos(x), 1) < 1e-15);
  }
}

TEST_CASE("small libc: powers of ten are exact, both ways") {
  for (int n = -22; n <= 22; ++n) {
    INFO(n);
    if (n >= 0) CHECK(small_pow(10, n) == std::pow(10.0, n));
    CHECK(error(small_pow(10, n), std::pow(10.0, n), 0) < 2e-16);
    if (n >= 0) CHECK(small_log10(std::pow(10.0, n)) == n);
  }
}

TEST_CASE("small libc: pow and atan2 are near the library's") {
  Random random(2, Random::Stream::kData);
  for (int i = 0; i < 20000; ++i) {
    const double base = std::exp(random.uniform(-20, 20)), exponent = random.uniform(-15, 15);
    const double y = random.uniform(-5, 5), x = random.uniform(-5, 5);
    INFO(base << ' ' << exponent << ' ' << y << ' ' << x);
    REQUIRE(error(small_pow(base, exponent), std::pow(base, exponent), 0) < 1e-12);
    REQUIRE(error(small_powf(static_cast<float>(base), 0.5f),
                  std::pow(static_cast<float>(base), 0.5f), 0) < 1.2e-7);
    REQUIRE(error(small_atan2(y, x), std::atan2(y, x), 1) < 1e-14);
    REQUIRE(error(small_atan2f(static_cast<float>(y), static_cast<float>(x)),
                  std::atan2(static_cast<float>(y), static_cast<float>(x)), 0.1) < 1.2e-7);
  }
  CHECK(small_pow(0, 2) == 0);
  CHECK(small_pow(0, 0.5) == 0);
  CHECK(small_pow(0, -0.5) == HUGE_VAL);
  CHECK(small_pow(5, 0) == 1);
  CHECK(small_pow(-2, 3) == -8);
  for (const double y : {0.0, -0.0, 1.0, -1.0}) {
    for (const double x : {0.0, -0.0, 1.0, -1.0})
      CHECK(error(small_atan2(y, x), std::atan2(y, x), 1) < 1e-15);
  }
}

// --- reading
// ----------------------------------------------------------------------------------------

void reads_the_same(const std::string& text) {
  char* our_end = nullptr;
  char* real_end = nullptr;
  const double ours = small_strtod(text.c_str(), &our_end);
  const double real = std::strtod(text.c_str(), &real_end);
  INFO('"' << text << '"');
  REQUIRE(our_end == real_end);
  REQUIRE(std::bit_cast<std::uint64_t>(ours) == std::bit_cast<std::uint64_t>(real));
  REQUIRE(small_strtod(text.c_str(), nullptr) == real);
  REQUIRE(static_cast<double>(small_strtold(text.c_str(), nullptr)) == real);
}

TEST_CASE("small libc: strtod reads what people type as the library does") {
  for (const char* text : {"",
                           " ",
                           "-",
                           "+",
                           ".",
                           "-.",
                           "e",
                           "e5",
                           "1",
                           "-1",
                           "+1",
                           "+-1",
                           "1.",
                           ".5",
                           "-.5",
                           "0",
                           "-0",
                           "00012",
                           "1e",
                           "1e+",
                           "1e-",
                           "1e5",
                           "1E5",
                           "1e+5",
                           "1e-5",
                           "1.5e3x",
                           "  2.5 ",
                           "\t\n3",
                           "1,5",
                           "1 2",
                           "1..2",
                           "--1",
                           "0.1",
                           "123456789012345678901234567890",
                           "4.9e-324",
                           "2.2250738585072014e-308",
                           "1.7976931348623157e308",
                           "1e308",
                           "1e309",
                           "-1e309",
                           "1e999",
                           "1e-400",
                           "-1e-400",
                           "0e999",
                           "1e99999999999",
                           "x",
                           "%"}) {
    reads_the_same(text);
  }
}

TEST_CASE("small libc: strtod and strtof read random numbers to the last bit") {
  Random random(3, Random::Stream::kData);
  for (int i = 0; i < 20000; ++i) {
    char text[64];
    const double value = std::copysign(std::exp(random.uniform(-650, 650)), random.uniform(-1, 1));
    std::snprintf(text, sizeof text, "%.*g", 1 + i % 19, value);
    reads_the_same(text);
    std::snprintf(text, sizeof text, "%.*f", i % 12, random.uniform(-1e6, 1e6));
    reads_the_same(text);
    // By way of a double: the last bit of a float may differ where that lies halfway.
    const float ours = small_strtof(text, nullptr), real = std::strtof(text, nullptr);
    INFO(text);
    REQUIRE(error(static_cast<double>(ours), static_cast<double>(real), 0) < 1.2e-7);
  }
}

TEST_CASE("small libc: sscanf reads what Dear ImGui asks it for") {
  const auto two_whole = [](const char* text, const char* format) {
    int ours[2] = {-7, -7}, real[2] = {-7, -7};
    const int count = small_sscanf(text, format, &ours[0], &ours[1]);
    INFO(text << " by " << format);
    CHECK(std::max(0, count) == std::max(0, std::sscanf(text, format, &real[0], &real[1])));
    CHECK(ours[0] == real[0]);
    CHECK(ours[1] == real[1]);
  };
  for (const char* text :
       {"Pos=12,-34", "Pos=12", "Pos=,3", "Pos=a", "Po", "", "Pos= 5, 6", "Pos=5 ,6"}) {
    two_whole(text, "Pos=%i,%i");
  }
  for (const char* text : {"12 34", "12   34", "12", "x", " 7 8"}) two_whole(text, "%d %d");
  for (const char* text : {"ff 1A", "FFFF", "0", "g"}) two_whole(text, "%X %x");
  for (const char* text : {"1.5", "-2e3", "abc", "", "3x", "1e400"}) {
    float our_float = -7, real_float = -7;
    double our_double = -7, real_double = -7;
    INFO(text);
    CHECK(std::max(0, small_sscanf(text, "%f", &our_float)) ==
          std::max(0, std::sscanf(text, "%f", &real_float)));
    CHECK(std::max(0, small_sscanf(text, "%lf", &our_double)) ==
          std::max(0, std::sscanf(text, "%lf", &real_double)));
    CHECK(our_float == real_float);
    CHECK(our_double == real_double);
  }
}

}  // namespace
}  // namespace backprop
