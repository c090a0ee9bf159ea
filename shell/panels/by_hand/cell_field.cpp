#include "shell/panels/by_hand/cell_field.h"

#include <imgui_internal.h>

#include <cstdio>

#include "shell/canvas/canvas.h"

namespace backprop {

CellUse cell_field(Canvas& canvas, std::string_view place, ImVec2 at, ImVec2 size,
                   std::string& text, const CellLook& look) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%s", text.c_str());
  ImGui::PushID(place.data(), place.data() + place.size());
  ImGui::SetCursorScreenPos(at);
  ImGui::SetNextItemWidth(size.x);
  ImGui::PushFont(theme.fonts.regular, kTextSize);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {6, (size.y - kTextSize) / 2});
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 6);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, theme.dark ? palette.raised : palette.panel);
  ImGui::PushStyleColor(ImGuiCol_Border, look.wrong     ? palette.error
                                         : look.changed ? palette.selection
                                                        : palette.line);
  if (look.focus) {
    // As Tab would activate it: SetKeyboardFocusHere is lost behind a click on a button elsewhere.
    ImGuiContext& context = *ImGui::GetCurrentContext();
    context.NavNextActivateId = ImGui::GetID("##cell");
    context.NavNextActivateFlags = ImGuiActivateFlags_PreferInput;
  }
  CellUse use;
  use.changed = ImGui::InputTextWithHint("##cell", look.hint, buffer, sizeof buffer,
                                         ImGuiInputTextFlags_AutoSelectAll);
  use.active = ImGui::IsItemActive();
  if (use.active) {
    ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(),
                                        look.wrong ? palette.error : palette.selection, 6, 0, 2);
  }
  if (look.focus) ImGui::ScrollToItem(ImGuiScrollFlags_KeepVisibleEdgeY);
  const bool left = ImGui::IsItemDeactivated();
  use.entered = (use.active || left) && (ImGui::IsKeyPressed(ImGuiKey_Enter, false) ||
                                         ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false));
  canvas.note_place(place);
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(3);
  ImGui::PopFont();
  ImGui::PopID();
  if (use.changed) text = buffer;
  return use;
}

}  // namespace backprop
