// Parts of the C library for the page, made of the engine's. musl's elementary functions are exact
// to the last bit by tables of 15 kB that do not compress, and its readers of numbers bring
// arithmetic of 128 bits, as much again; what asks for them here (Dear ImGui, charts, sliders)
// draws pixels. Being defined in the program, these take the place of the library's.
#include <cmath>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/base/real_text.h"
#include "engine/math/math.h"

namespace math = backprop::math;

// tests/page/ gives them other names, and compares them with the library's.
#ifndef LIBC
#define LIBC(name) name
#endif

namespace {

constexpr double kLn10 = 2.302585092994045684;

double whole_power(double base, double exponent) {
  const double power = math::power(base, static_cast<std::int64_t>(std::fabs(exponent)));
  return exponent < 0 ? 1 / power : power;
}

const char* skip_space(const char* text) {
  while (*text == ' ' || (*text >= '\t' && *text <= '\r')) ++text;
  return text;
}

// What is too great or too small for any number but infinity and 0, by its exponent or else its
// digits
double out_of_range(std::string_view number) {
  const bool negative = number[0] == '-';
  const std::size_t exponent = number.find_first_of("eE");
  const bool small = exponent == std::string_view::npos
                         ? number[negative] == '0' || number[negative] == '.'
                         : number[exponent + 1] == '-';
  return (negative ? -1 : 1) * (small ? 0.0 : HUGE_VAL);
}

}  // namespace

extern "C" {

double LIBC(exp)(double x) { return math::exp(x); }
double LIBC(log)(double x) { return math::log(x); }
double LIBC(sin)(double x) { return math::sin(x); }
double LIBC(cos)(double x) { return math::cos(x); }
double LIBC(atan2)(double y, double x) {
  if (y == 0) return std::signbit(x) ? std::copysign(math::kPi, y) : y;  // the sign of a zero too
  return math::atan2(y, x);
}

double LIBC(pow)(double base, double exponent) {
  // Exact for the powers of ten that axes and sliders are made of
  if (std::fabs(exponent) < 1024 && std::floor(exponent) == exponent) {
    return whole_power(base, exponent);
  }
  return base == 0 ? (exponent > 0 ? 0 : HUGE_VAL) : math::exp(exponent * math::log(base));
}

double LIBC(log10)(double x) {
  const double result = math::log(x) / kLn10;
  const double whole = std::floor(result + 0.5);
  // A power of ten has a whole logarithm, to which rounding down must not do anything.
  return std::fabs(result - whole) < 1e-12 && whole_power(10, whole) == x ? whole : result;
}

float LIBC(expf)(float x) { return static_cast<float>(math::exp(static_cast<double>(x))); }
float LIBC(logf)(float x) { return static_cast<float>(math::log(static_cast<double>(x))); }
float LIBC(log10f)(float x) { return static_cast<float>(LIBC(log10)(static_cast<double>(x))); }
float LIBC(sinf)(float x) { return static_cast<float>(math::sin(static_cast<double>(x))); }
float LIBC(cosf)(float x) { return static_cast<float>(math::cos(static_cast<double>(x))); }
float LIBC(acosf)(float x) {
  const auto wide = static_cast<double>(x);
  return static_cast<float>(math::atan2(math::sqrt(1 - wide * wide), wide));
}
float LIBC(atan2f)(float y, float x) {
  return static_cast<float>(LIBC(atan2)(static_cast<double>(y), static_cast<double>(x)));
}
float LIBC(powf)(float base, float exponent) {
  return static_cast<float>(LIBC(pow)(static_cast<double>(base), static_cast<double>(exponent)));
}

double LIBC(strtod)(const char* text, char** end) {
  const char* start = skip_space(text);
  if (start[0] == '+' && start[1] != '-') ++start;
  const std::string_view number = {start, backprop::real_length(start)};
  double value = 0;
  if (!number.empty() && !backprop::read_real(number, value)) value = out_of_range(number);
  if (end != nullptr) *end = const_cast<char*>(number.empty() ? text : start + number.size());
  return value;
}

float LIBC(strtof)(const char* text, char** end) {
  return static_cast<float>(LIBC(strtod)(text, end));
}
long double LIBC(strtold)(const char* text, char** end) { return LIBC(strtod)(text, end); }

// What Dear ImGui reads: literal text, %d, %i, %u, %x and %X, %f and %lf.
int LIBC(sscanf)(const char* text, const char* format, ...) {
  va_list into;
  va_start(into, format);
  int count = 0;
  for (; *format != '\0'; ++format) {
    if (*format != '%') {
      if (*format == ' ') {
        text = skip_space(text);
        continue;
      }
      if (*text++ != *format) break;
      continue;
    }
    const bool wide = *++format == 'l';
    if (wide) ++format;
    char* end = nullptr;
    if (*format == 'f') {
      const double value = LIBC(strtod)(text, &end);
      if (end != text && wide) *va_arg(into, double*) = value;
      if (end != text && !wide) *va_arg(into, float*) = static_cast<float>(value);
    } else {
      const int base = *format == 'x' || *format == 'X' ? 16 : 10;
      const long long value = std::strtoll(text, &end, base);
      if (end != text) *va_arg(into, int*) = static_cast<int>(value);
    }
    if (end == text) break;
    text = end;
    ++count;
  }
  va_end(into);
  return count;
}

}  // extern "C"
