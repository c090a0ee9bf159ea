#include "shell/lessons/arithmetic.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

#include "engine/base/text.h"
#include "engine/insight/notation.h"

namespace backprop {

namespace {

double raised(double base, double exponent) {
  constexpr double kMostSquared = 1e6;
  if (exponent != std::floor(exponent) || std::fabs(exponent) > kMostSquared) {
    return std::exp(exponent * std::log(base));
  }
  double result = 1;
  for (auto left = static_cast<unsigned>(std::fabs(exponent)); left > 0; left /= 2) {
    if (left % 2 == 1) result *= base;
    base *= base;
  }
  return exponent < 0 ? 1 / result : result;
}

// One function for each rank of operations, from those that bind least.
class Reckoner {
 public:
  explicit Reckoner(std::string_view text) : rest_(trimmed(text)) {}

  Result<double> all() {
    const Result<double> value = sum();
    if (value && !rest_.empty()) return unread();
    if (value && !std::isfinite(*value)) return fail("the arithmetic has no finite value");
    return value;
  }

 private:
  static constexpr int kDeepest = 20;  // brackets in brackets

  std::unexpected<Error> unread() const {
    return fail("in {= …} stands " + (rest_.empty() ? "nothing more" : quoted(rest_)) +
                " where a number, + - * / ^, (, ln(, exp( or sqrt( is wanted");
  }

  bool take(std::string_view sign) {
    if (!rest_.starts_with(sign)) return false;
    rest_ = trimmed(rest_.substr(sign.size()));
    return true;
  }

  Result<double> sum() {
    Result<double> value = product();
    while (value) {
      const bool plus = take("+");
      if (!plus && !take("-")) break;
      const Result<double> next = product();
      if (!next) return next;
      *value += plus ? *next : -*next;
    }
    return value;
  }

  Result<double> product() {
    Result<double> value = power();
    while (value) {
      const bool times = take("*");
      if (!times && !take("/")) break;
      const Result<double> next = power();
      if (!next) return next;
      *value = times ? *value * *next : *value / *next;
    }
    return value;
  }

  // −2^2 is −4, and 2^3^2 is 2^9.
  Result<double> power() {
    if (++depth_ > kDeepest) return fail("the arithmetic goes too deep");
    Result<double> value = take("-") ? negative() : unit();
    if (value && take("^")) {
      const Result<double> exponent = power();
      if (!exponent) return exponent;
      *value = raised(*value, *exponent);
    }
    --depth_;
    return value;
  }
  Result<double> negative() {
    Result<double> value = power();
    if (value) *value = -*value;
    return value;
  }

  Result<double> unit() {
    struct Function {
      std::string_view name;
      double (*value)(double);
    };
    static constexpr std::array<Function, 4> kFunctions = {{
        {"ln(", [](double x) { return std::log(x); }},
        {"exp(", [](double x) { return std::exp(x); }},
        {"sqrt(", [](double x) { return std::sqrt(x); }},
        {"(", [](double x) { return x; }},
    }};
    for (const auto& [name, function] : kFunctions) {
      if (!take(name)) continue;
      Result<double> inner = sum();
      if (!inner) return inner;
      if (!take(")")) return fail("a bracket in {= …} is not closed");
      return function(*inner);
    }
    std::size_t end = 0;
    const auto digit = [&](std::size_t at) {
      return at < rest_.size() && ((rest_[at] >= '0' && rest_[at] <= '9') || rest_[at] == '.');
    };
    while (digit(end)) ++end;
    // 1e-7
    if (end > 0 && end < rest_.size() && rest_[end] == 'e') {
      const std::size_t sign = end + 1 < rest_.size() && rest_[end + 1] == '-' ? 1 : 0;
      std::size_t after = end + 1 + sign;
      while (digit(after)) ++after;
      if (after > end + 1 + sign) end = after;
    }
    const auto number = parse_number<double>(rest_.substr(0, end));
    if (!number) return unread();
    rest_ = trimmed(rest_.substr(end));
    return *number;
  }

  std::string_view rest_;
  int depth_ = 0;
};

}  // namespace

Result<double> work_out(std::string_view text) { return Reckoner(text).all(); }

Result<std::string> worked_out_text(std::string_view text) {
  const Result<double> value = work_out(text);
  if (!value) return std::unexpected(value.error());
  text = trimmed(text);
  if (text.find_first_not_of("0123456789.") == text.npos) return std::string(text);
  return significant(*value);
}

}  // namespace backprop
