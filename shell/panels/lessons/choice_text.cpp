#include "shell/panels/lessons/choice_text.h"

#include "shell/canvas/math_box.h"
#include "shell/canvas/rich_text.h"
#include "shell/canvas/theme.h"
#include "shell/canvas/widgets.h"
#include "shell/lessons/lesson.h"

namespace backprop {

namespace {

constexpr float kFormulaSize = 16;
constexpr float kFormulaPad =
    2;  // above and below: a line of letters is lower than a line of words

MathBox formula_box(const Theme& theme, std::string_view text) {
  return set_math(theme.fonts.regular, kFormulaSize, formula_in(text));
}

}  // namespace

float choice_text_height(const Theme& theme, std::string_view text, float room) {
  if (formula_in(text).empty()) return rich_text(nullptr, theme, kTextSize, {}, room, 0, text);
  return formula_box(theme, text).height() + 2 * kFormulaPad;
}

void draw_choice_text(ImDrawList* list, const Theme& theme, ImVec2 at, float room, ImU32 color,
                      std::string_view text) {
  if (formula_in(text).empty()) {
    rich_text(list, theme, kTextSize, at, room, color, text);
    return;
  }
  const MathBox box = formula_box(theme, text);
  draw_math(list, theme.fonts.regular, {at.x, at.y + kFormulaPad + 1 + box.ascent}, color, box);
}

}  // namespace backprop
