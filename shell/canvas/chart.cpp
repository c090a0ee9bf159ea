#include "shell/canvas/chart.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "engine/base/order.h"
#include "shell/canvas/item.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"

namespace backprop {

namespace {

constexpr float kBelow = 20;     // for the steps
constexpr float kGap = 10;       // between the numbers of the y axis and the plot
constexpr float kLeastLeft = 30; // room for "0.01"
constexpr float kColumn = 1.5f;  // finer than this lines are not drawn
constexpr float kNear = 12;      // so far from a line the mouse still means it

Axis axis_for(std::span<const ChartLine> lines, const ChartStyle& style, int ticks) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  const auto hold = [&](double value) {
    if (!std::isfinite(value) || (style.logarithmic && !(value > 0))) return;
    low = std::min(low, value);
    high = std::max(high, value);
  };
  for (const ChartLine& line : lines) {
    for (const double value : line.values) hold(value);
  }
  for (const ChartMark& mark : style.marks) hold(mark.value);
  if (low > high) low = style.logarithmic ? 0.01 : 0, high = 1;
  return make_axis(low, high, style.logarithmic, ticks);
}

void draw_line(ImDrawList* list, const ChartPlot& plot, std::span<const std::int64_t> steps,
               const ChartLine& line, ImU32 color, float thickness) {
  std::vector<ImVec2> points;
  const auto flush = [&] {
    const std::vector<ImVec2> drawn = thin_out(points, kColumn);
    if (drawn.size() > 1) {
      list->AddPolyline(drawn.data(), static_cast<int>(drawn.size()), color, 0, thickness);
    } else if (drawn.size() == 1) {
      list->AddCircleFilled(drawn[0], thickness, color);
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

void draw_frame(ImDrawList* list, const Theme& theme, const ChartPlot& plot,
                const std::vector<std::string>& labels, const ChartStyle& style) {
  const Palette& palette = theme.palette;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float y = std::round(plot.y(plot.axis.ticks[i])) + 0.5f;
    list->AddLine({plot.min.x, y}, {plot.max.x, y}, palette.line, 1);
    draw_text(list, theme.fonts.regular, kSmallSize, {plot.min.x - kGap, y}, palette.dim, labels[i],
              Align::kRight);
  }
  const float below = plot.max.y + kBelow - kSmallSize / 2;
  draw_text(list, theme.fonts.regular, kSmallSize, {plot.min.x, below}, palette.dim,
            style.left_label != nullptr ? style.left_label : with_thousands(plot.first_step));
  draw_text(list, theme.fonts.regular, kSmallSize, {plot.max.x, below}, palette.dim,
            style.right_label != nullptr
                ? style.right_label
                : with_thousands(plot.last_step) + (plot.last_step == 1 ? " step" : " steps"),
            Align::kRight);
}

// Dashed, with the label above its left end.
void draw_mark(ImDrawList* list, const Theme& theme, const ChartPlot& plot, const ChartMark& mark) {
  constexpr float kDash = 4;
  const float y = std::round(plot.y(mark.value)) + 0.5f;
  for (float x = plot.min.x; x < plot.max.x; x += 2 * kDash) {
    list->AddLine({x, y}, {std::min(x + kDash, plot.max.x), y}, theme.palette.good, 1);
  }
}

// Over the lines, on a ground that keeps it readable.
void draw_mark_label(ImDrawList* list, const Theme& theme, const ChartPlot& plot,
                     const ChartMark& mark) {
  const float line = std::round(plot.y(mark.value)) + 0.5f;
  const float y = line - plot.min.y > kSmallSize + 4 ? line - 8 : line + 9;
  const float width = text_size(theme.fonts.regular, kSmallSize, mark.label).x;
  list->AddRectFilled({plot.min.x + 1, y - 7}, {plot.min.x + 7 + width, y + 7},
                      with_alpha(theme.palette.panel, 0.8f), 3);
  draw_text(list, theme.fonts.regular, kSmallSize, {plot.min.x + 4, y}, theme.palette.good,
            mark.label);
}

void draw_end_labels(ImDrawList* list, const Theme& theme, const ChartPlot& plot,
                     std::span<const ChartLine> lines, int emphasized) {
  std::vector<int> shown;
  std::vector<float> places;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto values = lines[i].values;
    const auto last = std::find_if(values.rbegin(), values.rend(),
                                   [](double value) { return std::isfinite(value); });
    if (lines[i].end_label == nullptr || last == values.rend()) continue;
    shown.push_back(static_cast<int>(i));
    places.push_back(plot.y(*last));
  }
  spread_labels(places, kSmallSize + 1, plot.min.y, plot.max.y);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const ChartLine& line = lines[static_cast<std::size_t>(shown[i])];
    const bool faded = emphasized >= 0 && emphasized != shown[i];
    draw_text(list, shown[i] == emphasized ? theme.fonts.semibold : theme.fonts.regular, kSmallSize,
              {plot.max.x + 6, places[i]}, with_alpha(line.color, faded ? 0.4f : 1),
              line.end_label);
  }
}

std::size_t nearest_entry(const ChartPlot& plot, std::span<const std::int64_t> steps, float x) {
  std::size_t nearest = 0;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (std::abs(plot.x(steps[i]) - x) < std::abs(plot.x(steps[nearest]) - x)) nearest = i;
  }
  return nearest;
}

