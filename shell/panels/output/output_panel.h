// What the network makes of the plane, how well it does, and what is going wrong.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;

void draw_output_panel(Canvas& canvas, Session& session, Rect area);

}  // namespace backprop
