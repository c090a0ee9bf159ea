// The row of the sample that is shown: its inputs and targets as fields, what comes out, the loss.
#pragma once

#include "shell/canvas/rect.h"
#include "shell/panels/by_hand/paper_sample.h"

namespace backprop {

struct Canvas;

// As many lines as it takes in this width.
float sample_row_height(const Canvas& canvas, const Session& session, float width);
// What is typed becomes part of the data with Enter, as one change that can be undone.
void draw_sample_row(Canvas& canvas, Session& session, const PaperNumbers& numbers, Rect area);

}  // namespace backprop
