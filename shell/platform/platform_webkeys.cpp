#include "shell/platform/platform_webkeys.h"

namespace backprop::platform {

namespace {

struct Name {
  std::string_view name;
  ImGuiKey key;
};
constexpr Name kNames[] = {
    {"Tab", ImGuiKey_Tab},
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"PageUp", ImGuiKey_PageUp},
    {"PageDown", ImGuiKey_PageDown},
    {"Home", ImGuiKey_Home},
    {"End", ImGuiKey_End},
    {"Insert", ImGuiKey_Insert},
    {"Delete", ImGuiKey_Delete},
    {"Backspace", ImGuiKey_Backspace},
    {"Space", ImGuiKey_Space},
    {"Enter", ImGuiKey_Enter},
    {"Escape", ImGuiKey_Escape},
    {"ControlLeft", ImGuiKey_LeftCtrl},
    {"ControlRight", ImGuiKey_RightCtrl},
    {"ShiftLeft", ImGuiKey_LeftShift},
    {"ShiftRight", ImGuiKey_RightShift},
    {"AltLeft", ImGuiKey_LeftAlt},
    {"AltRight", ImGuiKey_RightAlt},
    {"MetaLeft", ImGuiKey_LeftSuper},
    {"MetaRight", ImGuiKey_RightSuper},
    {"ContextMenu", ImGuiKey_Menu},
    {"NumpadDecimal", ImGuiKey_KeypadDecimal},
    {"NumpadDivide", ImGuiKey_KeypadDivide},
    {"NumpadMultiply", ImGuiKey_KeypadMultiply},
    {"NumpadSubtract", ImGuiKey_KeypadSubtract},
    {"NumpadAdd", ImGuiKey_KeypadAdd},
    {"NumpadEnter", ImGuiKey_KeypadEnter},
    {"Slash", ImGuiKey_Slash},
    {"Quote", ImGuiKey_Apostrophe},
    {"Comma", ImGuiKey_Comma},
    {"Minus", ImGuiKey_Minus},
    {"Period", ImGuiKey_Period},
    {"Semicolon", ImGuiKey_Semicolon},
    {"Equal", ImGuiKey_Equal},
    {"BracketLeft", ImGuiKey_LeftBracket},
    {"Backslash", ImGuiKey_Backslash},
    {"BracketRight", ImGuiKey_RightBracket},
    {"Backquote", ImGuiKey_GraveAccent},
};

// Keys that differ in a letter or figure at the end
struct Row {
  std::string_view name;
  char first, last;
  ImGuiKey key;  // the first one's
};
constexpr Row kRows[] = {
    {"Key", 'A', 'Z', ImGuiKey_A},          {"Digit", '0', '9', ImGuiKey_0},
    {"Numpad", '0', '9', ImGuiKey_Keypad0}, {"F", '1', '9', ImGuiKey_F1},
    {"F1", '0', '2', ImGuiKey_F10},
};

}  // namespace

ImGuiKey key_of(std::string_view name) {
  for (const Name& entry : kNames) {
    if (entry.name == name) return entry.key;
  }
  for (const Row& row : kRows) {
    if (name.size() != row.name.size() + 1 || !name.starts_with(row.name)) continue;
    const char last = name.back();
    if (last >= row.first && last <= row.last) {
      return static_cast<ImGuiKey>(row.key + (last - row.first));
    }
  }
  return ImGuiKey_None;
}

}  // namespace backprop::platform
