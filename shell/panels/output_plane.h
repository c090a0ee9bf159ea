// The output plane: the network's decision, or a neuron's map, with the data on it.
#pragma once

#include <optional>

#include "shell/panels/panels.h"

namespace backprop {

class App;

// Draws the plane into a square. Returns the plane's coordinates under the mouse, if it is there.
std::optional<ImVec2> draw_output_plane(App& app, Rect square);

// The colours' meaning, and on it the value at `probed`, in `room` pixels. Returns
// its width.
float draw_plane_legend(App& app, ImVec2 left_middle, float room, std::optional<ImVec2> probed);

}  // namespace backprop
