// The axes of the plane: coordinates, or the names and numbers of the table that the points came
// from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/point_columns.h"
#include "shell/canvas/rect.h"
#include "shell/canvas/theme.h"

namespace backprop {

// A coordinate as people are shown it: in the table's numbers, to a thousandth of their spread;
// without a column, itself.
std::string shown_coordinate(const Column* column, double coordinate);

struct AxisTick {
  float at;  // coordinate
  std::string text;  // empty: a mark alone
};
// Within the plane, about four of them numbered.
std::vector<AxisTick> axis_ticks(const Column* column);

// The names of both axes, where `columns` has them, and the numbers of the ticks, along the lower
// and left border of a square that is the plane: those that have room beside each other.
struct AxisText {
  Rect area;
  std::string text;
  bool is_name;
};
std::vector<AxisText> axis_texts(const Theme& theme, Rect square, const Columns* columns);

// Marks along the borders, and with `numbers` the texts.
void draw_axes(ImDrawList* list, const Theme& theme, Rect square, const Columns* columns,
               bool numbers);

}  // namespace backprop
