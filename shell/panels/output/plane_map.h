// Where places of the plane are on the screen, and which point is there.
#pragma once

#include <optional>
#include <span>

#include "engine/parts/dataset.h"
#include "shell/canvas/rect.h"

namespace backprop {

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

// Those of all points that are drawn.
std::span<const Point> drawn_points(std::span<const Point> all, const Data& data, const View& view);
// The nearest point within reach of a place, in pixels, as an index into
// data().points: `points` are the first of those, where the plane has them (see places()).
std::optional<int> point_at(std::span<const Point> points, const PlaneMap& map, ImVec2 mouse,
                            float reach);

}  // namespace backprop
