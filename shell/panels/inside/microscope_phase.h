// What the microscope says of the phase that is looked at; the page has it with its later part.
#pragma once

#include <imgui.h>

#include <string>

#include "engine/insight/explain.h"

namespace backprop {

struct Canvas;
class Session;

// What happens now, and to whom; after the update also what the step did to the loss. Empty while
// whole steps are taken.
std::string phase_words(const Session& session, const ExplainTarget& target, int point);
// What phase 2 computes, for who looks at anything but an output, whose explanation has it.
void add_loss(const Trainer& trainer, const ExplainTarget& target, int point,
              Explanation& explanation);
// Returns the height.
float draw_phase_words(Canvas& canvas, const std::string& words, ImVec2 at, float width);

}  // namespace backprop
