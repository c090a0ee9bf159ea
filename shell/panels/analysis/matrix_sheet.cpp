#include "shell/panels/analysis/matrix_sheet.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "shell/canvas/item.h"

namespace backprop {

namespace {

constexpr float kMatrixSymbol = 15, kMatrixShape = kSmallSize;
constexpr float kSignGap = 7, kBracketRoom = 7;
constexpr float kHeaderHeight = 14, kShapeHeight = 22, kMatrixLineGap = 12;
constexpr float kRowLabel = 20;  // a sample's number beside its row
constexpr float kMatrixBlockGap = 7 * kUnit, kMatrixColumnGap = 12 * kUnit,
                kMatrixNoteGap = 3 * kUnit;
constexpr float kLeastMatrixNote = 320, kMostMatrixNote = 660;
constexpr float kNumberPadding = 6;
// Numbers of more rows are too many to be read, and of more columns seldom fit.
constexpr int kMostNumberRows = 16, kMostNumberColumns = 16, kMostColorColumns = 32;

std::string_view matrix_word(MatrixKind kind) {
  constexpr std::string_view kWords[] = {"a", "z", "slope", "m",  "delta", "da",
                                         "y", "w", "b",     "dw", "db",    "one"};
  return kWords[static_cast<int>(kind)];
}

float largest_magnitude(const Matrix& matrix) {
  float reach = 0;
  for (int r = 0; r < matrix.rows; ++r) {
    for (int c = 0; c < matrix.columns; ++c) {
      const float size = std::fabs(matrix.at(r, c));
      if (std::isfinite(size)) reach = std::max(reach, size);
    }
  }
  return reach > 0 ? reach : 1;
}

// A matrix with what stands around it, measured.
struct MatrixSlot {
  const Matrix* matrix;
  CellSource source;
  MathBox sign;             // "=", "·", …: left of it
  MathBox before, after;    // "φ(", ")"
  MathBox symbol, shape;
  float number_width = 0;   // of a cell with its number
  bool aside = false;       // a matrix that only goes with the equation
};

struct SheetFit {
  int samples;         // columns of the batch
  float cell;          // width of a cell; 0: that of its numbers
};

class SheetSetter {
 public:
  SheetSetter(const Theme& theme, const LayerMatrices& matrices, int batch, int first, float width,
              float height, bool narrow)
      : theme_(theme),
        matrices_(matrices),
        batch_(batch),
        width_(width),
        height_(height),
        narrow_(narrow) {
    // All that can be shown from `first` on, whatever number of samples fits.
    first_ = std::clamp(first, 0, std::max(0, batch - 1));
    window_ = std::min(first_, std::max(0, batch - kMostNumberColumns));
    for (const MatrixEquation& equation : matrices.equations()) measure(equation);
  }

  MatrixSheet run() {
    MatrixSheet sheet;
    const SheetFit fit = choose();
    sheet.samples = fit.samples;
    sheet.first = std::clamp(first_, 0, batch_ - fit.samples);
    sheet.numbers = fit.cell == 0;
    first_ = sheet.first;
    for (std::size_t i = 0; i < slots_.size(); ++i) sheet.blocks.push_back(block(i, fit));
    place(sheet);
    return sheet;
  }

 private:
  MathBox text(std::string_view what, float size) const {
    return set_text(theme_.fonts.regular, size, what);
  }

  // --- measuring -------------------------------------------------------------------------------

  MatrixSlot slot(const Matrix& matrix, CellSource source, std::string_view sign) const {
    MatrixSlot made{&matrix, source, text(sign, kMatrixSymbol), {}, {}, {}, {}, 0};
    made.symbol = set_math(theme_.fonts.regular, kMatrixSymbol, matrix_symbol(matrix).latex);
    made.shape = text(matrix.shape(), kMatrixShape);
    if (!can_have_numbers_) return made;
    const bool samples = matrix.has_sample_columns(), lying = matrix.has_sample_rows();
    const int end = std::min(batch_, window_ + kMostNumberColumns);
    for (int r = lying ? window_ : 0; r < (lying ? end : matrix.rows); ++r) {
      for (int c = samples ? window_ : 0; c < (samples ? end : matrix.columns); ++c) {
        made.number_width = std::max(made.number_width, number_size(matrix.at(r, c)));
      }
    }
    made.number_width = std::ceil((made.number_width + kNumberPadding) / 4) * 4;
    return made;
  }
  float number_size(float value) const {
    return text_size(theme_.fonts.regular, kSmallSize, significant(static_cast<double>(value))).x;
  }

