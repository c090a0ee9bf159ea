// Mathematics as it is set in books: letters with indices, fractions, roots, hats and bars, from
// the subset of LaTeX that the engine writes its symbols in.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

namespace backprop {

// What was set, around a baseline: x from its left end, y down from the baseline.
struct MathBox {
  struct Run {
    std::string text;
    float x, y;  // of the baseline
    float size;
  };
  struct Stroke {  // fraction bars, roots, hats, tall brackets
    ImVec2 from, to;
    float thickness;
  };

  float width = 0, ascent = 0, descent = 0;
  std::vector<Run> runs;
  std::vector<Stroke> strokes;

  float height() const { return ascent + descent; }
  // Adds another one at x with its baseline at y.
  void add(const MathBox& other, float x, float y);
};

// What it does not know stands as it is written.
MathBox set_math(const ImFont* font, float size, std::string_view latex);
// A text as it is, such as a number.
MathBox set_text(const ImFont* font, float size, std::string_view text);
// A parenthesis, '(' or ')', as high as what it holds.
MathBox set_bracket(char which, float size, float ascent, float descent);

// `at` is the left end of the baseline.
void draw_math(ImDrawList* list, ImFont* font, ImVec2 at, ImU32 color, const MathBox& box);

}  // namespace backprop
