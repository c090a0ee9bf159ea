// A small network as a picture: every weight on its line, every bias below its neuron.
#pragma once

#include <string>

#include "engine/exercise/hand_step.h"

namespace backprop {

// An <svg> element without a size of its own but its viewBox, black on white as it is printed, with
// the parameters before the update. Inputs and targets are there where there is one sample; else
// only their names.
std::string network_svg(const HandStep& step);

// With what &, <, > and " are in HTML and SVG.
std::string html_text(std::string_view text);

}  // namespace backprop