  void measure(const MatrixEquation& equation) {
    const auto tall = [](const Matrix& matrix) {
      return !matrix.has_sample_rows() && matrix.rows > kMostNumberRows;
    };
    can_have_numbers_ = can_have_numbers_ && !tall(equation.result);
    for (const MatrixPart& part : equation.parts) {
      can_have_numbers_ = can_have_numbers_ && !tall(part.matrix);
    }
    std::vector<MatrixSlot> slots = {slot(equation.result, CellSource::kCell, {})};
    for (const MatrixPart& part : equation.parts) {
      const bool first = slots.size() == 1;
      MatrixSlot made = slot(part.matrix, part.source, first ? "=" : part.joint);
      made.before = text(part.before, kMatrixSymbol);
      if (first && equation.samples > 0) {
        made.before = set_math(theme_.fonts.regular, kMatrixSymbol,
                               "\\tfrac{1}{" + std::to_string(equation.samples) + "}\\,");
      }
      made.after = text(part.after, kMatrixSymbol);
      slots.push_back(std::move(made));
    }
    if (equation.untransposed) {
      slots.push_back(slot(*equation.untransposed, CellSource::kColumnOfRow, "with"));
      slots.back().sign = text("with", kTextSize);
      slots.back().aside = true;
    }
    slots_.push_back(std::move(slots));
  }

  // --- choosing --------------------------------------------------------------------------------

  float cell_width(const MatrixSlot& slot, SheetFit fit) const {
    return fit.cell > 0 ? fit.cell : slot.number_width;
  }
  int shown_columns(const Matrix& matrix, SheetFit fit) const {
    return matrix.has_sample_columns() ? fit.samples : matrix.columns;
  }
  int shown_rows(const Matrix& matrix, SheetFit fit) const {
    return matrix.has_sample_rows() ? fit.samples : matrix.rows;
  }
  float grid_width(const MatrixSlot& slot, SheetFit fit) const {
    return cell_width(slot, fit) * static_cast<float>(shown_columns(*slot.matrix, fit)) +
           2 * kBracketRoom + (slot.matrix->has_sample_rows() ? kRowLabel : 0);
  }
  // Of the matrix with its brackets, or of what stands above or below it.
  float slot_width(const MatrixSlot& slot, SheetFit fit) const {
    const float around = slot.before.width + slot.after.width;
    return std::max({around + slot.symbol.width, around + grid_width(slot, fit), slot.shape.width});
  }
  static float sign_width(const MatrixSlot& slot) {
    return slot.sign.width > 0 ? slot.sign.width + 2 * kSignGap : 0;
  }

  using Line = std::vector<const MatrixSlot*>;
  float needed(const MatrixSlot& slot, SheetFit fit) const {
    return sign_width(slot) + slot_width(slot, fit);
  }
  // The lines of an equation: one; or the result, and the right side on another; or as many as it
  // takes. None: a matrix is wider than a line.
  std::vector<Line> lines(const std::vector<MatrixSlot>& slots, SheetFit fit) const {
    float right_side = 0;
    for (const MatrixSlot& slot : slots) {
      if (slot.aside) continue;
      if (needed(slot, fit) > width_) return {};
      if (&slot != &slots.front()) right_side += needed(slot, fit);
    }
    const bool after_result =
        needed(slots.front(), fit) + right_side > width_ && right_side <= width_;
    std::vector<Line> lines(1);
    float x = 0;
    for (const MatrixSlot& slot : slots) {
      const bool second = lines.size() == 1 && lines.back().size() == 1;
      if (x > 0 && (x + needed(slot, fit) > width_ || (after_result && second))) {
        lines.emplace_back();
        x = 0;
      }
      x += needed(slot, fit);
      lines.back().push_back(&slot);
    }
    return lines;
  }
  // What only goes with it may take one more.
  int line_count(const std::vector<MatrixSlot>& slots, SheetFit fit) const {
    const std::vector<Line> all = lines(slots, fit);
    return static_cast<int>(
        std::ranges::count_if(all, [](const Line& line) { return !line.front()->aside; }));
  }
  // The most samples that fit with all equations on so many lines.
  int most_samples(int most_lines, float cell, int most) const {
    for (int n = std::min(batch_, most); n > 0; --n) {
      const bool fits = std::ranges::all_of(slots_, [&](const std::vector<MatrixSlot>& slots) {
        const int count = line_count(slots, {n, cell});
        return count > 0 && count <= most_lines;
      });
      if (fits) return n;
    }
    return 0;
  }

