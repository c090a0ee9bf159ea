#include "shell/canvas/formula.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace backprop {

namespace {

constexpr float kSymbolSize = 15, kValueSize = 13;
constexpr float kTermGap = 5;        // between columns
constexpr float kRowGap = 9;     // between symbols and numbers
constexpr float kLineGap = 14;   // between the lines of a broken sum
constexpr float kBoxX = 9, kBoxY = 6;  // around the result

// A column as it will stand: both rows measured.
struct Piece {
  MathBox symbol, value;
  Ink ink;
  int term;
  bool operation;  // the same dim sign in both rows
  float width() const { return std::max(symbol.width, value.width); }
};
// Pieces that stay on one line.
using Unit = std::vector<const Piece*>;

float width_of(const Unit& unit) {
  float width = 0;
  for (const Piece* piece : unit) width += piece->width() + kTermGap;
  return width;
}

class Typesetter {
 public:
  Typesetter(const FormulaSource& source, const FormulaStyle& style)
      : source_(source), style_(style) {}

  Formula run() {
    result_ = set_math(style_.font, kSymbolSize, source_.result);
    equals_ = set_text(style_.font, kSymbolSize, "=");
    left_ = result_.width + kTermGap + 2 + equals_.width + kTermGap + 3;
    prepare();
    lay_out(fitted());
    close();
    return std::move(formula_);
  }

 private:
  Piece piece(const FormulaColumn& column) const {
    const bool operation = column.value.empty();
    Piece made{
        set_math(style_.font, kSymbolSize, column.symbol), {}, column.ink, column.term, operation};
    made.value = operation ? set_math(style_.font, kValueSize, column.symbol)
                           : set_text(style_.font, kValueSize, column.value);
    return made;
  }

  const Piece* keep(Piece piece) {
    pieces_.push_back(std::make_unique<Piece>(std::move(piece)));
    return pieces_.back().get();
  }

  Piece bracket(char which) const {
    float ascent = 0, descent = 0;
    for (const Unit& summand : summands_) {
      for (const Piece* part : summand) {
        ascent = std::max(ascent, part->symbol.ascent);
        descent = std::max(descent, part->symbol.descent);
      }
    }
    return {set_bracket(which, kSymbolSize, ascent, descent),
            set_bracket(which, kValueSize, 0.73f * kValueSize, 0.2f * kValueSize), Ink::kDim, -1,
            true};
  }

  void prepare() {
    for (const FormulaColumn& column : source_.prefix) {
      // A point stays with the factor before it.
      if (!column.value.empty()) prefix_.emplace_back();
      prefix_.back().push_back(keep(piece(column)));
    }
    for (const std::vector<FormulaColumn>& columns : source_.summands) {
      Unit unit;
      for (const FormulaColumn& column : columns) unit.push_back(keep(piece(column)));
      summands_.push_back(std::move(unit));
    }
    if (source_.brackets) {
      open_ = keep(bracket('('));
      close_ = keep(bracket(')'));
    }
    plus_ = keep({set_text(style_.font, kValueSize, "+"), set_text(style_.font, kValueSize, "+"),
                  Ink::kDim, -1, true});
  }

