#include "shell/canvas/tooltip.h"

#include <imgui.h>

#include "shell/canvas/item.h"

namespace backprop {

namespace {

void pop_style() {
  ImGui::PopFont();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
}

}  // namespace

bool begin_tooltip(const Theme& theme) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12, 9});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, kCornerRadius);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {8, 3});
  ImGui::PushStyleColor(ImGuiCol_PopupBg, theme.dark ? theme.palette.raised : theme.palette.panel);
  ImGui::PushFont(theme.fonts.regular, kHeadingSize);
  if (ImGui::BeginTooltip()) return true;
  pop_style();
  return false;
}

void end_tooltip() {
  ImGui::EndTooltip();
  pop_style();
}

void tooltip_sentence(const Theme& theme, std::string_view text, ImU32 color) {
  constexpr float kWidth = 236;
  const Paragraph lines(theme.fonts.regular, kHeadingSize, text, kWidth);
  lines.draw(ImGui::GetWindowDrawList(), ImGui::GetCursorScreenPos(), color);
  ImGui::Dummy(lines.size());
}

void tooltip_line(const Theme& theme, const char* label, const char* value, ImU32 color,
                  float column) {
  ImGui::PushStyleColor(ImGuiCol_Text, theme.palette.dim);
  ImGui::TextUnformatted(label);
  ImGui::PopStyleColor();
  ImGui::SameLine(column);
  ImGui::PushStyleColor(ImGuiCol_Text, color);
  ImGui::TextUnformatted(value);
  ImGui::PopStyleColor();
}

}  // namespace backprop
