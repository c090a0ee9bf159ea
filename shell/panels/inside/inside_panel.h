// What the tabs below the network hold, one file each.
#pragma once

#include "shell/panels/frame/panels.h"

namespace backprop {

void draw_microscope_panel(App& app, Rect area);
void draw_microscope_sample(App& app, Rect area);  // in the row of tabs
void draw_flow_panel(App& app, Rect area);
void draw_landscape_panel(App& app, Rect area);
void draw_history_panel(App& app, Rect area);
void draw_check_panel(App& app, Rect area);

}  // namespace backprop
