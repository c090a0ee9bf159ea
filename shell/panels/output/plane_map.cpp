#include "shell/panels/output/plane_map.h"

#include <cmath>

#include "engine/run/trainer.h"
#include "shell/session/view.h"

namespace backprop {

std::optional<int> point_at(const Trainer& trainer, const View& view, const PlaneMap& map,
                            ImVec2 mouse, float reach) {
  const Data& data = trainer.data();
  const bool all = view.show_test_data || view.painting.on;
  const std::size_t count = all ? data.points.size() : data.train().size();
  std::optional<int> nearest;
  float best = reach;
  for (std::size_t i = 0; i < count; ++i) {
    const ImVec2 at = map.to_screen(data.points[i].x1, data.points[i].x2);
    const float distance = std::hypot(at.x - mouse.x, at.y - mouse.y);
    if (distance < best) {
      best = distance;
      nearest = static_cast<int>(i);
    }
  }
  return nearest;
}

}  // namespace backprop
