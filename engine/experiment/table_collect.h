// The rows of a table that can become points, in the columns that were chosen.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/experiment/table.h"

namespace backprop::tables {

using Place = std::optional<std::size_t>;  // of a column or a class

struct ChosenColumns {
  std::array<Place, kRoleNames.size()> column;  // of roles that one column has
  // Those that are read as numbers: of points x1, x2 and the value; of samples the inputs and then
  // the targets, each in the order of the table.
  std::vector<std::size_t> numbers;
  bool samples;

  explicit ChosenColumns(std::span<const ColumnRole> roles);
  Place operator[](ColumnRole role) const { return column[static_cast<std::size_t>(role)]; }
};

// Before it is scaled.
struct CollectedRows {
  std::size_t width = 0;
  std::vector<double> numbers;  // row by row those of ChosenColumns, and then the class
  std::vector<std::string> classes;
  std::vector<std::string> says;

  std::size_t count() const { return width == 0 ? 0 : numbers.size() / width; }
  std::span<const double> row(std::size_t i) const {
    return std::span(numbers).subspan(i * width, width);
  }
};

// Leaves out rows where something is missing, the smaller of too many classes, and evenly some of
// too many rows; says so.
CollectedRows collect_rows(const Table& table, const ChosenColumns& roles);

}  // namespace backprop::tables
