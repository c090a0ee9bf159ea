// Health: what the diagnosis finds, in words.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;

// As many of the findings as there is room for, worst first. A finding shows its advice on hover
// and lights the neurons it is about. Returns the height used.
float draw_health(Canvas& canvas, Session& session, Rect area);

}  // namespace backprop
