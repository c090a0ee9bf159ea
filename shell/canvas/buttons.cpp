#include <algorithm>
#include <cmath>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"

namespace backprop {

bool icon_button(Canvas& canvas, std::string_view place, Icon icon, const char* tooltip_text,
                 float size, bool enabled) {
  const Theme& theme = canvas.theme;
  const Item item = add_item(canvas, place, {size, size}, enabled, kCornerRadius);
  tooltip(canvas, tooltip_text);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (item.hovered) {
    list->AddRectFilled(item.min, item.max, item.held ? theme.palette.line : theme.palette.raised,
                        kCornerRadius);
  }
  const ImU32 color = item.hovered ? theme.palette.text : theme.palette.dim;
  draw_icon(list, icon, item.center(), std::min(16.0f, size * 0.6f), enabled_color(color, enabled));
  return item.clicked;
}

bool play_button(Canvas& canvas, std::string_view place, bool playing, float size) {
  const Palette& palette = canvas.theme.palette;
  const Item item = add_item(canvas, place, {size, size}, true, size / 2);
  tooltip(canvas, playing ? "Pause (Space)" : "Train (Space)");
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float strength = item.held ? 0.75f : item.hovered ? 0.88f : 1.0f;
  list->AddCircleFilled(item.center(), size / 2, mix(palette.panel, palette.text, strength));
  draw_icon(list, playing ? Icon::kPause : Icon::kPlay, item.center(), size * 0.38f, palette.panel);
  return item.clicked;
}

bool text_button(Canvas& canvas, std::string_view place, const char* label, ImVec2 size,
                 const char* tooltip_text) {
  const Theme& theme = canvas.theme;
  if (size.x <= 0) {
    size.x = std::ceil(text_size(theme.fonts.regular, kTextSize, label).x) + 6 * kUnit;
  }
  const Item item = add_item(canvas, place, size, true, kCornerRadius);
  tooltip(canvas, tooltip_text);
  draw_text_button(canvas, item, label, false);
  return item.clicked;
}

void draw_text_button(const Canvas& canvas, const Item& item, const char* label, bool on) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 ground =
      on ? mix(theme.palette.panel, theme.palette.text, 0.9f) : raised_color(theme, item);
  list->AddRectFilled(item.min, item.max, ground, kCornerRadius);
  draw_text(list, theme.fonts.regular, kTextSize, item.center(),
            on ? theme.palette.panel : theme.palette.text, label, Align::kCenter);
}

namespace {

// The choice that is on looks let in: the ground shows in the dark theme, paper in the light one.
void draw_chosen(ImDrawList* list, const Theme& theme, const Item& item) {
  const ImVec2 min = {item.min.x + 1, item.min.y + 2}, max = {item.max.x - 1, item.max.y - 2};
  const float rounding = kCornerRadius - 2;
  list->AddRectFilled(min, max, theme.dark ? theme.palette.ground : theme.palette.panel, rounding);
  list->AddRect(min, max, theme.palette.line, rounding, 0, 1);
}

}  // namespace

bool segmented(Canvas& canvas, std::string_view place, std::span<const char* const> labels,
               int* current, float height) {
  const Theme& theme = canvas.theme;
  constexpr float kInside = 3.5f * kUnit;
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImGui::BeginGroup();
  const ImVec2 start = ImGui::GetCursorScreenPos();
  float width = 2;
  for (const char* label : labels) {
    width += std::ceil(text_size(theme.fonts.regular, kTextSize, label).x) + 2 * kInside;
  }
  list->AddRectFilled(start, {start.x + width, start.y + height}, theme.palette.raised,
                      kCornerRadius);
  bool changed = false;
  float x = start.x + 1;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int index = static_cast<int>(i);
    const float part = std::ceil(text_size(theme.fonts.regular, kTextSize, labels[i]).x);
    ImGui::SetCursorScreenPos({x, start.y});
    const Item item = add_item(canvas, std::string(place) + "." + std::to_string(i),
                               {part + 2 * kInside, height});
    const bool chosen = *current == index;
    if (chosen) draw_chosen(list, theme, item);
    const bool bright = chosen || item.hovered;
    draw_text(list, theme.fonts.regular, kTextSize, item.center(),
              bright ? theme.palette.text : theme.palette.dim, labels[i], Align::kCenter);
    if (item.clicked && !chosen) {
      *current = index;
      changed = true;
    }
    x = item.max.x;
  }
  ImGui::EndGroup();
  canvas.note_place(place, start.x, start.y, width, height);
  return changed;
}

bool checkbox(Canvas& canvas, std::string_view place, const char* label, bool* value) {
  const Theme& theme = canvas.theme;
  constexpr float kBox = 14, kGap = 6;
  const float text = std::ceil(text_size(theme.fonts.regular, kTextSize, label).x);
  const Item item =
      add_item(canvas, place, {kBox + (text > 0 ? kGap + text : 0), control_height()});
  if (item.clicked) *value = !*value;

  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& palette = theme.palette;
  const float y = std::round(item.center().y);
  const ImVec2 min = {item.min.x, y - kBox / 2}, max = {item.min.x + kBox, y + kBox / 2};
  if (*value) {
    list->AddRectFilled(min, max,
                        item.hovered ? mix(palette.text, palette.dim, 0.3f) : palette.text, 4);
    const ImVec2 tick[] = {
        {min.x + 3.2f, y + 0.2f}, {min.x + 5.9f, y + 2.9f}, {min.x + 10.8f, y - 3.0f}};
    list->AddPolyline(tick, 3, palette.panel, 0, 1.6f);
  } else {
    list->AddRectFilled(min, max, palette.raised, 4);
    list->AddRect({min.x + 0.5f, min.y + 0.5f}, {max.x - 0.5f, max.y - 0.5f},
                  item.hovered ? palette.dim : palette.faint, 4, 0, 1);
  }
  draw_text(list, theme.fonts.regular, kTextSize, {max.x + kGap, y},
            item.hovered ? palette.text : palette.dim, label);
  return item.clicked;
}

}  // namespace backprop
