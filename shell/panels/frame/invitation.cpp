// The line that greets a visitor without a link, until the first thing done.
#include <algorithm>
#include <cmath>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/frame/greeting.h"
#include "shell/session/view.h"

namespace backprop {

namespace {

// Any key, any press of a button, a neuron under the mouse: the invitation was taken.
bool anything_done(const View& view) {
  if (view.hovered_neuron || view.hovered_parameter) return true;
  for (int button = 0; button < ImGuiMouseButton_COUNT; ++button) {
    if (ImGui::IsMouseClicked(button)) return true;
  }
  for (int key = ImGuiKey_NamedKey_BEGIN; key < ImGuiKey_MouseLeft; ++key) {
    if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(key), false)) return true;
  }
  return false;
}

}  // namespace

void draw_invitation(Canvas& canvas, View& view) {
  if (!view.inviting) return;
  if (anything_done(view)) {
    view.inviting = false;
    return;
  }
  const Theme& theme = canvas.theme;
  const bool touch = touch_layout();
  const char* text = touch ? "This network is learning the spiral. Tap a neuron to see its map."
                           : "This network is learning the spiral. Hover a neuron, or press P to "
                             "go phase by phase.";
  const Place* picture = canvas.places.find("network.picture");
  if (picture == nullptr) return;
  const Place area = *picture;
  // At the left, for the legend is at the right; above it where the picture is narrow.
  const float bottom = area.y + area.height - (touch ? 11.0f : 1.5f) * kUnit;
  constexpr float kInside = 3 * kUnit;
  const Paragraph lines = Paragraph::balanced(theme.fonts.regular, kTextSize, text,
                                              area.width - 2 * kPanelPadding - 2 * kInside);
  const ImVec2 size = {lines.size().x + 2 * kInside, lines.size().y + 2 * kUnit};
  ImVec2 min = {std::round(area.x + kPanelPadding), std::round(bottom - size.y)};
  // Beside "+ 7 more" where that stands as low.
  const Place* more = canvas.places.find("network.features.more");
  if (!touch && more != nullptr && more->y + more->height > min.y) {
    min.x = std::round(more->x + more->width + 2 * kUnit);
  }
  const ImVec2 max = {min.x + size.x, min.y + size.y};
  ImDrawList* list = ImGui::GetForegroundDrawList();
  list->AddRectFilled(min, max, with_alpha(theme.palette.raised, 0.94f), kCornerRadius);
  list->AddRect(min, max, theme.palette.line, kCornerRadius);
  lines.draw(list, {min.x + kInside, min.y + kUnit}, theme.palette.text);
  canvas.note_place("invitation", min.x, min.y, size.x, size.y);
}

}  // namespace backprop
