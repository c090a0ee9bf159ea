#include "shell/keyboard_walk.h"

#include <imgui.h>
#include <imgui_internal.h>

#include "shell/app.h"

namespace backprop {

// ImGui's navigation is on only while it is wanted: where nobody walks, the arrows are steps
// through the run and must not move a focus that nobody sees.
void update_keyboard_walk(App& app) {
  ImGuiIO& io = ImGui::GetIO();
  constexpr int kPatience = 8;  // frames until the first control has the focus
  int& frames = app.view().walk_frames;
  const bool on = (io.ConfigFlags & ImGuiConfigFlags_NavEnableKeyboard) != 0;
  const bool list_open =
      ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup) || app.lessons().gallery_open();
  const bool tab = ImGui::IsKeyPressed(ImGuiKey_Tab, false) && !io.WantTextInput;
  if (!on) {
    if (!tab && !list_open) return;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    frames = 0;
    if (!tab) return;
    // This press came too early for ImGui to act on: it comes again.
    io.AddKeyEvent(ImGuiKey_Tab, false);
    io.AddKeyEvent(ImGuiKey_Tab, true);
    io.AddKeyEvent(ImGuiKey_Tab, false);
    return;
  }
  ++frames;
  if (list_open) return;
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::SetNavCursorVisible(false);
  if (!ImGui::GetCurrentContext()->NavCursorVisible && frames > kPatience) {
    io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
  }
}

}  // namespace backprop
