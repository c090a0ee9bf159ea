// The output plane: the network's decision, or a neuron's map, with the data on it.
#pragma once

#include <optional>

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;
struct Theme;

// Draws the plane into a square, or that of the run compared with. Returns the plane's coordinates
// under the mouse, if it is there.
std::optional<ImVec2> draw_output_plane(Canvas& canvas, Session& session, Rect square,
                                        bool other = false);

// The colours' meaning, and on it the value at `probed`, in `room` pixels. Returns
// its width.
float draw_plane_legend(const Theme& theme, const Session& session, ImVec2 left_middle, float room,
                        std::optional<ImVec2> probed);

}  // namespace backprop
