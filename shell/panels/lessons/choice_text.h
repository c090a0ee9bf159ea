// What stands in a choice of a lesson: words, or a formula between $ signs.
#pragma once

#include <imgui.h>

#include <string_view>

namespace backprop {

struct Theme;

float choice_text_height(const Theme& theme, std::string_view text, float room);
// From `at` down, at most `room` wide.
void draw_choice_text(ImDrawList* list, const Theme& theme, ImVec2 at, float room, ImU32 color,
                      std::string_view text);

}  // namespace backprop
