// The grounds of the panels, for the platforms: rectangles of one colour under everything else are
// cleared, not drawn, since clearing neither reads what is there nor looks at a texture. Include
// after a header of OpenGL.
#pragma once

#include <imgui.h>

#include <cmath>

#include "shell/canvas/canvas.h"

namespace backprop::platform {

inline void clear_to(ImU32 color) {
  const ImVec4 parts = ImGui::ColorConvertU32ToFloat4(color);
  glClearColor(parts.x, parts.y, parts.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

// `height` is that of the window in pixels, of which a drawing unit is `scale`. Leaves scissoring
// off.
inline void clear_grounds(const Canvas& canvas, int height, float scale) {
  glDisable(GL_SCISSOR_TEST);
  clear_to(canvas.theme.palette.ground);
  glEnable(GL_SCISSOR_TEST);
  const auto pixel = [scale](float at) { return static_cast<int>(std::lround(at * scale)); };
  for (const Ground& ground : canvas.grounds) {
    const int left = pixel(ground.min.x), top = pixel(ground.min.y);
    const int right = pixel(ground.max.x), bottom = pixel(ground.max.y);
    if (right <= left || bottom <= top) continue;  // a panel that has no room in a small window
    glScissor(left, height - bottom, right - left, bottom - top);
    clear_to(ground.color);
  }
  glDisable(GL_SCISSOR_TEST);
}

}  // namespace backprop::platform
