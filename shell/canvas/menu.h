// Small windows that open at a control and close by a click elsewhere: lists of actions, settings.
#pragma once

#include <string_view>

#include "shell/canvas/item.h"

namespace backprop {

struct Canvas;

// Begins the popup `id` (opened with ImGui::OpenPopup) below its anchor, or above it where there
// is more room; its right edge stays on the screen. Call end_menu only when it returned true.
bool begin_menu(Canvas& canvas, const char* id, const Item& anchor, float width);
void end_menu();

// An action with a line about it; the popup closes when it was clicked.
bool menu_entry(Canvas& canvas, std::string_view place, const char* label, const char* help);

}  // namespace backprop
