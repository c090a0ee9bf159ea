// A rectangle of the canvas.
#pragma once

#include <imgui.h>

namespace backprop {

struct Rect {
  ImVec2 min, max;
  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
};

}  // namespace backprop
