#include "shell/panels/output/plane_axes.h"

#include <algorithm>
#include <cmath>

#include "engine/base/decimal.h"
#include "engine/base/text.h"
#include "engine/parts/dataset.h"
#include "shell/canvas/chart_axis.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"

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

std::string short_name(const Column* column, std::string_view otherwise, std::size_t most) {
  if (column == nullptr || column->name.empty()) return std::string(otherwise);
  std::size_t characters = 0;
  for (std::size_t i = 0; i < column->name.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(column->name[i]) & 0xC0) != 0x80;
    if (begins && characters++ == most) return column->name.substr(0, i) + "…";
  }
  return column->name;
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

void draw_axes(ImDrawList* list, const Theme& theme, ImVec2 min, ImVec2 max, const Columns* columns,
               bool numbers) {
  const ImU32 mark = with_alpha(theme.palette.text, theme.dark ? 0.45f : 0.4f);
  const ImU32 ink = with_alpha(theme.palette.text, 0.7f);
  const float middle_x = (min.x + max.x) / 2, middle_y = (min.y + max.y) / 2;
  const float unit = (max.x - min.x) / 2 / static_cast<float>(kPlaneExtent);
  for (int axis = 0; axis < 2; ++axis) {
    const Column* column =
        columns != nullptr ? &columns->inputs[static_cast<std::size_t>(axis)] : nullptr;
    for (const AxisTick& tick : axis_ticks(column)) {
      const float length = tick.text.empty() ? 3.0f : 5.0f;
      const float x = std::round(middle_x + tick.at * unit) + 0.5f;
      const float y = std::round(middle_y - tick.at * unit) + 0.5f;
      if (axis == 0) {
        list->AddLine({x, max.y}, {x, max.y - length}, mark);
      } else {
        list->AddLine({min.x, y}, {min.x + length, y}, mark);
      }
      if (tick.text.empty() || !numbers) continue;
      const ImVec2 at = axis == 0 ? ImVec2{x, max.y - 13} : ImVec2{min.x + 9, y};
      draw_text(list, theme.fonts.regular, kSmallSize, at, ink, tick.text,
                axis == 0 ? Align::kCenter : Align::kLeft);
    }
    if (column == nullptr || column->name.empty() || !numbers) continue;
    const std::string name = short_name(column, "", 28);
    const ImVec2 at = axis == 0 ? ImVec2{max.x - 8, max.y - 28} : ImVec2{min.x + 9, min.y + 12};
    draw_text(list, theme.fonts.semibold, kSmallSize, at, ink, name,
              axis == 0 ? Align::kRight : Align::kLeft);
  }
}

}  // namespace backprop
