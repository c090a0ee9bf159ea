// The fields of a network by hand: sizes and settings, samples, weights.
#pragma once

namespace backprop {

struct Canvas;
struct SheetTyping;

// Draws them from the cursor on, `width` pixels wide, and leaves the cursor below them. What is
// typed or pasted goes into the sheet, which agrees with itself afterwards.
void draw_sheet_fields(Canvas& canvas, SheetTyping& typing, float width);

}  // namespace backprop
