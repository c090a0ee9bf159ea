// Where the gradients of a check lie in the plot of backprop against numeric.
#pragma once

#include <vector>

#include "shell/session/inside_state.h"

namespace backprop {

// The largest magnitude of both kinds of gradients; 1 where all are zero.
double check_reach(const GradientCheck& check);
// 0 … 1 in both directions, zero in the middle. The scale is logarithmic away from zero and linear
// close to it, so that small gradients stand apart too.
ImVec2 check_dot(const GradientCheckEntry& entry, double reach);
// The dots to draw: of those that would cover each other only the worst.
std::vector<CheckState::Dot> check_dots(const GradientCheck& check, double reach);

}  // namespace backprop
