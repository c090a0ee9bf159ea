// What the microscope looks at: a neuron, weight or bias, and a point or the batch's mean.
#pragma once

#include "engine/insight/explain.h"
#include "shell/canvas/item.h"
#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;
struct Theme;
class Trainer;
struct View;

// What was pinned last; the first output where nothing is.
ExplainTarget microscope_target(Session& session);

// Goes on to where a term of its formulas comes from, or back to where one came from by terms.
void follow_term(Session& session, const ExplainTarget& from, const TermTarget& term);
bool can_go_back(Session& session, const ExplainTarget& now);
void go_back(Session& session);

// The kind, and ‹ › to go from one to the next. Returns the right end.
float draw_target_selector(Canvas& canvas, const Trainer& trainer, View& view, ImVec2 left_top,
                           const ExplainTarget& target);
// "‹ point 205 (−2.0, −0.7) › · batch mean", at the right or the left end of a row.
float sample_selector_width(const Theme& theme, const Session& session, bool coordinates);
void draw_sample_selector(Canvas& canvas, Session& session, ImVec2 left_middle, bool coordinates);

}  // namespace backprop
