// Tooltips with more than a sentence in them.
#pragma once

#include <string_view>

#include "shell/canvas/theme.h"

namespace backprop {

// As ImGui::BeginTooltip, in the canvas's style; call end_tooltip only when it returned true.
bool begin_tooltip(const Theme& theme);
void end_tooltip();

// A sentence, in as many lines as it takes.
void tooltip_sentence(const Theme& theme, std::string_view text, ImU32 color);
// One line: a dim label, and from `column` on a value.
void tooltip_line(const Theme& theme, const char* label, const char* value, ImU32 color,
                  float column);

}  // namespace backprop