  // Of the tallest equation, without what only goes with it.
  float tallest(SheetFit fit) const {
    float most = 0;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      float width = 0, height = 0;
      for (const Line& line : lines(slots_[i], fit)) {
        if (line.front()->aside) continue;
        float across = 0;
        for (const MatrixSlot* slot : line) across += needed(*slot, fit);
        width = std::max(width, across);
        height += heights(line, fit).whole() + (height > 0 ? kMatrixLineGap : 0);
      }
      most = std::max(most, note_of(matrices_.equations()[i], width).height + height);
    }
    return most;
  }

  struct Offer {
    int most_lines;
    float cell;
    int most, enough;  // samples
  };
  // The first fit on offer that shows every equation whole, else the lowest; nothing where a matrix
  // is wider than a line.
  std::optional<SheetFit> best_of(std::span<const Offer> offers) const {
    std::optional<SheetFit> best;
    float lowest = 0;
    for (const Offer& offer : offers) {
      const int least = std::max(1, std::min(batch_, offer.enough));
      for (int n = most_samples(offer.most_lines, offer.cell, offer.most); n >= least; --n) {
        const SheetFit fit = {n, offer.cell};
        const float height = tallest(fit);
        if (height <= height_) return fit;
        if (!best || height < lowest) {
          best = fit;
          lowest = height;
        }
      }
    }
    return best;
  }

  // Numbers, if those of a few samples fit: of many on one line, else on more, else of few. Else
  // colours, as large as can be, of many.
  SheetFit choose() const {
    constexpr float kNumbers = 0;
    constexpr int kMany = 6, kSome = 3, kFew = 2, kColors = 10;
    if (can_have_numbers_) {
      const Offer offers[] = {{1, kNumbers, kMostNumberColumns, kMany},
                              {2, kNumbers, kMostNumberColumns, kSome},
                              {narrow_ ? 3 : 1, kNumbers, kMostNumberColumns, kFew}};
      if (const auto fit = best_of(offers)) return *fit;
    }
    std::vector<Offer> offers;
    for (const float cell : {20.0f, 14.0f, 10.0f, 7.0f, 5.0f}) {
      for (const int most_lines : {1, 2}) {
        offers.push_back({most_lines, cell, kMostColorColumns, kColors});
      }
    }
    if (const auto fit = best_of(offers)) return *fit;
    constexpr int kAny = 100;
    constexpr float kLeastCell = 3;
    return {std::max(1, most_samples(kAny, kLeastCell, kMostColorColumns)), kLeastCell};
  }

  // --- heights ---------------------------------------------------------------------------------

  struct MatrixNote {
    float width, height;  // the gap below it included
  };
  // Above an equation so wide.
  MatrixNote note_of(const MatrixEquation& equation, float below) const {
    ImFont* const font = theme_.fonts.regular;
    const float all = text_size(font, kTextSize, equation.note).x;
    const float width =
        std::min({width_, kMostMatrixNote, std::max(below, std::min(all, kLeastMatrixNote))});
    return {width, Paragraph(font, kTextSize, equation.note, width).size().y + kMatrixNoteGap};
  }

  // Of a line, from its top: where the symbols stand, where the matrices begin, how tall they are.
  struct LineHeights {
    float symbols = 0, tallest = 0;
    bool header = false;
    float top() const { return std::round(symbols) + 10 + (header ? kHeaderHeight : 0); }
    float shapes() const { return std::round(top() + tallest + kShapeHeight - 5); }
    float whole() const { return shapes() + 4; }
  };
  LineHeights heights(const Line& line, SheetFit fit) const {
    LineHeights of;
    for (const MatrixSlot* slot : line) {
      of.symbols =
          std::max({of.symbols, slot->symbol.ascent, slot->before.ascent, slot->sign.ascent});
      of.header = of.header || slot->matrix->has_sample_columns();
      of.tallest = std::max(of.tallest,
                            cell_height(fit) * static_cast<float>(shown_rows(*slot->matrix, fit)));
    }
    return of;
  }

  // --- setting ---------------------------------------------------------------------------------

  float cell_height(SheetFit fit) const {
    if (fit.cell > 0) return std::max(5.0f, fit.cell);
    return narrow_ ? 24 : 20;
  }

  MatrixGrid grid(const MatrixSlot& slot, SheetFit fit, std::string_view stem) const {
    const Matrix& matrix = *slot.matrix;
    MatrixGrid made{&matrix,
                    slot.source,
                    stem.empty(),
                    {},
                    {},
                    {cell_width(slot, fit), cell_height(fit)},
                    matrix.has_sample_rows() ? first_ : 0,
                    matrix.has_sample_columns() ? first_ : 0,
                    shown_rows(matrix, fit),
                    shown_columns(matrix, fit),
                    largest_magnitude(matrix),
                    {},
                    {}};
    made.place = stem.empty() ? "matrices" : std::string(stem);
    made.place += ".";
    made.place += matrix_word(matrix.kind);
    if (slot.aside) made.place += ".before";
    for (int r = 0; r < made.rows; ++r) {
      for (int c = 0; c < made.columns; ++c) {
        made.values.push_back(matrix.at(made.first_row + r, made.first_column + c));
      }
    }
    if (fit.cell > 0) return made;
    for (const float value : made.values) {
      made.texts.push_back(significant(static_cast<double>(value)));
    }
    return made;
  }

