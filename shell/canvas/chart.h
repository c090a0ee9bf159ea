// A line chart with axes and values on hover.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "shell/canvas/chart_axis.h"
#include "shell/canvas/theme.h"

namespace backprop {

struct ChartLine {
  const char* label;
  ImU32 color;
  float thickness;
  std::span<const double> values;  // as long as the steps; NaN leaves a gap
  const char* end_label = nullptr;  // stands at the line's right end
};

// A horizontal line with a meaning, such as an ideal value.
struct ChartMark {
  double value;
  const char* label;
};

struct ChartStyle {
  bool logarithmic = true;
  std::span<const ChartMark> marks = {};  // the axis holds their values too
  int emphasized = -1;  // a line that stands out from the others
  std::optional<std::int64_t> here = {};  // a step with a line from top to bottom
  // What the x axis spans, where that is not the steps given.
  std::optional<std::int64_t> first_step = {}, last_step = {};
  float right = 0;  // room for the labels at the lines' ends
  // Under the ends of the x axis, where it does not count steps.
  const char* left_label = nullptr;
  const char* right_label = nullptr;
};

// Where values are.
struct ChartPlot {
  ImVec2 min, max;  // where the lines are
  Axis axis;
  std::int64_t first_step = 0, last_step = 1;

  float x(std::int64_t step) const;
  float y(double value) const;
  std::int64_t step_at(float x) const;  // the nearest one
};

// Axes and lines alone.
ChartPlot draw_chart_lines(const Theme& theme, ImVec2 position, ImVec2 size,
                           std::span<const std::int64_t> steps, std::span<const ChartLine> lines,
                           const ChartStyle& style);

// What the mouse points at: an entry of the steps, and the line next to it, if one is near.
struct ChartHover {
  std::optional<std::size_t> entry;
  int line = -1;
};

// Draws into the rectangle: logarithmic or linear y axis with round gridlines, steps on x.
// While hovered shows the values at the mouse's step.
ChartHover draw_chart(const Theme& theme, ImVec2 position, ImVec2 size,
                      std::span<const std::int64_t> steps, std::span<const ChartLine> lines,
                      const ChartStyle& style);
inline ChartHover draw_chart(const Theme& theme, ImVec2 position, ImVec2 size,
                             std::span<const std::int64_t> steps, std::span<const ChartLine> lines,
                             bool logarithmic) {
  return draw_chart(theme, position, size, steps, lines, ChartStyle{.logarithmic = logarithmic});
}

// Points of a line, left to right, without those that would not show: of all that lie in one
// column `width` wide only the first, the lowest, the highest and the last stay.
std::vector<ImVec2> thin_out(std::span<const ImVec2> points, float width);

// Moves the middles of labels apart until they are `gap` from each other, within low … high and in
// the order of their places, as little as that takes.
void spread_labels(std::span<float> places, float gap, float low, float high);

}  // namespace backprop
