// What the microscope looks at: a neuron, weight or bias, and a point or the batch's mean.
#pragma once

#include <cstddef>

#include "engine/insight/explain.h"
#include "shell/canvas/item.h"
#include "shell/canvas/rect.h"
#include "shell/session/view.h"

namespace backprop {

struct Canvas;
class Session;
struct Theme;
class Trainer;

// What was pinned last; the first output where nothing is.
ExplainTarget microscope_target(Session& session);

// What the microscope is to look at.
void choose_neuron(View& view, NeuronId neuron);
void choose_parameter(View& view, std::size_t parameter);

// The kind, and ‹ › to go from one to the next. Returns the right end.
float draw_target_selector(Canvas& canvas, const Trainer& trainer, View& view, ImVec2 left_top,
                           const ExplainTarget& target);
// "‹ sample 205 (−2.0, −0.7) › · batch mean", at the right or the left end of a row.
float sample_selector_width(const Theme& theme, const Session& session, bool coordinates);
void draw_sample_selector(Canvas& canvas, Session& session, ImVec2 left_middle, bool coordinates);

}  // namespace backprop
