// The weights that lead to a neuron and its bias, from phase 4 on: δ times an input is a gradient,
// and what the update made of it.
#pragma once

#include <imgui.h>

#include "engine/insight/explain.h"
#include "engine/run/trainer.h"

namespace backprop {

struct Canvas;
class Session;

// Whether it is there; the page has it with its later part.
bool has_incoming_table(const Trainer& trainer, const ExplainTarget& target);
ImVec2 incoming_table_size(const Trainer& trainer, const ExplainTarget& target, float width);
// Of the sample that is looked at and of the batch. A row that is pointed at lights its edge; a
// click explains its weight or bias.
void draw_incoming_table(Canvas& canvas, Session& session, const ExplainTarget& target, ImVec2 at,
                         float width);

}  // namespace backprop
