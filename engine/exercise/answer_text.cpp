#include "engine/exercise/answer_text.h"

#include <cmath>
#include <optional>
#include <string>

#include "engine/base/decimal.h"
#include "engine/base/real_text.h"
#include "engine/base/text.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

constexpr double kShare = 0.01;
constexpr double kZero = 0.0005;
constexpr double kMostPower = 400;
constexpr int kAnswerDigits = 4;
constexpr double kFloatError = 1e-6;

// What people write for one sign in place of the other.
struct Spelling {
  std::string_view written, meant;
};
constexpr Spelling kSpellings[] = {{"−", "-"}, {"–", "-"}, {"·", "*"},     {"×", "*"},
                                   {"⋅", "*"}, {"÷", "/"}, {",", "."},     {"**", "^"},
                                   {" ", ""},  {"\t", ""}, {"\u00a0", ""}, {"\u202f", ""}};

std::string plain_spelling(std::string_view text) {
  std::string plain(text);
  for (const auto& [written, meant] : kSpellings) {
    for (std::size_t at = plain.find(written); at != plain.npos; at = plain.find(written, at)) {
      plain.replace(at, written.size(), meant);
    }
  }
  return plain;
}

// Factors between * and /, each a number or a power of one.
class AnswerReader {
 public:
  explicit AnswerReader(std::string_view text) : rest_(text) {}

  std::optional<double> read() {
    std::optional<double> value = power();
    while (value && !rest_.empty()) {
      const char sign = rest_.front();
      if (sign == '%' && rest_.size() == 1) return *value / 100;
      if (sign != '*' && sign != '/') return std::nullopt;
      rest_.remove_prefix(1);
      const std::optional<double> next = power();
      if (!next) return std::nullopt;
      value = sign == '*' ? *value * *next : *value / *next;
    }
    return value;
  }

 private:
  std::optional<double> power() {
    const double sign = take_sign();
    const std::optional<double> base = number();
    if (!base) return std::nullopt;
    if (!take('^')) return sign * *base;
    const bool bracket = take('(');
    const double direction = take_sign();
    const std::optional<double> exponent = number();
    if (!exponent || (bracket && !take(')'))) return std::nullopt;
    if (*exponent > kMostPower || *exponent != std::floor(*exponent)) return std::nullopt;
    return sign * raised(*base, direction * *exponent);
  }
  static double raised(double base, double exponent) {
    double value = 1;
    for (double i = 0; i < std::fabs(exponent); ++i) value *= base;
    return exponent < 0 ? 1 / value : value;
  }
  double take_sign() {
    const bool minus = take('-');
    if (!minus) take('+');
    return minus ? -1 : 1;
  }
  std::optional<double> number() {
    if (rest_.starts_with('-')) return std::nullopt;
    const std::size_t length = real_length(rest_);
    if (length == 0) return std::nullopt;
    const auto value = parse_number<double>(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return value;
  }
  bool take(char sign) {
    if (!rest_.starts_with(sign)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

Result<double> read_answer(std::string_view text) {
  const std::string_view typed = trimmed(text);
  if (typed.empty()) return fail("type a number, such as 0.25, 0,25, 1/4 or 2^-2");
  if (typed.size() > kMaxAnswerBytes) return fail("that is longer than a number: type one number");
  const std::string plain = plain_spelling(typed);
  const std::optional<double> value = AnswerReader(plain).read();
  if (!value) {
    return fail(quoted(typed) + " is no number: type one such as 0.25, 0,25, 1/4, 2^-2 or 1e-3");
  }
  if (!std::isfinite(*value)) {
    return fail(quoted(typed) + " has no value: it divides by zero or is too large");
  }
  return *value + 0.0;  // −0 becomes 0
}

bool same_three_digits(double typed, double value) {
  if (value == 0 || !std::isfinite(value)) return typed == value;
  double unit = 1;
  const int exponent = rounded_decimal(value, 3).exponent - 2;
  for (int i = 0; i < std::abs(exponent); ++i) unit *= 10;
  if (exponent < 0) unit = 1 / unit;
  return std::fabs(typed - value) <= 0.5 * unit + kFloatError * std::fabs(value);
}

bool is_near(double typed, double value) {
  if (value == 0) return std::fabs(typed) < kZero;
  // A digit more for what single precision rounds.
  if (std::fabs(typed - value) <= (kShare + kFloatError) * std::fabs(value)) return true;
  return same_three_digits(typed, value);
}

std::string answer_text(double value) {
  // Single precision has 0.45 as 0.449999988: fewer digits where they say as much.
  for (int digits = 1; digits < kAnswerDigits; ++digits) {
    const Decimal number = rounded_decimal(value, digits);
    const std::string plain = (number.negative ? "-" : "") + fixed_point(number.digits, 0) + "e" +
                              std::to_string(number.exponent);
    const double shorter = parse_number<double>(plain).value_or(0);
    if (std::fabs(shorter - value) <= kFloatError * std::fabs(value)) {
      return significant(shorter, digits);
    }
  }
  return significant(value, kAnswerDigits);
}

}  // namespace backprop