int nearest_line(const ChartPlot& plot, std::span<const ChartLine> lines, std::size_t entry,
                 float y) {
  int nearest = -1;
  float least = kNear;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (entry >= lines[i].values.size() || !std::isfinite(lines[i].values[entry])) continue;
    const float distance = std::abs(plot.y(lines[i].values[entry]) - y);
    if (distance < least) {
      least = distance;
      nearest = static_cast<int>(i);
    }
  }
  return nearest;
}

// A cross line at the entry nearest to the mouse, its points, and the values in a tooltip.
void draw_hover(ImDrawList* list, const Theme& theme, const ChartPlot& plot,
                std::span<const std::int64_t> steps, std::span<const ChartLine> lines,
                std::size_t nearest) {
  const Palette& palette = theme.palette;
  const float x = plot.x(steps[nearest]);
  list->AddLine({x, plot.min.y}, {x, plot.max.y}, palette.faint, 1);
  if (!begin_tooltip(theme)) return;
  ImGui::TextUnformatted(("step " + with_thousands(steps[nearest])).c_str());
  float column = 40;
  for (const ChartLine& line : lines) {
    column = std::max(column, text_size(theme.fonts.regular, kHeadingSize, line.label).x);
  }
  for (const ChartLine& line : lines) {
    if (nearest >= line.values.size()) continue;
    const double value = line.values[nearest];
    if (std::isfinite(value)) {
      const ImVec2 at = {x, plot.y(value)};
      list->AddCircleFilled(at, 4.5f, palette.panel);
      list->AddCircleFilled(at, 3, line.color);
    }
    char number[32];
    tooltip_line(theme, line.label, format_number(value, number), line.color, column + 28);
  }
  end_tooltip();
}

}  // namespace

float ChartPlot::x(std::int64_t step) const {
  const double share = static_cast<double>(step - first_step) /
                       static_cast<double>(std::max<std::int64_t>(1, last_step - first_step));
  return min.x + (max.x - min.x) * static_cast<float>(share);
}

float ChartPlot::y(double value) const {
  return max.y - (max.y - min.y) * static_cast<float>(std::clamp(axis.place(value), 0.0, 1.0));
}

std::int64_t ChartPlot::step_at(float x) const {
  const double share = static_cast<double>(std::clamp((x - min.x) / (max.x - min.x), 0.0f, 1.0f));
  return first_step + std::llround(share * static_cast<double>(last_step - first_step));
}

std::vector<ImVec2> thin_out(std::span<const ImVec2> points, float width) {
  std::vector<ImVec2> kept;
  for (std::size_t i = 0; i < points.size();) {
    std::size_t low = i, high = i, last = i;
    for (std::size_t j = i; j < points.size() && points[j].x - points[i].x < width; ++j) {
      if (points[j].y < points[low].y) low = j;
      if (points[j].y > points[high].y) high = j;
      last = j;
    }
    std::size_t column[] = {i, std::min(low, high), std::max(low, high), last};
    for (std::size_t k = 0; k < std::size(column); ++k) {
      if (k == 0 || column[k] != column[k - 1]) kept.push_back(points[column[k]]);
    }
    i = last + 1;
  }
  return kept;
}

