// One matrix on the canvas: cells coloured by sign and size, their numbers, brackets, the numbers
// of its samples, and what stands out.
#include <algorithm>
#include <cmath>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/panels/analysis/matrix_sheet.h"

namespace backprop {

namespace {

// Cells of the grid from … to, in its own counting.
struct CellRange {
  int row, column, rows, columns;
  bool holds(int r, int c) const {
    return r >= row && r < row + rows && c >= column && c < column + columns;
  }
};

class GridPainter {
 public:
  GridPainter(Canvas& canvas, const MatrixGrid& grid, ImVec2 at)
      : canvas_(canvas),
        theme_(canvas.theme),
        list_(ImGui::GetWindowDrawList()),
        grid_(grid),
        at_({at.x + grid.at.x, at.y + grid.at.y}) {}

  void paint(const Network& network, const MatrixBlock& block, const MatrixLights& lights) {
    const std::optional<CellRange> made_of = sources(block, lights);
    draw_cells(made_of);
    draw_brackets();
    draw_sample_numbers(lights);
    if (const auto marked = samples_of(lights.marked)) {
      frame(*marked, with_alpha(theme_.palette.selection, 0.9f), 1);
    }
    if (made_of) frame(*made_of, theme_.palette.text, 1.5f);
    if (lights.network != nullptr) light_network(network, *lights.network);
    if (lights.pointed) light_cell(*lights.pointed, theme_.palette.selection);
  }

 private:
  // The cells whose sum is pointed at, or the one that is.
  std::optional<CellRange> sources(const MatrixBlock& block, const MatrixLights& lights) const {
    if (lights.equation != block.equation || lights.equation == nullptr) return std::nullopt;
    const int row = lights.row - grid_.first_row, column = lights.column - grid_.first_column;
    if (grid_.result || grid_.source == CellSource::kCell) return CellRange{row, column, 1, 1};
    if (grid_.source == CellSource::kRow) return CellRange{row, 0, 1, grid_.columns};
    if (grid_.source == CellSource::kColumn) return CellRange{0, column, grid_.rows, 1};
    return CellRange{0, row, grid_.rows, 1};
  }

  // Those of a sample of the batch.
  std::optional<CellRange> samples_of(int sample) const {
    if (sample < 0) return std::nullopt;
    CellRange range{0, 0, grid_.rows, grid_.columns};
    if (grid_.matrix->has_sample_columns()) {
      range.column = sample - grid_.first_column;
      range.columns = 1;
      if (range.column < 0 || range.column >= grid_.columns) return std::nullopt;
      return range;
    }
    if (!grid_.matrix->has_sample_rows()) return std::nullopt;
    range.row = sample - grid_.first_row;
    range.rows = 1;
    if (range.row < 0 || range.row >= grid_.rows) return std::nullopt;
    return range;
  }

  ImVec2 corner(int row, int column) const {
    return {at_.x + grid_.cell.x * static_cast<float>(column),
            at_.y + grid_.cell.y * static_cast<float>(row)};
  }

  void draw_cells(const std::optional<CellRange>& made_of) {
    const bool numbers = !grid_.texts.empty();
    const float gap = std::min(grid_.cell.x, grid_.cell.y) >= 8 ? 1 : 0;
    // Under a number a colour keeps back.
    const float strength = !numbers ? 1 : theme_.dark ? 0.5f : 0.6f;
    const ImVec2 clip_min = list_->GetClipRectMin(), clip_max = list_->GetClipRectMax();
    for (int r = 0; r < grid_.rows; ++r) {
      if (corner(r + 1, 0).y < clip_min.y || corner(r, 0).y > clip_max.y) continue;
      for (int c = 0; c < grid_.columns; ++c) {
        const auto at = static_cast<std::size_t>(r * grid_.columns + c);
        const ImVec2 min = corner(r, c),
                     max = {min.x + grid_.cell.x - gap, min.y + grid_.cell.y - gap};
        const bool aside = made_of && !made_of->holds(r, c);
        ImU32 color = value_color(theme_.palette, strength * (grid_.values[at] / grid_.reach));
        if (aside) color = mix(color, theme_.palette.panel, 0.6f);
        list_->AddRectFilled(min, max, color, numbers ? 2.0f : 0.0f);
        if (!numbers) continue;
        draw_text(list_, theme_.fonts.regular, kSmallSize,
                  {min.x + (grid_.cell.x - gap) / 2, min.y + (grid_.cell.y - gap) / 2},
                  aside ? theme_.palette.faint : theme_.palette.text, grid_.texts[at],
                  Align::kCenter);
        canvas_.note_place(
            PlaceName(grid_.place, {grid_.first_row + r + 1, grid_.first_column + c + 1}), min.x,
            min.y, grid_.cell.x, grid_.cell.y);
      }
    }
  }

