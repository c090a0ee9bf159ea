// The tab of routes: every way from a weight, a bias or a neuron to the loss of one sample, the
// largest first, each with its factors and their product. Their sum is the gradient; the one that
// is pointed at is lit.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;

void draw_routes_panel(Canvas& canvas, Session& session, Rect area);

}  // namespace backprop
