// Predicting a result before it is uncovered: a field for the guess, and what is said of it.
#pragma once

#include <imgui.h>

#include "engine/insight/explanation.h"

namespace backprop {

struct Canvas;
class Session;

// Below the equation; a guess, or a click on Reveal, uncovers the result.
void draw_guess(Canvas& canvas, Session& session, const Equation& equation, ImVec2 at, float width);

}  // namespace backprop
