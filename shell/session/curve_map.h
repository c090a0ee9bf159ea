// Curves as pictures.
#pragma once

#include <span>
#include <vector>

#include "shell/canvas/color_ramp.h"

namespace backprop {

// Over one input a neuron is a curve: of its values from left to right, the picture that is
// coloured between the curve and zero. The picture reaches from −1.5 to 1.5 times the scale's
// reach.
void curve_map(std::span<const float> map, int side, MapScale scale, std::vector<float>& out);

}  // namespace backprop
