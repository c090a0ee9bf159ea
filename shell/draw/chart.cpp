#include "shell/draw/chart.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "shell/draw/chart_axis.h"
#include "shell/draw/item.h"
#include "shell/draw/tooltip.h"
#include "shell/draw/widgets.h"

namespace backprop {

namespace {

constexpr float kBelow = 20;     // for the steps
constexpr float kGap = 10;       // between the numbers of the y axis and the plot
constexpr float kLeastLeft = 30; // room for "0.01"

struct Plot {
  ImVec2 min, max;  // where the lines are
  Axis axis;
  std::int64_t first_step = 0, last_step = 1;

  float x(std::int64_t step) const {
    const double share = static_cast<double>(step - first_step) /
                         static_cast<double>(std::max<std::int64_t>(1, last_step - first_step));
    return min.x + (max.x - min.x) * static_cast<float>(share);
  }
  float y(double value) const {
    return max.y - (max.y - min.y) * static_cast<float>(std::clamp(axis.place(value), 0.0, 1.0));
  }
};

Axis axis_for(std::span<const ChartLine> lines, bool logarithmic, int ticks) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const ChartLine& line : lines) {
    for (const double value : line.values) {
      if (!std::isfinite(value) || (logarithmic && !(value > 0))) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  if (low > high) low = logarithmic ? 0.01 : 0, high = 1;
  return make_axis(low, high, logarithmic, ticks);
}

void draw_line(ImDrawList* list, const Plot& plot, std::span<const std::int64_t> steps,
               const ChartLine& line) {
  std::vector<ImVec2> points;
  const auto flush = [&] {
    if (points.size() > 1) {
      list->AddPolyline(points.data(), static_cast<int>(points.size()), line.color, 0,
                        line.thickness);
    } else if (points.size() == 1) {
      list->AddCircleFilled(points[0], line.thickness, line.color);
    }
    points.clear();
  };
  const std::size_t count = std::min(steps.size(), line.values.size());
  for (std::size_t i = 0; i < count; ++i) {
    const double value = line.values[i];
    if (!std::isfinite(value)) {
      flush();
      continue;
    }
    points.push_back({plot.x(steps[i]), plot.y(value)});
  }
  flush();
}

void draw_frame(ImDrawList* list, const Theme& theme, const Plot& plot,
                const std::vector<std::string>& labels) {
  const Palette& palette = theme.palette;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float y = std::round(plot.y(plot.axis.ticks[i])) + 0.5f;
    list->AddLine({plot.min.x, y}, {plot.max.x, y}, palette.line, 1);
    draw_text(list, theme.fonts.regular, kSmallSize, {plot.min.x - kGap, y}, palette.dim, labels[i],
              Align::kRight);
  }
  const float below = plot.max.y + kBelow - kSmallSize / 2;
  draw_text(list, theme.fonts.regular, kSmallSize, {plot.min.x, below}, palette.dim,
            with_thousands(plot.first_step));
  draw_text(list, theme.fonts.regular, kSmallSize, {plot.max.x, below}, palette.dim,
            with_thousands(plot.last_step) + " steps", Align::kRight);
}

// A cross line at the entry nearest to the mouse, its points, and the values in a tooltip.
void draw_hover(ImDrawList* list, const Theme& theme, const Plot& plot,
                std::span<const std::int64_t> steps, std::span<const ChartLine> lines) {
  const Palette& palette = theme.palette;
  const float mouse = ImGui::GetMousePos().x;
  std::size_t nearest = 0;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (std::abs(plot.x(steps[i]) - mouse) < std::abs(plot.x(steps[nearest]) - mouse)) nearest = i;
  }
  const float x = plot.x(steps[nearest]);
  list->AddLine({x, plot.min.y}, {x, plot.max.y}, palette.faint, 1);
  if (!begin_tooltip(theme)) return;
  ImGui::TextUnformatted(("step " + with_thousands(steps[nearest])).c_str());
  for (const ChartLine& line : lines) {
    if (nearest >= line.values.size()) continue;
    const double value = line.values[nearest];
    if (std::isfinite(value)) {
      const ImVec2 at = {x, plot.y(value)};
      list->AddCircleFilled(at, 4.5f, palette.panel);
      list->AddCircleFilled(at, 3, line.color);
    }
    char number[32];
    tooltip_line(theme, line.label, format_number(value, number), line.color, 56);
  }
  end_tooltip();
}

}  // namespace

void draw_chart(const Theme& theme, ImVec2 position, ImVec2 size,
                std::span<const std::int64_t> steps, std::span<const ChartLine> lines,
                bool logarithmic) {
  if (size.x < 60 || size.y < 40) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  Plot plot;
  plot.axis = axis_for(lines, logarithmic, std::max(2, static_cast<int>(size.y / 50)));
  std::vector<std::string> labels;
  float left = kLeastLeft - kGap;
  for (const double tick : plot.axis.ticks) {
    labels.push_back(tick_label(tick));
    left = std::max(left, text_size(theme.fonts.regular, kSmallSize, labels.back()).x);
  }
  // Half a line of text stands out above the highest gridline.
  plot.min = {position.x + std::ceil(left) + kGap, position.y + kSmallSize / 2};
  plot.max = {position.x + size.x, position.y + size.y - kBelow};
  if (!steps.empty()) {
    plot.first_step = steps.front();
    plot.last_step = std::max(steps.back(), plot.first_step + 1);
  }
  draw_frame(list, theme, plot, labels);
  list->PushClipRect({plot.min.x - 3, plot.min.y - 3}, {plot.max.x + 3, plot.max.y + 3}, true);
  // The first line is the most important one: on top.
  for (std::size_t i = lines.size(); i-- > 0;) draw_line(list, plot, steps, lines[i]);
  list->PopClipRect();

  ImGui::SetCursorScreenPos(position);
  ImGui::PushID(static_cast<int>(position.y));
  ImGui::InvisibleButton("chart", size);
  ImGui::PopID();
  if (ImGui::IsItemHovered() && !steps.empty()) draw_hover(list, theme, plot, steps, lines);
}

}  // namespace backprop
