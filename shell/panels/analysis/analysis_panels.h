// The tabs that look at a run as a whole, one file each: how signals and gradients flow, the
// landscape of the loss, the run so far, the gradient checked against finite differences, a layer
// as matrices, what a gradient costs.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;

// Each draws into `area`, in a region of its own.
void draw_flow_panel(Canvas& canvas, Session& session, Rect area);
void draw_landscape_panel(Canvas& canvas, Session& session, Rect area);
void draw_history_panel(Canvas& canvas, Session& session, Rect area);
void draw_check_panel(Canvas& canvas, Session& session, Rect area);
void draw_matrix_panel(Canvas& canvas, Session& session, Rect area);
void draw_cost_panel(Canvas& canvas, Session& session, Rect area);

}  // namespace backprop
