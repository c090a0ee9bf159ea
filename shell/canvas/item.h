// What every control is made of: a place that ImGui knows (mouse, touch, keyboard, focus ring),
// a name that tests know, and text set exactly.
#pragma once

#include <imgui.h>

#include <string_view>
#include <vector>

#include "shell/canvas/theme.h"

namespace backprop {

struct Canvas;

struct Item {
  ImVec2 min, max;
  bool hovered = false;
  bool held = false;
  bool clicked = false;

  ImVec2 center() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }
  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
};

// Adds an invisible button at the cursor and notes its place. `rounding` is that of the focus
// ring; `nav` whether the keyboard stops at it.
Item add_item(Canvas& canvas, std::string_view place, ImVec2 size, bool enabled = true,
              float rounding = 6, bool nav = true);

// Whether controls are to be large enough for fingers: on narrow screens.
bool touch_layout();
// Height of a control in a row: 24, or 40 for fingers.
float control_height();

// The colour of a raised control at rest, under the mouse, and pressed.
ImU32 raised_color(const Theme& theme, const Item& item);
ImU32 enabled_color(ImU32 color, bool enabled);

enum class Align { kLeft, kCenter, kRight };
ImVec2 text_size(const ImFont* font, float size, std::string_view text);
// Centres vertically on y; x is the left end, the middle or the right end.
void draw_text(ImDrawList* list, ImFont* font, float size, ImVec2 at, ImU32 color,
               std::string_view text, Align align = Align::kLeft);
// The same, cut with an ellipsis at `width`. Returns whether it was cut.
bool draw_text_fitted(ImDrawList* list, ImFont* font, float size, ImVec2 at, ImU32 color,
                      std::string_view text, float width);

// Text in lines of at most `width`, with room between them: where each begins and ends.
class Paragraph {
 public:
  Paragraph(ImFont* font, float size, std::string_view text, float width);
  // As narrow as it can be without more lines: no lonely last word.
  static Paragraph balanced(ImFont* font, float size, std::string_view text, float width);

  ImVec2 size() const;  // of what is drawn
  void draw(ImDrawList* list, ImVec2 at, ImU32 color) const;

 private:
  ImFont* font_;
  float size_;
  std::vector<std::string_view> lines_;
};

// A soft shadow around a raised rectangle.
void draw_shadow(ImDrawList* list, ImVec2 min, ImVec2 max, float rounding, float strength);

}  // namespace backprop
