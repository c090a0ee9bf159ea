// A neuron's activation function as a curve, with its weighted sums on it and the slope there.
#pragma once

#include <imgui.h>

#include "engine/insight/explain.h"

namespace backprop {

struct Canvas;
class Session;

inline constexpr ImVec2 kSlopeSize = {236, 176};

// Whether it is there: of a neuron whose z is known, and of whose z alone φ is a function. The page
// has it with its later part.
bool has_slope_picture(const Session& session, const ExplainTarget& target);
// At what the microscope explains: the sample with its tangent, or a dot for every sample.
void draw_slope_picture(Canvas& canvas, Session& session, const ExplainTarget& target, ImVec2 at);

}  // namespace backprop