void spread_labels(std::span<float> places, float gap, float low, float high) {
  std::vector<std::size_t> order(places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  sort_stably(order, [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
  // Down from the top, then up from the bottom what was pushed out there.
  float least = low;
  for (const std::size_t i : order) least = (places[i] = std::max(places[i], least)) + gap;
  float most = high;
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    most = (places[*i] = std::min(places[*i], most)) - gap;
  }
}

ChartPlot draw_chart_lines(const Theme& theme, ImVec2 position, ImVec2 size,
                           std::span<const std::int64_t> steps, std::span<const ChartLine> lines,
                           const ChartStyle& style) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  ChartPlot plot;
  plot.axis = axis_for(lines, style, std::max(2, static_cast<int>(size.y / 50)));
  thin_out_ticks(plot.axis, size.y - kBelow - kSmallSize / 2, kSmallSize + 2);
  std::vector<std::string> labels;
  float left = kLeastLeft - kGap;
  for (const double tick : plot.axis.ticks) {
    labels.push_back(tick_label(tick));
    left = std::max(left, text_size(theme.fonts.regular, kSmallSize, labels.back()).x);
  }
  // Half a line of text stands out above the highest gridline.
  plot.min = {position.x + std::ceil(left) + kGap, position.y + kSmallSize / 2};
  plot.max = {position.x + size.x - style.right, position.y + size.y - kBelow};
  if (!steps.empty()) {
    plot.first_step = steps.front();
    plot.last_step = steps.back();
  }
  plot.first_step = style.first_step.value_or(plot.first_step);
  plot.last_step = std::max(style.last_step.value_or(plot.last_step), plot.first_step + 1);
  draw_frame(list, theme, plot, labels, style);
  for (const ChartMark& mark : style.marks) draw_mark(list, theme, plot, mark);
  list->PushClipRect({plot.min.x - 3, plot.min.y - 3}, {plot.max.x + 3, plot.max.y + 3}, true);
  // The first line is the most important one: on top, but for the one that is to stand out.
  for (std::size_t i = lines.size(); i-- > 0;) {
    if (static_cast<int>(i) == style.emphasized) continue;
    const float alpha = style.emphasized >= 0 ? 0.35f : 1;
    draw_line(list, plot, steps, lines[i], with_alpha(lines[i].color, alpha), lines[i].thickness);
  }
  if (style.emphasized >= 0 && style.emphasized < static_cast<int>(lines.size())) {
    const ChartLine& line = lines[static_cast<std::size_t>(style.emphasized)];
    draw_line(list, plot, steps, line, line.color, line.thickness + 0.6f);
  }
  if (style.here) {
    const float x = std::round(plot.x(*style.here));
    list->AddLine({x, plot.min.y}, {x, plot.max.y}, theme.palette.selection, 1.5f);
  }
  list->PopClipRect();
  for (const ChartMark& mark : style.marks) draw_mark_label(list, theme, plot, mark);
  draw_end_labels(list, theme, plot, lines, style.emphasized);
  return plot;
}

ChartHover draw_chart(const Theme& theme, ImVec2 position, ImVec2 size,
                      std::span<const std::int64_t> steps, std::span<const ChartLine> lines,
                      const ChartStyle& style) {
  if (size.x < 60 || size.y < 40) return {};
  const ChartPlot plot = draw_chart_lines(theme, position, size, steps, lines, style);
  ImGui::SetCursorScreenPos(position);
  ImGui::PushID(static_cast<int>(position.y));
  ImGui::PushID(static_cast<int>(position.x));
  ImGui::InvisibleButton("chart", size);
  ImGui::PopID();
  ImGui::PopID();
  if (!ImGui::IsItemHovered() || steps.empty()) return {};
  const ImVec2 mouse = ImGui::GetMousePos();
  ChartHover hover;
  hover.entry = nearest_entry(plot, steps, mouse.x);
  hover.line = nearest_line(plot, lines, *hover.entry, mouse.y);
  draw_hover(ImGui::GetWindowDrawList(), theme, plot, steps, lines, *hover.entry);
  return hover;
}

}  // namespace backprop
