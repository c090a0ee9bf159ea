// What the cards of lessons and of worked examples have in common: their head, and the one button
// to press.
#pragma once

#include <imgui.h>

#include <string_view>

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;

inline constexpr float kCardHead = 48;  // of a sheet on a phone, folded or not

float card_button_height();

// The one thing to press: as bright as the play button, unless it is quiet. Without a width it is
// as wide as its label needs.
bool primary_button(Canvas& canvas, std::string_view place, std::string_view label, ImVec2 size,
                    bool quiet = false);

struct CardHead {
  bool close = false, all = false, fold = false;  // what was clicked
};
// `name` is "lesson" or "example", `where` "Lesson 3 of 15"; on a phone that stands below the title
// only with `both`, for a lesson has its dots there.
CardHead draw_card_head(Canvas& canvas, Rect area, std::string_view name, std::string_view where,
                        std::string_view title, bool folded, bool both);

}  // namespace backprop