  MatrixBlock block(std::size_t index, SheetFit fit) const {
    const MatrixEquation& equation = matrices_.equations()[index];
    const std::vector<MatrixSlot>& slots = slots_[index];
    MatrixBlock made;
    made.equation = &equation;
    float y = 0;
    for (const Line& row : lines(slots, fit)) {
      if (y > 0) y += kMatrixLineGap;
      y = set_line(row, fit, y, made);
    }
    const MatrixNote note = note_of(equation, made.size.x);
    made.note_width = note.width;
    const float above = note.height;
    for (MatrixGrid& grid : made.grids) grid.at.y += above;
    for (MatrixInk& ink : made.inks) ink.at.y += above;
    made.size = {std::max(made.size.x, made.note_width), above + y};
    return made;
  }

  // Symbols, the matrices centred under them, shapes. Returns where the line ends.
  float set_line(const Line& row, SheetFit fit, float y, MatrixBlock& made) const {
    const LineHeights of = heights(row, fit);
    const float symbol_line = std::round(y + of.symbols);
    const float tallest = of.tallest, top = y + of.top(), shape_line = y + of.shapes();
    const float middle = std::round(top + tallest / 2 + 0.35f * kMatrixSymbol);
    float x = 0;
    const auto ink = [&](const MathBox& box, float at, float baseline, bool dim) {
      if (box.width > 0) made.inks.push_back({box, {std::round(at), baseline}, dim});
    };
    for (const MatrixSlot* slot : row) {
      if (slot->sign.width > 0) {
        x += kSignGap;
        ink(slot->sign, x, symbol_line, slot->aside);
        if (!slot->aside) ink(slot->sign, x, middle, true);
        if (!slot->aside) ink(slot->sign, x, shape_line, true);
        x += slot->sign.width + kSignGap;
      }
      const float width = slot_width(*slot, fit);
      const float named = slot->before.width + slot->symbol.width + slot->after.width;
      const float at = x + (width - named) / 2;
      ink(slot->before, at, symbol_line, false);
      ink(slot->symbol, at + slot->before.width, symbol_line, false);
      ink(slot->after, at + slot->before.width + slot->symbol.width, symbol_line, false);

      MatrixGrid cells =
          grid(*slot, fit, made.grids.empty() ? std::string_view() : made.grids.front().place);
      const float inside = grid_width(*slot, fit);
      const float left = x + (width - inside - slot->before.width - slot->after.width) / 2;
      ink(slot->before, left, middle, true);
      ink(slot->after, left + slot->before.width + inside, middle, true);
      cells.at = {std::round(left + slot->before.width + kBracketRoom +
                             (slot->matrix->has_sample_rows() ? kRowLabel : 0)),
                  std::round(top + (tallest - cells.height()) / 2)};
      ink(slot->shape, cells.at.x + (cells.width() - slot->shape.width) / 2, shape_line, true);
      made.grids.push_back(std::move(cells));
      x += width;
    }
    made.size.x = std::max(made.size.x, x);
    return y + of.whole();
  }

  // Blocks side by side where they fit, else below each other.
  void place(MatrixSheet& sheet) const {
    float x = 0, y = 0, row = 0;
    for (MatrixBlock& block : sheet.blocks) {
      if (x > 0 && x + block.size.x > width_) {
        x = 0;
        y += row + kMatrixBlockGap;
        row = 0;
      }
      block.at = {x, y};
      x += block.size.x + kMatrixColumnGap;
      row = std::max(row, block.size.y);
    }
    sheet.height = y + row;
  }

  const Theme& theme_;
  const LayerMatrices& matrices_;
  int batch_, first_ = 0, window_ = 0;
  float width_;
  float height_;
  bool narrow_, can_have_numbers_ = true;
  std::vector<std::vector<MatrixSlot>> slots_;  // by equation
};

}  // namespace

MatrixSheet set_matrices(const Theme& theme, const LayerMatrices& matrices, int batch, int first,
                         float width, float height, bool narrow) {
  return SheetSetter(theme, matrices, batch, first, width, height, narrow).run();
}

}  // namespace backprop
