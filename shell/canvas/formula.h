// An equation on the canvas: symbols, the numbers aligned under them, and the result in a box.
// Long sums are broken over lines, or their middle is left out until it is asked for.
#pragma once

#include <imgui.h>

#include <string>
#include <vector>

#include "shell/canvas/math_box.h"
#include "shell/canvas/theme.h"

namespace backprop {

enum class Ink { kText, kDim, kNegative, kPositive };
Ink ink_of(float value);
ImU32 ink_color(const Palette& palette, Ink ink);

// A symbol (LaTeX) over a number, or an operator or bracket, which stands in both rows.
struct FormulaColumn {
  std::string symbol, value;
  Ink ink = Ink::kText;  // of the value
  int term = -1;         // what pointing at it gives
};

// result = prefix ( summand + summand + … )
struct FormulaSource {
  std::string result;                  // LaTeX of the left side
  std::vector<FormulaColumn> prefix;   // factors with the points between and behind them
  bool brackets = false;
  std::vector<std::vector<FormulaColumn>> summands;  // all but the first begin with a sign
  bool plain = false;                  // the number under the symbol is the result itself
  std::vector<FormulaColumn> closing;  // "0.42 · −0.13", before the result; may be empty
  std::string value;                   // the result's
  Ink ink = Ink::kText;
};

struct FormulaStyle {
  ImFont* font = nullptr;
  ImFont* bold = nullptr;
  float width = 0;       // lines are no longer
  bool expanded = false; // all summands, on as many lines as they need
};

inline constexpr int kMoreTerms = -2, kResultTerm = -3;

struct FormulaCell {
  MathBox box;
  ImVec2 at;           // left end of the baseline, from the formula's top left corner
  ImVec2 min, max;     // what belongs to it: hovering, highlights
  Ink ink;
  int term;            // a column's, kMoreTerms or kResultTerm
  bool bold = false;
};

struct Formula {
  std::vector<FormulaCell> cells;
  ImVec2 size = {0, 0};
  ImVec2 result_min = {0, 0}, result_max = {0, 0};  // the box around the result
  bool can_expand = false;

  // The cell at a point relative to the top left corner.
  const FormulaCell* hit(ImVec2 point) const;
};

Formula set_formula(const FormulaSource& source, const FormulaStyle& style);
// Cells whose term `lit` holds for stand out.
template <typename Lit>
void draw_formula(ImDrawList* list, const Theme& theme, const Formula& formula, ImVec2 at,
                  Lit&& lit);
void draw_formula_cell(ImDrawList* list, const Theme& theme, const FormulaCell& cell, ImVec2 at,
                       bool lit);
void draw_result_box(ImDrawList* list, const Theme& theme, const Formula& formula, ImVec2 at);

template <typename Lit>
void draw_formula(ImDrawList* list, const Theme& theme, const Formula& formula, ImVec2 at,
                  Lit&& lit) {
  draw_result_box(list, theme, formula, at);
  for (const FormulaCell& cell : formula.cells) {
    draw_formula_cell(list, theme, cell, at, lit(cell.term));
  }
}

}  // namespace backprop
