// The open worked example: what its source prints, with the engine's number beside each, and how
// the source counts.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class LessonPlayer;
class Session;

// Draws it into `area`. Returns whether it is to be closed.
bool draw_example_card(Canvas& canvas, Session& session, LessonPlayer& player, Rect area);

}  // namespace backprop
