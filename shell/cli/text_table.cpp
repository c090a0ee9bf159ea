#include "shell/cli/text_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>

#include "engine/insight/notation.h"

namespace backprop {

void TextTable::print(std::ostream& out) const {
  std::vector<int> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(static_cast<std::size_t>(widths[i] - display_width(row[i])), ' ');
      if (i > 0) line += "  ";
      line += columns_[i] == kRight ? space + row[i] : row[i] + space;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

std::string with_separators(std::int64_t value) {
  std::string digits = std::to_string(value);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t i = digits.size(); i > first + 3;) {
    i -= 3;
    digits.insert(i, ",");
  }
  return digits;
}

std::string score(double value) { return std::isnan(value) ? "–" : significant(value, 4); }

std::string percent(double fraction) {
  if (std::isnan(fraction)) return "–";
  char text[40];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * fraction);
  return text;
}

}  // namespace backprop
