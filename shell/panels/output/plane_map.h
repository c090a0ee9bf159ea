// Where places of the plane are on the screen, and which point is there.
#pragma once

#include <optional>

#include "engine/parts/dataset.h"
#include "shell/canvas/rect.h"

namespace backprop {

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

}  // namespace backprop
