#include "shell/session/curve_map.h"

namespace backprop {

constexpr float kCurveReach = 1.5f;  // of the picture, in units of the scale's reach

void curve_map(std::span<const float> map, int side, MapScale scale, std::vector<float>& out) {
  const auto size = static_cast<std::size_t>(side);
  out.assign(map.size(), scale.center);
  const float step = 2 * kCurveReach / static_cast<float>(side);
  for (std::size_t row = 0; row < size; ++row) {
    const float height = kCurveReach - (static_cast<float>(row) + 0.5f) * step;
    for (std::size_t column = 0; column < size; ++column) {
      const float value = scale(map[column]);
      const bool below = height > 0 ? height <= value : height >= value;
      if (below) out[row * size + column] = map[column];
    }
  }
}

}  // namespace backprop
