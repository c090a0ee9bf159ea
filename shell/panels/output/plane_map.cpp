#include "shell/panels/output/plane_map.h"

#include <cmath>

#include "shell/session/view.h"

namespace backprop {

std::span<const Point> drawn_points(std::span<const Point> all, const Data& data,
                                    const View& view) {
  const bool tests = view.show_test_data || view.painting.on;
  return all.first(tests ? all.size() : static_cast<std::size_t>(data.train_count));
}

std::optional<int> point_at(std::span<const Point> points, const PlaneMap& map, ImVec2 mouse,
                            float reach) {
  std::optional<int> nearest;
  float best = reach;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const ImVec2 at = map.to_screen(points[i].x1, points[i].x2);
    const float distance = std::hypot(at.x - mouse.x, at.y - mouse.y);
    if (distance < best) {
      best = distance;
      nearest = static_cast<int>(i);
    }
  }
  return nearest;
}

}  // namespace backprop
