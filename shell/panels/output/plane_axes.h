// The axes of the plane: coordinates, or the names and numbers of the table that the points came
// from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/point_columns.h"
#include "shell/canvas/theme.h"

namespace backprop {

// A coordinate as people are shown it: in the table's numbers, to a thousandth of their spread;
// without a column, itself.
std::string shown_coordinate(const Column* column, double coordinate);
// What a column is called where there is little room: its name, else `otherwise`; cut after
// `most` characters.
std::string short_name(const Column* column, std::string_view otherwise, std::size_t most = 11);

struct AxisTick {
  float at;  // coordinate
  std::string text;  // empty: a mark alone
};
// Within the plane, about four of them numbered.
std::vector<AxisTick> axis_ticks(const Column* column);

// Marks along the lower and left border of a square that is the plane, their numbers, and where
// `columns` says so the names of both axes.
void draw_axes(ImDrawList* list, const Theme& theme, ImVec2 min, ImVec2 max, const Columns* columns,
               bool numbers);

}  // namespace backprop
