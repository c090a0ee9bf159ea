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
  std::array<Place, kRoleNames.size()> column;
  explicit ChosenColumns(std::span<const ColumnRole> roles) {
    for (std::size_t i = 0; i < roles.size(); ++i) {
      column[static_cast<std::size_t>(roles[i])] = i;
    }
  }
  Place operator[](ColumnRole role) const { return column[static_cast<std::size_t>(role)]; }
  // x1, x2, value
  std::array<Place, 3> numbers() const {
    return {(*this)[ColumnRole::kX1], (*this)[ColumnRole::kX2], (*this)[ColumnRole::kValue]};
  }
};

// Before it is scaled.
struct CollectedRows {
  std::vector<std::array<double, 3>> rows;  // x1, x2, and the value or the class
  std::vector<std::string> classes;
  std::vector<std::string> says;
};

// Leaves out rows where something is missing, the smaller of too many classes, and evenly some of
// too many rows; says so.
CollectedRows collect_rows(const Table& table, const ChosenColumns& roles);

}  // namespace backprop::tables
