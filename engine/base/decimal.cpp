#include "engine/base/decimal.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string_view>

#include "engine/base/real_text.h"

namespace backprop {
namespace {

// A number in the form "d.ddde±dd", the same whatever the locale's decimal point is.
struct Scientific {
  std::array<char, 40> buffer;
  std::size_t length;

  Scientific(double value, int count) {
    length = static_cast<std::size_t>(
        std::snprintf(buffer.data(), buffer.size(), "%.*e", count - 1, std::fabs(value)));
    if (count > 1) buffer[1] = '.';
  }

  std::string_view text() const { return {buffer.data(), length}; }

  Decimal decimal(bool negative) const {
    const std::size_t mark = text().find('e');
    Decimal result{negative, {}, 0};
    for (const char c : text().substr(0, mark)) {
      if (c != '.') result.digits += c;
    }
    std::string_view exponent = text().substr(mark + 1);
    if (exponent.front() == '+') exponent.remove_prefix(1);
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), result.exponent);
    return result;
  }
};

void strip_zeros(std::string& digits) {
  const std::size_t last = digits.find_last_not_of('0');
  digits.resize(last == std::string::npos ? 1 : last + 1);
}

// What was written with at most digits10 digits comes back at that many; anything else needs
// between digits10 and max_digits10. Subnormal numbers have fewer bits and may need fewer digits.
template <class Number>
Decimal shortest(Number value) {
  using Limits = std::numeric_limits<Number>;
  const bool subnormal = std::fabs(value) < Limits::min();
  for (int count = subnormal ? 1 : Limits::digits10; count < Limits::max_digits10; ++count) {
    const Scientific form(static_cast<double>(value), count);
    Number back = 0;
    if (!read_real(form.text(), back) || back != std::fabs(value)) continue;
    Decimal result = form.decimal(std::signbit(value));
    strip_zeros(result.digits);
    return result;
  }
  return rounded_decimal(static_cast<double>(value), Limits::max_digits10);
}

}  // namespace

Decimal rounded_decimal(double value, int count) {
  return Scientific(value, count).decimal(std::signbit(value));
}

Decimal shortest_decimal(float value) { return shortest(value); }
Decimal shortest_decimal(double value) { return shortest(value); }

std::string fixed_point(const std::string& digits, int exponent) {
  const int count = static_cast<int>(digits.size());
  if (exponent < 0) {
    return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  }
  if (count <= exponent + 1) {
    return digits + std::string(static_cast<std::size_t>(exponent + 1 - count), '0');
  }
  std::string text = digits;
  text.insert(static_cast<std::size_t>(exponent + 1), 1, '.');
  return text;
}

}  // namespace backprop
