#include "shell/canvas/menu.h"

#include <algorithm>
#include <cmath>

#include "shell/canvas/canvas.h"
#include "shell/canvas/widgets.h"

namespace backprop {

namespace {

constexpr float kPadding = 2 * kUnit;

}  // namespace

bool begin_menu(Canvas& canvas, const char* id, const Item& anchor, float width) {
  const ImVec2 screen = ImGui::GetMainViewport()->Size;
  constexpr float kMargin = 2 * kUnit;
  width = std::min(width, screen.x - 2 * kMargin);
  const float x = std::clamp(anchor.min.x, kMargin, std::max(kMargin, screen.x - width - kMargin));
  const float below = screen.y - anchor.max.y - kUnit, above = anchor.min.y - kUnit;
  const bool down = below >= above;
  ImGui::SetNextWindowPos({std::round(x), down ? anchor.max.y + kUnit : anchor.min.y - kUnit},
                          ImGuiCond_Always, {0, down ? 0.0f : 1.0f});
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, (down ? below : above) - kMargin});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {kPadding, kPadding});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {2 * kUnit, 0});
  constexpr ImGuiWindowFlags kFlags =
      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoTitleBar |
      ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings;
  if (ImGui::BeginPopup(id, kFlags)) {
    ImGui::PushFont(canvas.theme.fonts.regular, kTextSize);
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::CloseCurrentPopup();
    return true;
  }
  ImGui::PopStyleVar(2);
  return false;
}

void end_menu() {
  ImGui::PopFont();
  ImGui::EndPopup();
  ImGui::PopStyleVar(2);
}

bool menu_entry(Canvas& canvas, std::string_view place, const char* label, const char* help) {
  const Theme& theme = canvas.theme;
  const bool two_lines = help != nullptr && *help != '\0';
  const float height = two_lines ? 44.0f : std::max(32.0f, control_height());
  const Item item =
      add_item(canvas, place, {ImGui::GetContentRegionAvail().x, height}, true, kCornerRadius - 2);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (item.hovered) list->AddRectFilled(item.min, item.max, theme.palette.raised, 6);
  const float x = item.min.x + 2 * kUnit;
  const float y = item.min.y + (two_lines ? 15.0f : height / 2);
  draw_text(list, theme.fonts.regular, kTextSize, {x, y}, theme.palette.text, label);
  if (two_lines) {
    draw_text_fitted(list, theme.fonts.regular, kSmallSize, {x, item.min.y + 31}, theme.palette.dim,
                     help, item.width() - 4 * kUnit);
  }
  if (item.clicked) ImGui::CloseCurrentPopup();
  return item.clicked;
}

}  // namespace backprop
