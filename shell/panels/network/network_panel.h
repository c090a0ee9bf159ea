// The network: its neurons with what they have learned, its edges, and the controls of its shape.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;
class Trainer;

// Whether a network is small, and its data are a table or few points: then the numbers are what one
// looks at.
bool is_worked_by_hand(const Trainer& trainer);
void draw_network_panel(Canvas& canvas, Session& session, Rect area);

}  // namespace backprop
