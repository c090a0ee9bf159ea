#include "shell/panels/lessons/card_parts.h"

#include <cmath>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"

namespace backprop {

float card_button_height() { return touch_layout() ? 40.0f : 34.0f; }

bool primary_button(Canvas& canvas, std::string_view place, std::string_view label, ImVec2 size,
                    bool quiet) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  if (size.x <= 0) {
    size.x = std::ceil(text_size(theme.fonts.semibold, kTextSize, label).x) + 8 * kUnit;
  }
  const Item item = add_item(canvas, place, size, true, kCornerRadius);
  const float strength = item.held ? 0.75f : item.hovered ? 0.88f : 1.0f;
  const ImU32 fill = quiet ? raised_color(theme, item) : mix(palette.panel, palette.text, strength);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(item.min, item.max, fill, kCornerRadius);
  draw_text(list, theme.fonts.semibold, kTextSize, item.center(),
            quiet ? palette.text : palette.panel, label, Align::kCenter);
  return item.clicked;
}

// As the moments of an example are folded.
static bool fold_button(Canvas& canvas, std::string_view place, bool folded, float size) {
  const Theme& theme = canvas.theme;
  const Item item = add_item(canvas, place, {size, size}, true, kCornerRadius);
  tooltip(canvas, folded ? "Unfold" : "Fold");
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (item.hovered) {
    list->AddRectFilled(item.min, item.max, theme.palette.raised, kCornerRadius);
  }
  draw_text(list, theme.fonts.regular, kTextSize, item.center(),
            item.hovered ? theme.palette.text : theme.palette.dim, folded ? "▶" : "▼",
            Align::kCenter);
  return item.clicked;
}

CardHead draw_card_head(Canvas& canvas, Rect area, std::string_view name, std::string_view where,
                        std::string_view title, bool folded, bool both) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const std::string place(name);
  const bool touch = touch_layout();
  const float size = touch ? 40.0f : 28.0f;
  const float middle = area.min.y + (touch ? kCardHead / 2 : 28);
  const float left = area.min.x + kPanelPadding, width = area.width() - 2 * kPanelPadding;
  CardHead head;
  float right = area.max.x - 2 * kUnit - size;
  ImGui::SetCursorScreenPos({right, std::round(middle - size / 2)});
  head.close =
      icon_button(canvas, place + ".close", Icon::kClose, ("Close the " + place).c_str(), size);
  right -= size;
  ImGui::SetCursorScreenPos({right, std::round(middle - size / 2)});
  if (touch) {
    head.fold = fold_button(canvas, place + ".fold", folded, size);
    draw_text_fitted(list, theme.fonts.semibold, kTextSize, {left, middle - 7}, theme.palette.text,
                     title, right - left - kUnit);
    if (both) {
      draw_text(list, theme.fonts.regular, kSmallSize, {left, middle + 10}, theme.palette.dim,
                where);
    }
    return head;
  }
  head.all = icon_button(canvas, place + ".all", Icon::kMenu, ("All " + place + "s").c_str(), size);
  draw_text(list, theme.fonts.regular, kHeadingSize, {left, middle}, theme.palette.dim, where);
  draw_text_fitted(list, theme.fonts.semibold, 15, {left, area.min.y + 56}, theme.palette.text,
                   title, width);
  return head;
}

}  // namespace backprop
