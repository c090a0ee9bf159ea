// What the output panel shows of two runs side by side: their names, planes and numbers.
#pragma once

#include <optional>

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;

// Beside the panel's heading: what differs, and the buttons to swap the runs and to stop. `left` is
// where the heading ends.
void draw_compare_row(Canvas& canvas, Session& session, float left, float right, float y);

inline constexpr float kPlanesGap = 12, kNamesHeight = 28;
// Both planes, `side` wide each, below their names. Returns the coordinates under the mouse in the
// first.
std::optional<ImVec2> draw_both_planes(Canvas& canvas, Session& session, ImVec2 left_top,
                                       float side);

inline constexpr float kBothMetricsHeight = 68;
void draw_both_metrics(Canvas& canvas, const Session& session, ImVec2 position, float width);

}  // namespace backprop
