// Health: what the diagnosis finds, in words.
#pragma once

#include "shell/panels/frame/panels.h"

namespace backprop {

class App;

// As many of the findings as there is room for, worst first. A finding shows its advice on hover
// and lights the neurons it is about. Returns the height used.
float draw_health(App& app, Rect area);

}  // namespace backprop
