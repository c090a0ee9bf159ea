// What the tabs below the network hold, one file each.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;

void draw_inside_panel(Canvas& canvas, Session& session, Rect area);
float inside_tabs_height();  // of their row, which stays when they are closed
bool has_inside_panels();

// The tab that is open at first; the others are in shell/panels/analysis.
void draw_microscope_panel(Canvas& canvas, Session& session, Rect area);
void draw_microscope_sample(Canvas& canvas, Session& session, Rect area);  // in the row of tabs

}  // namespace backprop
