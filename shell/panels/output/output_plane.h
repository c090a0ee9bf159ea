// The output plane: the network's decision, or a neuron's map, with the data on it.
#pragma once

#include <optional>

#include "engine/parts/dataset.h"
#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;
struct Theme;
class Trainer;
struct View;

// The plane's square on the screen.
struct PlaneMap {
  static constexpr float kExtent = static_cast<float>(kPlaneExtent);
  Rect square;
  ImVec2 to_screen(float x1, float x2) const {
    return {square.min.x + (x1 + kExtent) / (2 * kExtent) * square.width(),
            square.min.y + (kExtent - x2) / (2 * kExtent) * square.height()};
  }
  ImVec2 to_plane(ImVec2 at) const {
    return {(at.x - square.min.x) / square.width() * 2 * kExtent - kExtent,
            kExtent - (at.y - square.min.y) / square.height() * 2 * kExtent};
  }
};

// The nearest point that is drawn within reach of a place, in pixels, as an index into
// data().points.
std::optional<int> point_at(const Trainer& trainer, const View& view, const PlaneMap& map,
                            ImVec2 mouse, float reach);

// Draws the plane into a square, or that of the run compared with. Returns the plane's coordinates
// under the mouse, if it is there.
std::optional<ImVec2> draw_output_plane(Canvas& canvas, Session& session, Rect square,
                                        bool other = false);

// The colours' meaning, and on it the value at `probed`, in `room` pixels. Returns
// its width.
float draw_plane_legend(const Theme& theme, const Session& session, ImVec2 left_middle, float room,
                        std::optional<ImVec2> probed);

}  // namespace backprop