  // Prefix, the first `shown` summands and the last, with "… n more" between.
  std::vector<Unit> units(std::size_t shown) {
    std::vector<Unit> all = prefix_;
    const std::size_t count = summands_.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= shown && i + 1 < count) {
        if (i > shown) continue;
        const std::string text = "… " + std::to_string(count - 1 - shown) + " more";
        all.push_back(
            {plus_, keep({set_text(style_.font, kValueSize, "…"),
                          set_text(style_.font, kValueSize, text), Ink::kDim, kMoreTerms, false})});
        continue;
      }
      Unit unit = summands_[i];
      if (source_.brackets && i == 0) unit.insert(unit.begin(), open_);
      if (source_.brackets && i + 1 == count) unit.push_back(close_);
      all.push_back(std::move(unit));
    }
    return broken(std::move(all));
  }

  // A unit too wide for a line by itself is broken before its operators.
  std::vector<Unit> broken(std::vector<Unit> all) const {
    std::vector<Unit> made;
    for (Unit& unit : all) {
      if (width_of(unit) <= room()) {
        made.push_back(std::move(unit));
        continue;
      }
      made.emplace_back();
      for (const Piece* part : unit) {
        if (part->operation && part->term < 0 && !made.back().empty() &&
            width_of(made.back()) + part->width() > room() * 0.5f) {
          made.emplace_back();
        }
        made.back().push_back(part);
      }
    }
    return made;
  }

  float room() const { return style_.width - left_; }

  std::size_t lines(const std::vector<Unit>& all) const {
    std::size_t count = 1;
    float x = 0;
    for (const Unit& unit : all) {
      const float width = width_of(unit);
      if (x > 0 && x + width - kTermGap > room()) {
        ++count;
        x = 0;
      }
      x += width;
    }
    return count;
  }

  std::vector<Unit> fitted() {
    const std::size_t count = summands_.size();
    std::vector<Unit> all = units(count);
    const std::size_t most = style_.width < 560 ? 3 : 1;
    if (count < 4 || lines(all) <= most) return all;
    formula_.can_expand = true;
    if (style_.expanded) return all;
    // As many as there is room for; two are left out at the least.
    std::size_t shown = std::min<std::size_t>(count - 3, 24);
    for (; shown > 1; --shown) {
      all = units(shown);
      if (lines(all) <= most) return all;
    }
    return units(1);
  }

  void put(const MathBox& box, ImVec2 at, ImVec2 min, ImVec2 max, Ink ink, int term,
           bool bold = false) {
    formula_.cells.push_back({box, at, min, max, ink, term, bold});
    formula_.size.x = std::max(formula_.size.x, max.x);
    formula_.size.y = std::max(formula_.size.y, max.y);
  }

  // Both rows of a line; an operation is dim and nothing to point at.
  void lay_line(const Unit& pieces, bool first) {
    float ascent = first ? result_.ascent : 0, descent = first ? result_.descent : 0;
    float value_ascent = 0, value_descent = 0;
    for (const Piece* part : pieces) {
      ascent = std::max(ascent, part->symbol.ascent);
      descent = std::max(descent, part->symbol.descent);
      value_ascent = std::max(value_ascent, part->value.ascent);
      value_descent = std::max(value_descent, part->value.descent);
    }
    const float top = first ? 0 : formula_.size.y + kLineGap;
    const float symbols = std::round(top + ascent);
    value_y_ = std::round(symbols + descent + kRowGap + value_ascent);
    value_bottom_ = value_y_ + value_descent;
    const float bottom = source_.plain ? symbols + descent : value_bottom_;
    if (first) {
      put(result_, {0, symbols}, {0, symbols - result_.ascent},
          {result_.width, symbols + result_.descent}, Ink::kText, kResultTerm);
      put_equals(symbols);
      if (!source_.plain) put_equals(value_y_);
    }
    float x = left_;
    for (const Piece* part : pieces) {
      const float width = part->width();
      const Ink sign = part->operation ? Ink::kDim : Ink::kText;
      const ImVec2 symbol_at = {x + (width - part->symbol.width) / 2, symbols};
      const ImVec2 min = {x - 2, symbols - ascent - 2};
      const float middle = symbols + descent + kRowGap / 2;
      put(part->symbol, symbol_at, min,
          {x + width + 2, source_.plain ? symbols + descent + 2 : middle}, sign, part->term);
      if (!source_.plain) {
        put(part->value, {x + (width - part->value.width) / 2, value_y_}, {x - 2, middle},
            {x + width + 2, bottom + 2}, part->operation ? Ink::kDim : part->ink, part->term);
      }
      x += width + kTermGap;
    }
    x_ = x;
    formula_.size.y = std::max(formula_.size.y, bottom);
  }

  void put_equals(float baseline) {
    const float x = result_.width + kTermGap + 2;
    put(equals_, {x, baseline}, {x, baseline - equals_.ascent},
        {x + equals_.width, baseline + equals_.descent}, Ink::kDim, -1);
  }

  void lay_out(const std::vector<Unit>& all) {
    Unit line;
    float x = 0;
    bool first = true;
    for (const Unit& unit : all) {
      const float width = width_of(unit);
      if (x > 0 && x + width - kTermGap > room()) {
        lay_line(line, first);
        first = false;
        line.clear();
        x = 0;
      }
      line.insert(line.end(), unit.begin(), unit.end());
      x += width;
    }
    lay_line(line, first);
  }

  // The last row: "= 0.42 · −0.13 = −0.0546", the result in its box; behind the numbers where
  // nothing stands between and there is room.
  void close() {
    const MathBox value = set_text(style_.bold, kSymbolSize, source_.value);
    const float box = value.width + 2 * kBoxX;
    const float behind = x_ + equals_.width + kTermGap + 3;
    float x = left_, y = value_y_;
    if (!source_.plain && source_.closing.empty() && behind + box <= style_.width) {
      put(equals_, {x_, y}, {x_, y - equals_.ascent}, {x_ + equals_.width, y + equals_.descent},
          Ink::kDim, -1);
      x = behind;
    } else {
      y = std::round(formula_.size.y + kRowGap + kBoxY - 1 + value.ascent);
      put_equals(y);
      for (const FormulaColumn& column : source_.closing) {
        const Piece part = piece(column);
        // Under the factor it is the number of, as long as that is on the first line.
        const FormulaCell* above = column.term >= 0 ? cell_of(column.term) : nullptr;
        const float width = part.value.width;
        if (above != nullptr && above->at.x + above->box.width / 2 - width / 2 >= x) {
          x = above->at.x + above->box.width / 2 - width / 2;
        }
        if (x > left_ && x + width > style_.width) {
          x = left_;
          y += kValueSize + kRowGap + 4;
        }
        put(part.value, {x, y}, {x - 2, y - part.value.ascent - 3},
            {x + width + 2, y + part.value.descent + 3}, part.operation ? Ink::kDim : part.ink,
            part.term);
        x += width + kTermGap;
      }
      if (!source_.closing.empty()) {
        if (x + equals_.width + kTermGap + 3 + box > style_.width) {
          x = left_;
          y += kValueSize + kRowGap + 8;
        }
        put(equals_, {x, y}, {x, y - equals_.ascent}, {x + equals_.width, y + equals_.descent},
            Ink::kDim, -1);
        x += equals_.width + kTermGap + 3;
      }
    }
    formula_.result_min = {x, y - value.ascent - kBoxY};
    formula_.result_max = {x + box, y + kBoxY};
    put(value, {x + kBoxX, y}, formula_.result_min, formula_.result_max, source_.ink, kResultTerm,
        true);
  }

  // The number of a term, for what stands under it.
  const FormulaCell* cell_of(int term) const {
    const FormulaCell* found = nullptr;
    for (const FormulaCell& cell : formula_.cells) {
      if (cell.term == term) found = &cell;
    }
    return found;
  }

  const FormulaSource& source_;
  const FormulaStyle& style_;
  MathBox result_, equals_;
  float left_ = 0;  // where the right side begins
  std::vector<std::unique_ptr<Piece>> pieces_;  // what the units consist of
  std::vector<Unit> prefix_, summands_;
  const Piece *open_ = nullptr, *close_ = nullptr, *plus_ = nullptr;
  Formula formula_;
  float x_ = 0, value_y_ = 0, value_bottom_ = 0;  // where the last line ended
};

}  // namespace

