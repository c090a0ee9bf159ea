#include "shell/lessons/printed_number.h"

#include <algorithm>
#include <cmath>

#include "engine/base/decimal.h"
#include "engine/base/text.h"

namespace backprop {

namespace {

constexpr std::string_view kMinus = "−";
constexpr int kMostDigits = 17;
// Significant decimal digits that any float keeps, and that tell any two floats apart.
constexpr int kDigitsOfFloat = 7, kMostOfFloat = 9;

// Of ten, what the first digit is worth.
int first_place(double value) {
  return value == 0 ? 0 : static_cast<int>(std::floor(std::log10(std::fabs(value))));
}

// Rounded at 10^place, written out.
std::string written(double value, int place) {
  const int digits = first_place(value) - place + 1;
  if (value == 0 || digits < 1) {  // less than half of the last digit, or nothing at all
    const bool one = std::fabs(value) >= 0.5 * std::pow(10.0, place);
    const std::string digit = fixed_point(one ? "1" : "0", std::min(place, 0));
    return value < 0 && one ? std::string(kMinus) + digit : digit;
  }
  Decimal decimal = rounded_decimal(value, std::min(digits, kMostDigits));
  if (decimal.exponent > first_place(value)) decimal.digits += '0';  // 0.9996 became 1.00
  return (decimal.negative ? std::string(kMinus) : std::string()) +
         fixed_point(decimal.digits, decimal.exponent);
}

struct Written {
  std::string text;
  bool same;  // as the printed one with as many digits
};

Written written_like(const PrintedNumber& printed, double value) {
  const int seventh = first_place(value) - kDigitsOfFloat + 1;
  if (printed.last_place >= seventh) {
    const std::string as_printed = written(printed.value, printed.last_place);
    std::string text = written(value, printed.last_place);
    if (!printed.cut || text == as_printed) return {text, text == as_printed};
    // Towards zero, as one stops writing.
    const double half = std::pow(10.0, printed.last_place) / 2;
    text = written(value - std::copysign(half, value), printed.last_place);
    return {text, text == as_printed};
  }
  std::string text = written(value, seventh);
  if (text == written(printed.value, seventh)) return {text, true};
  std::string shorter = written(value, seventh + 1);
  if (shorter == written(printed.value, seventh + 1)) return {shorter, true};
  return {text, false};
}

}  // namespace

Result<PrintedNumber> parse_printed(std::string_view text) {
  std::string plain(text);
  if (text.starts_with(kMinus)) plain = "-" + std::string(text.substr(kMinus.size()));
  const std::size_t power = std::min(plain.find_first_of("eE"), plain.size());
  const std::size_t point = plain.find('.');
  const auto value = parse_number<double>(plain);
  const bool digits = plain.find_first_of("0123456789") < power;
  if (!value || !digits || plain.size() > 24 || std::fabs(*value) >= 1e15) {
    return fail(quoted(text) + " is no number as books print it, such as 0.7514 or -3.5e-5");
  }
  PrintedNumber printed{plain, *value, 0, false};
  if (point < power) printed.last_place = -static_cast<int>(power - point - 1);
  if (power < plain.size()) {
    const std::size_t begin = plain[power + 1] == '+' ? power + 2 : power + 1;
    printed.last_place += parse_number<int>(plain.substr(begin)).value_or(0);
  }
  return printed;
}

bool agrees(const PrintedNumber& printed, double value) {
  const double unit = std::pow(10.0, printed.last_place);
  const double slack = kRelativeRounding * std::fabs(value) + kAbsoluteRounding;
  if (!std::isfinite(value)) return false;
  if (!printed.cut) return std::fabs(value - printed.value) <= unit / 2 + slack;
  // Towards zero, as one stops writing.
  const double beyond = std::fabs(value) - std::fabs(printed.value);
  const bool same_sign = printed.value == 0 || value == 0 || (value < 0) == (printed.value < 0);
  return same_sign && beyond >= -slack && beyond < unit + slack;
}

std::string like_printed(const PrintedNumber& printed, double value) {
  return written_like(printed, value).text;
}

bool looks_the_same(const PrintedNumber& printed, double value) {
  return written_like(printed, value).same;
}

std::string apart_from_printed(const PrintedNumber& printed, double value) {
  const int ninth = std::max(printed.last_place, first_place(value) - kMostOfFloat + 1);
  const Written usual = written_like(printed, value);
  if (!usual.same) return usual.text;
  for (int place = std::max(printed.last_place, first_place(value) - kDigitsOfFloat);
       place >= ninth; --place) {
    if (std::string text = written(value, place); text != written(printed.value, place)) {
      return text;
    }
  }
  return usual.text;
}

std::string shown(const PrintedNumber& printed) {
  if (!printed.text.starts_with('-')) return printed.text;
  return std::string(kMinus) + printed.text.substr(1);
}

}  // namespace backprop
