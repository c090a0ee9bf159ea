// Columns of text that line up, for people to read.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace backprop {

class TextTable {
 public:
  enum Align { kLeft, kRight };

  explicit TextTable(std::vector<Align> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  void print(std::ostream& out) const;

 private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

std::string with_separators(std::int64_t value);      // "1,234,567"
std::string score(double value);      // four digits; "–" when there is none (NaN)
std::string percent(double fraction);  // "98.4 %"; "–" when there is none

}  // namespace backprop