Ink ink_of(float value) {
  return value < 0 ? Ink::kNegative : value > 0 ? Ink::kPositive : Ink::kText;
}

ImU32 ink_color(const Palette& palette, Ink ink) {
  const ImU32 colors[] = {palette.text, palette.dim, palette.negative, palette.positive};
  return colors[static_cast<int>(ink)];
}

const FormulaCell* Formula::hit(ImVec2 point) const {
  for (const FormulaCell& cell : cells) {
    if (cell.term != -1 && point.x >= cell.min.x && point.x < cell.max.x && point.y >= cell.min.y &&
        point.y < cell.max.y) {
      return &cell;
    }
  }
  return nullptr;
}

Formula set_formula(const FormulaSource& source, const FormulaStyle& style) {
  return Typesetter(source, style).run();
}

void draw_result_box(ImDrawList* list, const Theme& theme, const Formula& formula, ImVec2 at) {
  list->AddRect({std::round(at.x + formula.result_min.x), std::round(at.y + formula.result_min.y)},
                {std::round(at.x + formula.result_max.x), std::round(at.y + formula.result_max.y)},
                theme.palette.selection, 6, 0, 1.5f);
}

void draw_formula_cell(ImDrawList* list, const Theme& theme, const FormulaCell& cell, ImVec2 at,
                       bool lit) {
  if (lit) {
    list->AddRectFilled({at.x + cell.min.x, at.y + cell.min.y},
                        {at.x + cell.max.x, at.y + cell.max.y},
                        with_alpha(theme.palette.selection, 0.2f), 4);
  }
  draw_math(list, cell.bold ? theme.fonts.semibold : theme.fonts.regular,
            {at.x + cell.at.x, at.y + cell.at.y}, ink_color(theme.palette, cell.ink), cell.box);
}

}  // namespace backprop
