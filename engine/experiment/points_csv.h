// Points as tables of text: CSV as spreadsheets write it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/parts/dataset.h"

namespace backprop {

inline constexpr std::size_t kMaxCsvBytes = std::size_t{4} << 20;

struct CsvPoints {
  std::vector<Point> points;
  // What the classes are called in the table, by class; empty for regression.
  std::vector<std::string> class_names;
};

// A line per point: x1, x2, label. A first line with names may give another order of these three.
// Columns are separated by commas, semicolons or tabs; with the latter two, numbers may have a
// decimal comma. Classes are 0, 1, … as they are, other numbers in their order, or names in the
// order they come. Errors name line and column ("line 3, column 2 (x2): expected a number, found
// 'a'"). Bounded in time and memory for any input.
Result<CsvPoints> read_points_csv(std::string_view text, Problem problem);

// The same points again when read for the same problem.
std::string write_points_csv(std::span<const Point> points);

}  // namespace backprop
