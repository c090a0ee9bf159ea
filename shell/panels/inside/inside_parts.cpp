#include "shell/panels/inside/inside_parts.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/session/view.h"

namespace backprop {

ImU32 layer_color(const Theme& theme, int layer, int layer_count) {
  const ImU32 first = theme.dark ? IM_COL32(255, 111, 169, 255) : IM_COL32(200, 30, 110, 255);
  const ImU32 middle = theme.dark ? IM_COL32(160, 140, 255, 255) : IM_COL32(104, 66, 214, 255);
  const float t =
      layer_count > 1 ? static_cast<float>(layer) / static_cast<float>(layer_count - 1) : 1;
  return t < 0.5f ? mix(first, middle, 2 * t) : mix(middle, theme.palette.text, 2 * t - 1);
}

std::string layer_label(const Network& network, int layer, bool brief) {
  if (layer == network.layer_count() - 1) return "output";
  return (brief ? "" : "hidden layer ") + std::to_string(layer + 1);
}

void light_layer(View& view, const Network& network, int layer) {
  for (int j = 0; j < network.layer(layer).outputs; ++j) {
    view.pointed_at.neurons.push_back({layer, j});
  }
}

float part_heading(const Theme& theme, ImVec2 at, std::string_view text, std::string_view dim) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float y = at.y + kHeadingSize / 2;
  draw_text(list, theme.fonts.semibold, kHeadingSize, {at.x, y}, theme.palette.text, text);
  if (!dim.empty()) {
    const float width = text_size(theme.fonts.semibold, kHeadingSize, text).x;
    draw_text(list, theme.fonts.regular, kHeadingSize, {at.x + width + 2 * kUnit, y},
              theme.palette.dim, dim);
  }
  return at.y + kHeadingSize + 2 * kUnit;
}

void empty_note(const Theme& theme, Rect area, std::string_view text) {
  const Paragraph lines = Paragraph::balanced(theme.fonts.regular, kTextSize, text,
                                              std::min(area.width() - 2 * kPanelPadding, 360.0f));
  const ImVec2 size = lines.size();
  lines.draw(ImGui::GetWindowDrawList(),
             {std::round((area.min.x + area.max.x - size.x) / 2),
              std::round((area.min.y + area.max.y - size.y) / 2)},
             theme.palette.dim);
}

void progress_line(const Theme& theme, ImVec2 at, float width, double share) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float done = width * static_cast<float>(share);
  list->AddRectFilled(at, {at.x + width, at.y + 3}, theme.palette.line, 1.5f);
  list->AddRectFilled(at, {at.x + done, at.y + 3}, theme.palette.selection, 1.5f);
}

void scroll_by_finger() {
  constexpr float kLeast = 8;
  if (ImGui::GetIO().MouseSource != ImGuiMouseSource_TouchScreen) return;
  if (!ImGui::IsMouseDragging(ImGuiMouseButton_Left, kLeast)) return;
  if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) return;
  const ImVec2 way = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, kLeast);
  if (std::abs(way.y) < std::abs(way.x)) return;
  ImGui::ClearActiveID();
  ImGui::SetScrollY(ImGui::GetScrollY() - ImGui::GetIO().MouseDelta.y);
}

float note(const Theme& theme, ImVec2 at, float width, std::string_view text) {
  const Paragraph lines(theme.fonts.regular, kHeadingSize, text, width);
  lines.draw(ImGui::GetWindowDrawList(), at, theme.palette.dim);
  return lines.size().y;
}

}  // namespace backprop
