#include "shell/canvas/typed_number.h"

#include <algorithm>
#include <string>

#include "engine/base/text.h"

namespace backprop {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1,234,567", also with decimals after a point: the commas only group.
bool grouped_by_commas(std::string_view number) {
  if (!number.empty() && (number.front() == '-' || number.front() == '+')) number.remove_prefix(1);
  const std::size_t point = std::min(number.find('.'), number.size());
  std::string_view whole = number.substr(0, point);
  const std::size_t first = whole.find(',');
  if (first == 0 || first > 3 || (first == 1 && whole.front() == '0')) return false;
  for (whole.remove_prefix(first); !whole.empty(); whole.remove_prefix(4)) {
    if (whole.size() < 4 || whole[0] != ',') return false;
    if (!std::all_of(whole.begin() + 1, whole.begin() + 4, is_digit)) return false;
  }
  return true;
}

}  // namespace

std::optional<double> read_typed_number(std::string_view text, bool whole) {
  constexpr std::string_view kMinus = "−";
  std::string plain;
  while (!text.empty()) {
    if (text.starts_with(kMinus)) {
      plain += '-';
      text.remove_prefix(kMinus.size());
      continue;
    }
    if (text.front() != ' ') plain += text.front();
    text.remove_prefix(1);
  }
  if (plain.ends_with('%')) plain.pop_back();
  if (plain.starts_with('+')) plain.erase(0, 1);
  const auto commas = std::count(plain.begin(), plain.end(), ',');
  const bool groups =
      grouped_by_commas(plain) && (whole || commas > 1 || plain.find('.') != std::string::npos);
  if (groups) {
    std::erase(plain, ',');
  } else if (commas == 1 && plain.find('.') == std::string::npos) {
    plain[plain.find(',')] = '.';
  }
  return parse_number<double>(plain);
}

std::optional<double> read_cell_number(std::string_view text) {
  const std::optional<double> number = read_typed_number(text, false);
  return number && text.find('%') != text.npos ? *number / 100 : number;
}

}  // namespace backprop
