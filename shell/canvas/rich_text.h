// Paragraphs with **bold** words in them, broken into lines.
#pragma once

#include <imgui.h>

#include <string_view>

#include "shell/canvas/theme.h"

namespace backprop {

// Draws from `at` down, at most `width` wide; returns the height. No list: only measures.
float rich_text(ImDrawList* list, const Theme& theme, float size, ImVec2 at, float width,
                ImU32 color, std::string_view text);

}  // namespace backprop
