// What lies over the panels: help, preferences, the toolbar's menu on small screens, and the line
// that greets a visitor.
#pragma once

#include "shell/panels/frame/panels.h"

namespace backprop {

class App;

void draw_help(App& app);
void draw_preferences(App& app);
void draw_more_menu(App& app);
void draw_invitation(App& app);

}  // namespace backprop
