// Tooltips with more than a sentence in them.
#pragma once

#include "shell/canvas/theme.h"

namespace backprop {

// As ImGui::BeginTooltip, in the canvas's style; call end_tooltip only when it returned true.
bool begin_tooltip(const Theme& theme);
void end_tooltip();

// One line: a dim label, and from `column` on a value.
void tooltip_line(const Theme& theme, const char* label, const char* value, ImU32 color,
                  float column);

}  // namespace backprop
