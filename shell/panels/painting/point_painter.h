// Painting, moving and erasing points in the output plane, with its tools beside it.
#pragma once

#include "shell/canvas/item.h"
#include "shell/canvas/theme.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/output/plane_map.h"

namespace backprop {

struct Canvas;
class Session;
struct Theme;
struct View;

// While painting: what the mouse or a finger does on the plane, which is `plane`, and the brush.
// Two runs that are compared have the same points: either plane will do.
void paint_points(const Theme& theme, Session& session, const PlaneMap& map, const Item& plane,
                  bool other);

// The tools, in `width` pixels from `at`: what is painted, the brush, and out of it.
void draw_paint_tools(Canvas& canvas, Session& session, ImVec2 at, float width);

// Their height, two rows and what is below them.
inline constexpr float kPaintRowGap = 2 * kUnit;
inline float paint_row_height() { return touch_layout() ? 40.0f : 28.0f; }
inline float paint_tools_height() { return 2 * paint_row_height() + kPaintRowGap + 3 * kUnit; }

}  // namespace backprop
