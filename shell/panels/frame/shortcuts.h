// The keyboard: one table that both acts on keys and tells of them in the help.
#pragma once

#include <imgui.h>

#include <span>

namespace backprop {

class Session;

struct Shortcut {
  ImGuiKey key;     // ImGuiKey_None: the character below, wherever a keyboard has it
  ImGuiKey last;    // of a range such as 1 … 5, else the same
  int modifiers;    // exactly these are held
  char character;
  bool repeats;     // while it is held down
  bool walking;  // also while the keyboard walks through the controls, which then has its own keys
  const char* keys;  // as people read them; nullptr: another way to what is listed already
  const char* what;
  void (*run)(Session& session, int index);  // index within the range
};

std::span<const Shortcut> shortcuts();

// Does what the keys of this frame ask for.
void run_shortcuts(Session& session);

}  // namespace backprop
