#include "shell/canvas/text_columns.h"

#include <algorithm>
#include <cstddef>

namespace backprop {

bool spread_columns(std::span<const float> widths, float room, float gap, std::span<float> starts) {
  const std::size_t count = widths.size();
  const auto share = [&](std::size_t i) {
    return room * static_cast<float>(i) / static_cast<float>(count);
  };
  // To the right as far as the one before needs, then to the left as far as the room does.
  float least = 0, most = room;
  for (std::size_t i = 0; i < count; ++i) {
    starts[i] = std::max(share(i), least);
    least = starts[i] + widths[i] + gap;
  }
  for (std::size_t i = count; i-- > 0;) {
    starts[i] = std::min(starts[i], most - widths[i]);
    most = starts[i] - gap;
  }
  constexpr float kRounding = 0.01f;
  if (most >= -gap - kRounding) {
    if (count > 0) starts[0] = std::max(starts[0], 0.0f);
    return true;
  }
  for (std::size_t i = 0; i < count; ++i) starts[i] = share(i);
  return false;
}

}  // namespace backprop
