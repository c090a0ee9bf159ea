// The network: its neurons with what they have learned, its edges, and the controls of its shape.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;
class Trainer;

void draw_network_panel(Canvas& canvas, Session& session, Rect area);

}  // namespace backprop
