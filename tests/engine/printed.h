// Reads what an explanation prints as a person with a calculator would: every number as the
// interval its printed digits leave, every expression worked out from those alone.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/insight/notation.h"

namespace backprop::testing {

// low … high, and the sum of the sizes of what was added up to it: floats round in proportion to
// that, not to the result.
struct Interval {
  double low, high, size;

  static Interval around(double value, double half) {
    return {value - half, value + half, std::fabs(value)};
  }
  friend Interval operator+(Interval a, Interval b) {
    return {a.low + b.low, a.high + b.high, a.size + b.size};
  }
  Interval operator-() const { return {-high, -low, size}; }
  friend Interval operator-(Interval a, Interval b) { return a + -b; }
  friend Interval operator*(Interval a, Interval b) {
    const double products[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
    return {*std::min_element(products, products + 4), *std::max_element(products, products + 4),
            a.size * b.size};
  }
  friend Interval operator/(Interval a, Interval b) {  // b positive
    return a * Interval{1 / b.high, 1 / std::max(b.low, 1e-300),
                        1 / std::max(std::fabs(b.low + b.high) / 2, 1e-300)};
  }
  // Whether both may stand for one number, but for what float arithmetic rounds off.
  bool meets(Interval other) const {
    const double slack = 2e-6 * std::max(size, other.size) + 1e-30;
    return low <= other.high + slack && other.low <= high + slack;
  }
};

inline std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
  return text;
}

// "−1.23457e−8"; nothing for other words, and for ∞ and NaN, which no digits stand for.
inline std::optional<Interval> printed_number(const std::string& word) {
  const std::string text = replaced(word, "−", "-");
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value == 0) return Interval::around(0, 0);
  std::size_t digits = 0;
  bool leading = true;
  for (const char c : text.substr(0, text.find('e'))) {
    if (c < '0' || c > '9') continue;
    leading = leading && c == '0';
    digits += leading ? 0 : 1;
  }
  // Zeros at the end are left out where the number is exact: at least six digits are meant.
  const double exponent = std::floor(std::log10(std::fabs(value)));
  return Interval::around(
      value,
      0.5 * std::pow(10, exponent + 1 - static_cast<double>(std::max<std::size_t>(6, digits))));
}

using Function = std::function<Interval(std::string_view name, Interval argument)>;