  void draw_brackets() {
    constexpr float kAside = 4, kFoot = 4, kOver = 2;
    const float top = at_.y - kOver, bottom = at_.y + grid_.height() + kOver - 1;
    const float left = at_.x - kAside, right = at_.x + grid_.width() + kAside - 2;
    const auto bracket = [&](float x, float foot) {
      const auto bar = [&](ImVec2 a, ImVec2 b) {
        list_->AddRectFilled({std::min(a.x, b.x), a.y}, {std::max(a.x, b.x), b.y},
                             theme_.palette.dim);
      };
      bar({x, top}, {x + 1, bottom});
      bar({x, top}, {x + foot, top + 1});
      bar({x, bottom - 1}, {x + foot, bottom});
    };
    bracket(left, kFoot);
    bracket(right, 1 - kFoot);
  }

  void draw_sample_numbers(const MatrixLights& lights) {
    const bool columns = grid_.matrix->has_sample_columns();
    if (!columns && !grid_.matrix->has_sample_rows()) return;
    const int first = columns ? grid_.first_column : grid_.first_row;
    const int count = columns ? grid_.columns : grid_.rows;
    const std::string widest = std::to_string(first + count);
    const float room = columns ? grid_.cell.x : grid_.cell.y + 3;
    const float size = columns ? text_size(theme_.fonts.regular, kSmallSize, widest).x : kSmallSize;
    if (size > room) return;
    for (int i = 0; i < count; ++i) {
      const ImVec2 cell = columns ? corner(0, i) : corner(i, 0);
      const bool marked = first + i == lights.marked;
      const ImVec2 at = columns ? ImVec2{cell.x + grid_.cell.x / 2, cell.y - 9}
                                : ImVec2{cell.x - 8, cell.y + grid_.cell.y / 2};
      draw_text(list_, marked ? theme_.fonts.semibold : theme_.fonts.regular, kSmallSize, at,
                marked ? theme_.palette.selection : theme_.palette.faint,
                std::to_string(first + i + 1), columns ? Align::kCenter : Align::kRight);
    }
  }

  void frame(const CellRange& range, ImU32 color, float thickness) {
    const ImVec2 min = corner(range.row, range.column);
    const ImVec2 max = corner(range.row + range.rows, range.column + range.columns);
    list_->AddRect({min.x - 1, min.y - 1}, max, color, 3, 0, thickness);
  }

  // A number, wherever it stands; nothing where it is not shown.
  void light_cell(const MatrixCell& cell, ImU32 color) {
    const Matrix& matrix = *grid_.matrix;
    if (cell.kind != matrix.kind || cell.layer != matrix.layer) return;
    const int r = (matrix.transposed ? cell.column : cell.row) - grid_.first_row;
    const int c = (matrix.transposed ? cell.row : cell.column) - grid_.first_column;
    if (r < 0 || r >= grid_.rows || c < 0 || c >= grid_.columns) return;
    frame({r, c, 1, 1}, color, 2);
  }

  // What the mouse is at in the network: a weight's cell, a neuron's numbers.
  void light_network(const Network& network, const Lights& lights) {
    if (lights.neurons.empty() && lights.parameters.empty()) return;
    const Matrix& matrix = *grid_.matrix;
    const bool lying = matrix.has_sample_columns(), standing = matrix.has_sample_rows();
    for (const NeuronId neuron : lights.neurons) {
      if (neuron.layer != matrix.layer || matrix.kind == MatrixKind::kOnes) continue;
      if (lying && neuron.neuron < grid_.rows) {
        frame({neuron.neuron, 0, 1, grid_.columns}, theme_.palette.selection, 2);
      } else if (standing && neuron.neuron < grid_.columns) {
        frame({0, neuron.neuron, grid_.rows, 1}, theme_.palette.selection, 2);
      }
    }
    if (lights.parameters.empty() || lying || standing) return;
    for (int r = 0; r < grid_.rows; ++r) {
      for (int c = 0; c < grid_.columns; ++c) {
        const auto parameter = meaning_of(network, matrix.cell(r, c)).parameter;
        if (parameter &&
            std::ranges::find(lights.parameters, *parameter) != lights.parameters.end()) {
          frame({r, c, 1, 1}, theme_.palette.selection, 2);
        }
      }
    }
  }

  Canvas& canvas_;
  const Theme& theme_;
  ImDrawList* list_;
  const MatrixGrid& grid_;
  ImVec2 at_;  // of the cells
};

}  // namespace

void draw_matrix_grid(Canvas& canvas, const Network& network, const MatrixBlock& block,
                      const MatrixGrid& grid, ImVec2 at, const MatrixLights& lights) {
  GridPainter(canvas, grid, at).paint(network, block, lights);
}

}  // namespace backprop
