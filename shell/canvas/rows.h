// The columns of a row: label, control, and for sliders the value at the right.
#pragma once

#include <imgui.h>

#include <string_view>

#include "shell/canvas/item.h"

namespace backprop {

struct Row {
  ImVec2 start;          // top left corner
  float width, height;
  float control;         // x where the control begins
  float right() const { return start.x + width; }
  float middle() const { return start.y + height / 2; }
};

// Draws the label, whose tooltip is `help`, and moves the cursor to where the control begins.
Row begin_row(Canvas& canvas, const char* label, const char* help, float width);
// Moves the cursor below the row.
void end_row(const Row& row);

// Where a number stands in its row.
struct Field {
  float left, right;
  Align align;
  const char* words = nullptr;  // in the number's place, until somebody types
};

// A number that can be typed. A click turns it into a text field; `start_typing` does so
// from elsewhere. Returns true when a text was entered, which then stands in `buffer`.
bool typed_value(Canvas& canvas, std::string_view place, const Row& row, const Field& field,
                 const char* value_text, bool start_typing, char* buffer, int capacity);

}  // namespace backprop
