// The column of settings: data, then training. Both are drawn at the cursor.
#pragma once

namespace backprop {

struct Canvas;
class Session;

void draw_data_panel(Canvas& canvas, Session& session, float width);
void draw_training_panel(Canvas& canvas, Session& session, float width);

}  // namespace backprop
