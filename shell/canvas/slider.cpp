#include "shell/canvas/slider.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"

namespace backprop {

double SliderScale::to_fraction(double value) const {
  if (stops.size() > 1) return stop_position(value) / static_cast<double>(stops.size() - 1);
  if (max <= min) return 0;
  value = std::clamp(value, min, max);
  if (logarithmic) return std::log(value / min) / std::log(max / min);
  return (value - min) / (max - min);
}

double SliderScale::from_fraction(double fraction) const {
  const double t = std::clamp(fraction, 0.0, 1.0);
  if (stops.size() > 1) {
    const double last = static_cast<double>(stops.size() - 1);
    return stops[static_cast<std::size_t>(std::lround(t * last))];
  }
  return rounded(logarithmic ? min * std::pow(max / min, t) : min + (max - min) * t);
}

double SliderScale::neighbour(double value, int direction) const {
  if (stops.size() <= 1) return from_fraction(to_fraction(value) + direction * 0.02);
  const double at = stop_position(value);
  // From between two stops to the nearer end; the tolerance forgives float values of stops.
  const double next = direction > 0 ? std::floor(at + 1 + 1e-6) : std::ceil(at - 1 - 1e-6);
  const double last = static_cast<double>(stops.size() - 1);
  return stops[static_cast<std::size_t>(std::clamp(next, 0.0, last))];
}

// The index of a value among the stops, with a fraction between two of them.
double SliderScale::stop_position(double value) const {
  if (!(value > stops.front())) return 0;
  for (std::size_t i = 1; i < stops.size(); ++i) {
    if (value <= stops[i]) {
      return static_cast<double>(i - 1) + (value - stops[i - 1]) / (stops[i] - stops[i - 1]);
    }
  }
  return static_cast<double>(stops.size() - 1);
}

// To the digits that a pixel can tell apart.
double SliderScale::rounded(double value) const {
  const double size = logarithmic ? std::abs(value) : max - min;
  if (!(size > 0)) return value;
  const double unit = std::pow(10, std::floor(std::log10(size)) - (logarithmic ? 1 : 2));
  return std::clamp(std::round(value / unit) * unit, min, max);
}

float knob_radius() { return touch_layout() ? 9.0f : 6.5f; }

namespace {

void draw_slider(const Theme& theme, const Item& item, float fraction) {
  const Palette& palette = theme.palette;
  ImDrawList* list = ImGui::GetWindowDrawList();
  constexpr float kTrack = 4;
  const float knob = knob_radius();
  const float y = std::round(item.center().y);
  const float x = item.min.x + knob + fraction * (item.width() - 2 * knob);
  const auto track = [&](float from, float to, ImU32 color) {
    list->AddRectFilled({from, y - kTrack / 2}, {to, y + kTrack / 2}, color, kTrack / 2);
  };
  track(item.min.x, item.max.x, palette.line);
  track(item.min.x, x, palette.dim);
  if (item.hovered || item.held) {
    list->AddCircleFilled({x, y}, knob + 4, with_alpha(palette.text, item.held ? 0.2f : 0.1f));
  }
  list->AddCircleFilled({x, y}, knob, palette.text);
}

// Left and right while the slider has the keyboard's focus. It owns these keys then, so that they
// do not move the focus.
int arrow_keys(ImGuiID id) {
  if (!ImGui::IsItemFocused() || !ImGui::GetIO().NavVisible) return 0;
  ImGui::SetKeyOwner(ImGuiKey_LeftArrow, id);
  ImGui::SetKeyOwner(ImGuiKey_RightArrow, id);
  const auto pressed = [id](ImGuiKey key) {
    return ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, id) ? 1 : 0;
  };
  return pressed(ImGuiKey_RightArrow) - pressed(ImGuiKey_LeftArrow);
}

}  // namespace

SliderUse slider(Canvas& canvas, std::string_view place, ImVec2 size, const SliderScale& scale,
                 double* value, double default_value, const char* help) {
  const double before = *value;
  const Item item = add_item(canvas, place, size);
  const ImGuiIO& io = ImGui::GetIO();
  SliderUse use;
  if (const int direction = arrow_keys(ImGui::GetItemID()); direction != 0) {
    *value = scale.neighbour(*value, direction);
  } else if (item.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    *value = default_value;
    ImGui::ClearActiveID();  // what remains of the second press must not drag
  } else if (item.held && io.KeyCtrl) {
    use.wants_typing = ImGui::IsItemActivated();
  } else if (item.held && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    const float knob = knob_radius();
    const float x = (io.MousePos.x - item.min.x - knob) / (item.width() - 2 * knob);
    *value = scale.from_fraction(static_cast<double>(x));
  } else if (item.clicked && io.NavVisible) {
    use.wants_typing = true;
  }
  tooltip(canvas, help);
  draw_slider(canvas.theme, item, static_cast<float>(scale.to_fraction(*value)));
  use.changed = *value != before;
  return use;
}

}  // namespace backprop
