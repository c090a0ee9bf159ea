// The line between the network and what looks inside it, which can be dragged; the page has it with
// its later part.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
struct View;

inline constexpr float kDividerHeight = 6;

// Within the column that both share, `strip` being the line. A double click brings the usual height
// back.
void draw_inside_divider(Canvas& canvas, View& view, Rect column, Rect strip);

}  // namespace backprop
