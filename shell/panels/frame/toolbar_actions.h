// What stands at the right of the toolbar, as a table: an entry here is all an action needs.
#pragma once

#include <span>
#include <string>

#include "shell/canvas/widgets.h"

namespace backprop {

class LessonPlayer;
class Trainer;
struct View;

struct ToolbarAction {
  const char* place;  // the name tests find it by
  const char* name;
  bool worded;  // the name stands on it where there is room; else it is its icon alone
  Icon icon;
  const char* help;
  void (*run)(View& view, LessonPlayer& lessons);
};

std::span<const ToolbarAction> toolbar_actions();  // from left to right

// What the button of a step does, or (with Shift) that of an epoch: how many updates, and its key.
std::string step_help(const Trainer& trainer, bool epoch);

}  // namespace backprop
