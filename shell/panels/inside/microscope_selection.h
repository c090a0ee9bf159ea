// What the microscope looks at: a neuron, weight or bias, and a point or the batch's mean.
#pragma once

#include "engine/insight/explain.h"
#include "shell/canvas/item.h"
#include "shell/panels/frame/panels.h"

namespace backprop {

class App;

// What was pinned last; the first output where nothing is.
ExplainTarget microscope_target(App& app);

// The kind, and ‹ › to go from one to the next. Returns the right end.
float draw_target_selector(App& app, ImVec2 left_top, const ExplainTarget& target);
// "‹ sample #205 (−2.0, −0.7) › · batch mean", at the right or the left end of a row.
float sample_selector_width(const App& app, bool coordinates);
void draw_sample_selector(App& app, ImVec2 left_middle, bool coordinates);

}  // namespace backprop
