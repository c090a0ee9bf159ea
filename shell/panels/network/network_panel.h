// The network: its neurons with what they have learned, its edges, and the controls of its shape.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;
class Trainer;

// Whether every number stands at its place: where a small network is worked by hand, and while one
// is taken phase by phase.
bool is_for_paper(const Session& session);

void draw_network_panel(Canvas& canvas, Session& session, Rect area);

}  // namespace backprop
