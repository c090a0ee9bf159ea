#include "engine/experiment/table_number.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "engine/base/text.h"

namespace backprop {
namespace {

constexpr std::size_t kLongest = 60;
constexpr double kMostNumber = 1e30;

// Without what people's programs put into numbers and machines do not: spaces between thousands
// that do not break (U+00A0, U+202F), a minus sign that is one (U+2212), a plus sign.
std::string plain(std::string_view field) {
  std::string text;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const std::string_view rest = field.substr(i);
    if (rest.starts_with("\xC2\xA0")) {
      i += 1;
    } else if (rest.starts_with("\xE2\x80\xAF")) {
      i += 2;
    } else if (rest.starts_with("\xE2\x88\x92")) {
      text += '-';
      i += 2;
    } else {
      text += field[i];
    }
  }
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.erase(0, 1);
  return text;
}

// Sign, digits with commas and points between or before them, exponent: what stands there.
struct Shape {
  bool number = false;
  std::size_t commas = 0, points = 0;
  bool comma_last = false;  // the last of the marks is a comma
  bool threes = false;      // three digits after every mark, and one to three before the first
};

Shape shape_of(std::string_view text) {
  Shape shape;
  if (text.empty() || text.size() > kLongest) return shape;
  if (text.front() == '-') text.remove_prefix(1);
  const std::size_t end = std::min(text.find_first_not_of("0123456789.,"), text.size());
  std::string_view digits = text.substr(0, end), exponent = text.substr(end);
  if (digits.find_first_of("0123456789") == digits.npos) return shape;
  if (!exponent.empty()) {  // as C, Fortran and Matlab write it
    if (std::string_view("eEdD").find(exponent.front()) == exponent.npos) return shape;
    exponent.remove_prefix(1);
    if (!exponent.empty() && (exponent.front() == '-' || exponent.front() == '+')) {
      exponent.remove_prefix(1);
    }
    if (exponent.empty() || !std::all_of(exponent.begin(), exponent.end(), is_digit)) return shape;
  }
  if (digits.back() == ',') return shape;
  shape.threes = true;
  std::size_t since = 0;
  bool first = true;
  for (std::size_t i = 0; i <= digits.size(); ++i) {
    if (i < digits.size() && is_digit(digits[i])) {
      ++since;
      continue;
    }
    const bool right = first ? since >= 1 && since <= 3 && digits.front() != '0' : since == 3;
    shape.threes = shape.threes && right;
    first = false;
    since = 0;
    if (i == digits.size()) break;
    shape.comma_last = digits[i] == ',';
    (shape.comma_last ? shape.commas : shape.points) += 1;
  }
  shape.threes = shape.threes && exponent.empty() && shape.commas + shape.points > 0;
  // Two of both kinds, or a mark on both sides of the other kind, is no number.
  shape.number = !(shape.commas > 1 && shape.points > 1);
  return shape;
}

}  // namespace

bool looks_like_number(std::string_view field) {
  if (field.size() > kLongest) return false;
  const Shape shape = shape_of(plain(field));
  return shape.number && (shape.commas + shape.points <= 1 || shape.threes ||
                          (shape.commas > 0 && shape.points > 0));
}

bool is_missing(std::string_view field) {
  static constexpr std::array<std::string_view, 16> kWords = {
      "nan",  "na",       "n/a",       "null",    "none", "nil",  "inf",     "+inf",
      "-inf", "infinity", "-infinity", "missing", "<na>", "#n/a", "1.#qnan", "-nan"};
  if (field.empty() || field == "-" || field == "?" || field == "." || field == "–" ||
      field == "—") {
    return true;
  }
  if (field.size() > 12) return false;
  std::string small(field);
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  // What a spreadsheet shows where a formula failed: #DIV/0!, #VALUE!, #REF!, #NAME?
  if (small.front() == '#' && (small.back() == '!' || small.back() == '?')) return true;
  return std::find(kWords.begin(), kWords.end(), small) != kWords.end();
}

void MarkFinder::look_at(std::string_view field) {
  if (field.size() > kLongest) return;
  const Shape shape = shape_of(plain(field));
  if (!shape.number || shape.commas + shape.points == 0) return;
  if (shape.commas > 0 && shape.points > 0) {
    (shape.comma_last ? points_in_groups_ : commas_in_groups_) = true;
  } else if (shape.commas > 1 && shape.threes) {
    commas_in_groups_ = true;
  } else if (shape.points > 1 && shape.threes) {
    points_in_groups_ = true;
  } else if (shape.commas == 1) {
    (shape.threes ? either_comma_ : decimal_comma_) = true;
  } else if (shape.points == 1) {
    point_ = true;
  }
}

NumberMarks MarkFinder::found(char separator) const {
  if (points_in_groups_ && !commas_in_groups_) return {true, false, true};
  if (commas_in_groups_ && !points_in_groups_) return {false, true, false};
  if (decimal_comma_) return {true, false, false};
  if (either_comma_ && (point_ || separator == ',')) return {false, true, false};
  return {separator != ',', false, false};
}

std::optional<double> number_in(std::string_view field, const NumberMarks& marks) {
  if (field.empty() || field.size() > kLongest) return std::nullopt;
  std::string text = plain(field);
  const Shape shape = shape_of(text);
  if (!shape.number) return std::nullopt;
  const auto drop = [&text](char mark) { std::erase(text, mark); };
  // Marks between thousands stand where thousands end, or they are something else.
  if (marks.comma_groups && shape.commas > 0) {
    if (shape.comma_last && !shape.threes) return std::nullopt;
    drop(',');
  }
  if (marks.point_groups && shape.points > 0 && (shape.commas > 0 || shape.threes)) drop('.');
  if (marks.comma_decimal) std::replace(text.begin(), text.end(), ',', '.');
  for (char& c : text) {
    if (c == 'd' || c == 'D') c = 'e';
  }
  const std::optional<double> value = parse_number<double>(text);
  if (!value || std::fabs(*value) > kMostNumber) return std::nullopt;
  return value;
}

}  // namespace backprop
