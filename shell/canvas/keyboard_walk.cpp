#include "shell/canvas/keyboard_walk.h"

#include <imgui.h>
#include <imgui_internal.h>

namespace backprop {

namespace {

void walk_from_first_control(ImGuiWindow* window) {
  ImGui::FocusWindow(window);
  ImGui::NavInitWindow(window, true);
  ImGui::SetNavCursorVisible(true);
}

}  // namespace

// ImGui's navigation is on only while it is wanted: where nobody walks, the arrows are steps
// through the run and must not move a focus that nobody sees.
void update_keyboard_walk(bool covered) {
  ImGuiContext& context = *ImGui::GetCurrentContext();
  ImGuiIO& io = context.IO;
  const bool on = (io.ConfigFlags & ImGuiConfigFlags_NavEnableKeyboard) != 0;
  const bool list_open = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup) || covered;
  if (!on) {
    const bool tab = ImGui::IsKeyPressed(ImGuiKey_Tab, false) && !io.WantTextInput;
    if (!tab && !list_open) return;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    if (tab && !list_open && context.NavWindow != nullptr) {
      walk_from_first_control(context.NavWindow->RootWindow);
    }
    return;
  }
  if (list_open) return;
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::SetNavCursorVisible(false);
  if (!context.NavCursorVisible) io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
}

void walk_from_next_control() { walk_from_first_control(ImGui::GetCurrentWindow()); }

}  // namespace backprop
