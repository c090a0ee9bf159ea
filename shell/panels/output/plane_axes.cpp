#include "shell/panels/output/plane_axes.h"

#include <algorithm>
#include <cmath>

#include "engine/base/decimal.h"
#include "engine/base/text.h"
#include "engine/experiment/sample_names.h"
#include "engine/parts/dataset.h"
#include "shell/canvas/chart_axis.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/output/plane_map.h"

namespace backprop {
namespace {

// Rounded to the power of ten `place`, with a real minus sign.
std::string rounded_text(double value, int place) {
  const int exponent = value == 0 ? place : rounded_decimal(value, 1).exponent;
  const int digits = exponent - place + 1;
  if (digits < 1) return "0";
  const Decimal decimal = rounded_decimal(value, std::min(digits, 17));
  std::string digit_text = decimal.digits;
  // Zeros behind the point say nothing.
  while (digit_text.size() > 1 && digit_text.back() == '0' &&
         static_cast<int>(digit_text.size()) > decimal.exponent + 1) {
    digit_text.pop_back();
  }
  const bool plain = decimal.exponent > -5 && decimal.exponent < 9;
  if (!plain) {
    char buffer[32];
    return format_number(value, buffer);
  }
  const std::string text = fixed_point(digit_text, decimal.exponent);
  const bool zero = text.find_first_not_of("0.") == text.npos;
  return decimal.negative && !zero ? "−" + text : text;
}

// 1, 2 or 5 times a power of ten: at least `least`.
double round_step(double least) {
  const int exponent = rounded_decimal(least, 17).exponent;
  const double power = parse_number<double>("1e" + std::to_string(exponent)).value_or(1);
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least) return factor * power;
  }
  return 10 * power;
}

}  // namespace

std::string shown_coordinate(const Column* column, double coordinate) {
  if (column == nullptr || !column->scaled()) {
    char buffer[32];
    return format_number(coordinate, buffer);
  }
  return rounded_text(column->number_at(coordinate),
                      rounded_decimal(column->spread, 1).exponent - 3);
}

std::vector<AxisTick> axis_ticks(const Column* column) {
  std::vector<AxisTick> ticks;
  const int extent = static_cast<int>(kPlaneExtent);
  if (column == nullptr || !column->scaled()) {
    for (int unit = 1 - extent; unit < extent; ++unit) {
      ticks.push_back({static_cast<float>(unit), unit % 3 == 0 ? tick_label(unit) : std::string()});
    }
    return ticks;
  }
  const double low = column->number_at(-kPlaneExtent), high = column->number_at(kPlaneExtent);
  const double step = round_step((high - low) / 6);
  const int place = rounded_decimal(step, 1).exponent;
  const double first = std::ceil(low / step), last = std::floor(high / step);
  for (double n = first; n <= last && ticks.size() < 12; ++n) {
    const double at = column->coordinate(n * step);
    // Not in the corners, where the other axis is.
    if (std::fabs(at) > 0.92 * kPlaneExtent) continue;
    ticks.push_back({static_cast<float>(at), rounded_text(n * step, place)});
  }
  return ticks;
}

std::vector<AxisText> axis_texts(const Theme& theme, Rect square, const Columns* columns) {
  constexpr float kEdge = 9, kFromBelow = 13, kNameFromBelow = 28, kNameFromTop = 12, kApart = 2;
  const PlaneMap map{square};
  std::vector<AxisText> texts;
  // Nothing where it would touch what is there already, or leave the plane.
  const auto add = [&](ImVec2 left_middle, std::string text, bool name) {
    ImFont* font = name ? theme.fonts.semibold : theme.fonts.regular;
    const float width = text_size(font, kSmallSize, text).x;
    const Rect area = {{left_middle.x, left_middle.y - kSmallSize / 2},
                       {left_middle.x + width, left_middle.y + kSmallSize / 2}};
    const bool inside = area.min.x >= square.min.x && area.max.x <= square.max.x &&
                        area.min.y >= square.min.y && area.max.y <= square.max.y;
    const bool free = std::ranges::none_of(texts, [&](const AxisText& other) {
      return area.min.x < other.area.max.x + kApart && other.area.min.x < area.max.x + kApart &&
             area.min.y < other.area.max.y + kApart && other.area.min.y < area.max.y + kApart;
    });
    if (inside && free) texts.push_back({area, std::move(text), name});
  };
  const auto column = [&](std::size_t axis) {
    return columns != nullptr ? &columns->inputs[axis] : nullptr;
  };
  for (std::size_t axis = 0; axis < 2; ++axis) {
    if (columns == nullptr || column(axis)->name.empty()) continue;
    std::string name;
    for (std::size_t most = 28; most > 0; most /= 2) {
      name = short_name(column(axis), "", most);
      if (text_size(theme.fonts.semibold, kSmallSize, name).x <= square.width() - 2 * kEdge) break;
    }
    const float width = text_size(theme.fonts.semibold, kSmallSize, name).x;
    add(axis == 0 ? ImVec2{square.max.x - kEdge - width, square.max.y - kNameFromBelow}
                  : ImVec2{square.min.x + kEdge, square.min.y + kNameFromTop},
        std::move(name), true);
  }
  for (std::size_t axis = 0; axis < 2; ++axis) {
    for (AxisTick& tick : axis_ticks(column(axis))) {
      if (tick.text.empty()) continue;
      const ImVec2 at = map.to_screen(tick.at, tick.at);
      const float width = text_size(theme.fonts.regular, kSmallSize, tick.text).x;
      add(axis == 0 ? ImVec2{std::round(at.x) - width / 2, square.max.y - kFromBelow}
                    : ImVec2{square.min.x + kEdge, std::round(at.y)},
          std::move(tick.text), false);
    }
  }
  return texts;
}

void draw_axes(ImDrawList* list, const Theme& theme, Rect square, const Columns* columns,
               bool numbers) {
  const ImU32 mark = with_alpha(theme.palette.text, theme.dark ? 0.45f : 0.4f);
  const ImU32 ink = with_alpha(theme.palette.text, 0.7f);
  const PlaneMap map{square};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    for (const AxisTick& tick : axis_ticks(columns != nullptr ? &columns->inputs[axis] : nullptr)) {
      const float length = tick.text.empty() ? 3.0f : 5.0f;
      const ImVec2 at = map.to_screen(tick.at, tick.at);
      const float x = std::round(at.x) + 0.5f, y = std::round(at.y) + 0.5f;
      if (axis == 0) {
        list->AddLine({x, square.max.y}, {x, square.max.y - length}, mark);
      } else {
        list->AddLine({square.min.x, y}, {square.min.x + length, y}, mark);
      }
    }
  }
  if (!numbers) return;
  for (const AxisText& text : axis_texts(theme, square, columns)) {
    draw_text(list, text.is_name ? theme.fonts.semibold : theme.fonts.regular, kSmallSize,
              {text.area.min.x, (text.area.min.y + text.area.max.y) / 2}, ink, text.text);
  }
}

}  // namespace backprop
