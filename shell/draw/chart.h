// A line chart with axes and values on hover.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <span>

#include "shell/draw/theme.h"

namespace backprop {

struct ChartLine {
  const char* label;
  ImU32 color;
  float thickness;
  std::span<const double> values;  // as long as the steps; NaN leaves a gap
};

// Draws into the rectangle: logarithmic or linear y axis with round gridlines, steps on x.
// While hovered shows the values at the mouse's step.
void draw_chart(const Theme& theme, ImVec2 position, ImVec2 size,
                std::span<const std::int64_t> steps, std::span<const ChartLine> lines,
                bool logarithmic);

}  // namespace backprop
