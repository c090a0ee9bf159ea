// What the tabs below the network hold, one file each.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;

void draw_inside_panel(Canvas& canvas, Session& session, Rect area);
float inside_tabs_height();  // of their row, which stays when they are closed
bool has_inside_panels();

// One function a tab, each in a file of its own.
void draw_microscope_panel(Canvas& canvas, Session& session, Rect area);
void draw_microscope_sample(Canvas& canvas, Session& session, Rect area);  // in the row of tabs
void draw_flow_panel(Canvas& canvas, Session& session, Rect area);
void draw_landscape_panel(Canvas& canvas, Session& session, Rect area);
void draw_history_panel(Canvas& canvas, Session& session, Rect area);
void draw_check_panel(Canvas& canvas, Session& session, Rect area);

}  // namespace backprop
