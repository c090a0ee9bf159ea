#include "shell/panels/frame/shortcuts.h"

#include "shell/session/session.h"

namespace backprop {

namespace {

void to_phase(Session& session, int phase) {
  session.post(intent::ToPhase{phase});
  session.post(intent::LookAtOne{});
}

constexpr Shortcut kShortcuts[] = {
    {ImGuiKey_Space, ImGuiKey_Space, 0, 0, false, false, "Space", "Train or pause",
     [](Session& session, int) { session.post(intent::TogglePlay{}); }},
    {ImGuiKey_RightArrow, ImGuiKey_RightArrow, 0, 0, true, false, "→", "One update step",
     [](Session& session, int) { session.post(intent::Step{}); }},
    {ImGuiKey_RightArrow, ImGuiKey_RightArrow, ImGuiMod_Shift, 0, true, false, "Shift →",
     "One epoch: every training point once",
     [](Session& session, int) { session.post(intent::Epoch{}); }},
    {ImGuiKey_LeftArrow, ImGuiKey_LeftArrow, 0, 0, true, false, "←", "One step back",
     [](Session& session, int) { session.post(intent::Back{}); }},
    {ImGuiKey_P, ImGuiKey_P, 0, 0, false, true, "P", "The next phase",
     [](Session& session, int) {
       session.post(intent::AdvancePhase{});
       session.post(intent::LookAtOne{});
     }},
    {ImGuiKey_P, ImGuiKey_P, ImGuiMod_Shift, 0, false, true, "Shift P", "One phase back",
     [](Session& session, int) { session.post(intent::BackPhase{}); }},
    {ImGuiKey_1, ImGuiKey_5, 0, 0, false, true, "1 … 5", "On to this phase", to_phase},
    {ImGuiKey_Keypad1, ImGuiKey_Keypad5, 0, 0, false, true, nullptr, nullptr, to_phase},
    {ImGuiKey_R, ImGuiKey_R, 0, 0, false, true, "R", "Start over with the same weights",
     [](Session& session, int) { session.post(intent::Restart{}); }},
    {ImGuiKey_R, ImGuiKey_R, ImGuiMod_Shift, 0, false, true, "Shift R",
     "Start over with new weights",
     [](Session& session, int) { session.post(intent::NewWeights{}); }},
    {ImGuiKey_C, ImGuiKey_C, 0, 0, false, true, "C", "Compare with this run, or stop comparing",
     [](Session& session, int) { session.post(intent::Compare{session.other() == nullptr}); }},
    {ImGuiKey_Z, ImGuiKey_Z, ImGuiMod_Ctrl, 0, true, true, "Ctrl Z", "Undo",
     [](Session& session, int) { session.post(intent::Undo{}); }},
    {ImGuiKey_Z, ImGuiKey_Z, ImGuiMod_Ctrl | ImGuiMod_Shift, 0, true, true, "Ctrl Y", "Redo",
     [](Session& session, int) { session.post(intent::Redo{}); }},
    {ImGuiKey_Y, ImGuiKey_Y, ImGuiMod_Ctrl, 0, true, true, nullptr, nullptr,
     [](Session& session, int) { session.post(intent::Redo{}); }},
    {ImGuiKey_M, ImGuiKey_M, 0, 0, false, true, "M",
     "All the room below for what looks inside, or back",
     [](Session& session, int) {
       View& view = session.view();
       view.inside_maximised = !(view.inside_maximised && view.inside_open);
       view.inside_open = true;
     }},
    {ImGuiKey_S, ImGuiKey_S, 0, 0, false, true, "S", "Share",
     [](Session& session, int) { session.view().share_asked = true; }},
    {ImGuiKey_None, ImGuiKey_None, 0, '?', false, true, "?", "This help",
     [](Session& session, int) { session.view().help_open = !session.view().help_open; }},
};

bool typed(char character) {
  for (const ImWchar c : ImGui::GetIO().InputQueueCharacters) {
    if (c == static_cast<ImWchar>(character)) return true;
  }
  return false;
}

// Which key of the range was pressed; -1: none.
int pressed(const Shortcut& shortcut) {
  if (shortcut.key == ImGuiKey_None) return typed(shortcut.character) ? 0 : -1;
  ImGuiKeyChord modifiers = ImGui::GetIO().KeyMods;
  if ((modifiers & ImGuiMod_Super) != 0) modifiers = (modifiers & ~ImGuiMod_Super) | ImGuiMod_Ctrl;
  if (modifiers != shortcut.modifiers) return -1;
  for (int key = shortcut.key; key <= shortcut.last; ++key) {
    if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(key), shortcut.repeats)) {
      return key - shortcut.key;
    }
  }
  return -1;
}

}  // namespace

std::span<const Shortcut> shortcuts() { return kShortcuts; }

void run_shortcuts(Session& session) {
  if (ImGui::GetIO().WantTextInput || session.table() != nullptr) return;
  // While the keyboard walks through the controls, Space and the arrows are theirs.
  const bool walking = ImGui::IsAnyItemFocused();
  for (const Shortcut& shortcut : shortcuts()) {
    if (walking && !shortcut.walking) continue;
    if (const int index = pressed(shortcut); index >= 0) shortcut.run(session, index);
  }
}

}  // namespace backprop