// A row of numbers between spaces: "0.5 · ( 0.25 · −3 + 2 )", "φ(1.25)", "1 − 0.3".
class RowReader {
 public:
  RowReader(const std::string& row, const Function& function) : function_(function) {
    std::size_t begin = 0;
    while (begin < row.size()) {
      const std::size_t end = std::min(row.find(' ', begin), row.size());
      if (end > begin) words_.push_back(row.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  // Nothing where the row says something that no digits stand for.
  std::optional<Interval> read() {
    const std::optional<Interval> value = sum();
    return at_ == words_.size() ? value : std::nullopt;
  }

 private:
  bool take(std::string_view word) {
    if (at_ >= words_.size() || words_[at_] != word) return false;
    ++at_;
    return true;
  }
  std::optional<Interval> sum() {
    std::optional<Interval> total = product();
    while (total) {
      const bool plus = take("+");
      if (!plus && !take("−")) break;
      const std::optional<Interval> next = product();
      if (!next) return next;
      total = plus ? *total + *next : *total - *next;
    }
    return total;
  }
  std::optional<Interval> product() {
    std::optional<Interval> total = atom();
    while (total && take("·")) {
      const std::optional<Interval> next = atom();
      if (!next) return next;
      total = *total * *next;
    }
    return total;
  }
  std::optional<Interval> atom() {
    if (take("(")) {
      const std::optional<Interval> inner = sum();
      return take(")") ? inner : std::nullopt;
    }
    if (at_ >= words_.size()) return std::nullopt;
    const std::string& word = words_[at_++];
    if (const auto number = printed_number(word)) return number;
    const std::size_t open = word.find('(');
    if (open == std::string::npos || word.back() != ')') return std::nullopt;
    const auto argument = printed_number(word.substr(open + 1, word.size() - open - 2));
    if (!argument) return std::nullopt;
    return function_(word.substr(0, open), *argument);
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
  const Function& function_;
};

// A formula of named quantities: "−η/(√s + ε)·(g − ∂L/∂w)".
class FormulaReader {
 public:
  FormulaReader(std::string formula, const std::map<std::string, Interval>& names)
      : text_(std::move(formula)), names_(names) {}
  std::optional<Interval> read() {
    const std::optional<Interval> value = sum();
    return at_ == text_.size() ? value : std::nullopt;
  }

 private:
  bool take(std::string_view sign) {
    if (!std::string_view(text_).substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }
  std::optional<Interval> sum() {
    const bool minus = take("−");
    std::optional<Interval> total = product();
    if (total && minus) total = -*total;
    while (total) {
      const bool plus = take(" + ");
      if (!plus && !take(" − ")) break;
      const std::optional<Interval> next = product();
      if (!next) return next;
      total = plus ? *total + *next : *total - *next;
    }
    return total;
  }
  std::optional<Interval> product() {
    std::optional<Interval> total = atom();
    while (total) {
      const bool times = take("·");
      if (!times && !take("/")) break;
      const std::optional<Interval> next = atom();
      if (!next) return next;
      total = times ? *total * *next : *total / *next;
    }
    return total;
  }
  std::optional<Interval> in_brackets() {
    const std::optional<Interval> inner = sum();
    return take(")") ? inner : std::nullopt;
  }
  std::optional<Interval> atom() {
    if (take("(")) return in_brackets();
    if (take("sign(")) {
      const std::optional<Interval> inner = in_brackets();
      if (!inner) return inner;
      const double middle = (inner->low + inner->high) / 2;
      return Interval::around((middle > 0) - (middle < 0), 0);
    }
    if (take("√")) {
      const std::optional<Interval> inner = atom();
      if (!inner) return inner;
      return Interval{std::sqrt(std::max(0.0, inner->low)), std::sqrt(inner->high),
                      std::sqrt(inner->size)};
    }
    if (take("1")) return Interval::around(1, 0);
    if (take("0")) return Interval::around(0, 0);
    // The longest name that stands here.
    const std::pair<const std::string, Interval>* best = nullptr;
    for (const auto& entry : names_) {
      if (!std::string_view(text_).substr(at_).starts_with(entry.first)) continue;
      if (best == nullptr || entry.first.size() > best->first.size()) best = &entry;
    }
    if (best == nullptr) return std::nullopt;
    at_ += best->first.size();
    return best->second;
  }

  std::string text_;
  const std::map<std::string, Interval>& names_;
  std::size_t at_ = 0;
};

// The right sides of one printed equation, each a row of numbers, the last its result. `lines` are
// those of one block of to_text(), whose first line is "symbol = symbols".
inline std::vector<std::string> right_sides(const std::vector<std::string>& lines) {
  const std::size_t equals = lines.front().find(" = ");
  const auto margin = static_cast<std::size_t>(display_width(lines.front().substr(0, equals)));
  std::vector<std::string> rows;
  bool symbols = false;  // of a continued pair: names above, numbers below
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    const std::size_t spaces = line.find_first_not_of(' ');
    if (spaces == margin + 1 && line.compare(spaces, 2, "= ") == 0) {
      rows.push_back(line.substr(spaces + 2));
      symbols = false;
    } else if (spaces >= margin + 3 && spaces > 2 && rows.size() == 1) {
      symbols = !symbols;
      if (!symbols) rows.back() += " " + line;
    } else if (i > 1 || spaces != 0) {
      // A line of names under the first one continues it.
      if (rows.empty() && spaces >= margin + 3) continue;
      break;
    }
  }
  return rows;
}

}  // namespace backprop::testing
