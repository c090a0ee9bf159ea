#include "tests/engine/c_expression.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <vector>

namespace backprop {
namespace {

using Functions = std::map<std::string, std::function<double(double, double)>>;

template <double (*kFunction)(double)>
double unary(double x, double) {
  return kFunction(x);
}

const Functions& functions() {
  static const Functions all = {
      {"exp", unary<std::exp>},   {"expm1", unary<std::expm1>},
      {"log", unary<std::log>},   {"log1p", unary<std::log1p>},
      {"sin", unary<std::sin>},   {"cos", unary<std::cos>},
      {"tanh", unary<std::tanh>}, {"sqrt", unary<std::sqrt>},
      {"fabs", unary<std::fabs>}, {"erf", unary<std::erf>},
      {"atan", unary<std::atan>}, {"atan2", [](double y, double x) {
                                                               return std::atan2(y, x); }}};
  return all;
}

// Recursive descent, one function for each level of binding.
class Expression {
 public:
  Expression(std::string_view text, const std::map<std::string, double>& variables)
      : text_(text), variables_(variables) {}

  double value() {
    const double result = choice();
    INFO(text_);
    REQUIRE(at_ == text_.size());
    return result;
  }

 private:
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    skip();
    return true;
  }
  void need(char c) {
    INFO(text_ << " at " << at_ << ", where a " << c << " should be");
    REQUIRE(take(c));
  }

  double choice() {
    const double condition = comparison();
    if (!take('?')) return condition;
    const double yes = choice();
    need(':');
    const double no = choice();
    return condition != 0 ? yes : no;
  }
  double comparison() {
    const double left = sum();
    if (take('>')) return left > sum() ? 1 : 0;
    if (take('<')) return left < sum() ? 1 : 0;
    return left;
  }
  double sum() {
    double result = product();
    for (;;) {
      if (take('+')) {
        result += product();
      } else if (take('-')) {
        result -= product();
      } else {
        return result;
      }
    }
  }
  double product() {
    double result = factor();
    for (;;) {
      if (take('*')) {
        result *= factor();
      } else if (take('/')) {
        result /= factor();
      } else {
        return result;
      }
    }
  }
  double factor() {
    if (take('-')) return -factor();
    if (take('(')) {
      const double inside = choice();
      need(')');
      return inside;
    }
    const std::string rest(text_.substr(at_));
    char* end = nullptr;
    const double number = std::strtod(rest.c_str(), &end);
    if (end != rest.c_str()) {
      at_ += static_cast<std::size_t>(end - rest.c_str());
      if (at_ < text_.size() && text_[at_] == 'f') ++at_;
      skip();
      return number;
    }
    return named();
  }
  double named() {
    std::string name;
    while (at_ < text_.size() && std::isalnum(static_cast<unsigned char>(text_[at_]))) {
      name += text_[at_++];
    }
    INFO(text_ << " at " << name);
    if (!take('(')) return variables_.at(name);
    if (!functions().contains(name) && name.ends_with('f')) name.pop_back();
    double arguments[2] = {choice(), 0};
    if (take(',')) arguments[1] = choice();
    need(')');
    return functions().at(name)(arguments[0], arguments[1]);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  const std::map<std::string, double>& variables_;
};

}  // namespace

double c_value(std::string_view expression, const std::map<std::string, double>& variables) {
  return Expression(expression, variables).value();
}

TEST_CASE("C expressions are worth what C says") {
  const std::map<std::string, double> x = {{"z", 3}, {"x1", -2}};
  CHECK(c_value("1.5f + 2 * z", x) == 7.5);
  CHECK(c_value("-z - -z / 2", x) == -1.5);
  CHECK(c_value("z > 4.0f ? 1 : z < 1 ? 2 : 3e-1f", x) == 0.3);
  CHECK(c_value("z - 1 - 1", x) == 1);
  CHECK(c_value("atan2(x1, z) * (expf(0) + fabsf(-z))", x) == std::atan2(-2, 3) * 4);
}

}  // namespace backprop
