// The matrix equations of a layer as they will be drawn: how many samples fit, whether their
// numbers do, and where every matrix and sign stands.
#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <vector>

#include "engine/insight/matrices.h"
#include "shell/canvas/math_box.h"
#include "shell/canvas/theme.h"
#include "shell/session/view.h"

namespace backprop {

struct Canvas;

// A matrix, or of its samples those that fit.
struct MatrixGrid {
  const Matrix* matrix;
  CellSource source;  // what of it makes a cell of the result
  bool result;
  std::string place;  // "matrices.z", a factor's "matrices.z.w"
  ImVec2 at;          // of the cells, from the block's top left corner
  ImVec2 cell;        // size of one
  int first_row, first_column, rows, columns;  // shown
  float reach;  // the largest magnitude in the whole matrix: what the colours go to
  std::vector<float> values;       // of the cells shown, row by row
  std::vector<std::string> texts;  // their numbers; none: colours only

  float width() const { return cell.x * static_cast<float>(columns); }
  float height() const { return cell.y * static_cast<float>(rows); }
};

// Symbols, signs and shapes.
struct MatrixInk {
  MathBox box;
  ImVec2 at;  // left end of the baseline, from the block's top left corner
  bool dim;
};

struct MatrixBlock {
  const MatrixEquation* equation = nullptr;
  ImVec2 at = {0, 0}, size = {0, 0};
  float note_width = 0;
  std::vector<MatrixGrid> grids;
  std::vector<MatrixInk> inks;
};

struct MatrixSheet {
  std::vector<MatrixBlock> blocks;
  float height = 0;
  int first = 0, samples = 0;  // of the batch, shown
  bool numbers = false;
};

// `first` is the first sample to be shown, if so many come behind it as fit. Every equation is no
// higher than `height` where that is possible.
MatrixSheet set_matrices(const Theme& theme, const LayerMatrices& matrices, int batch, int first,
                         float width, float height, bool narrow);

// What stands out in this frame.
struct MatrixLights {
  std::optional<MatrixCell> pointed;           // wherever it stands
  const MatrixEquation* equation = nullptr;    // the one whose result is pointed at …
  int row = -1, column = -1;                   // … and where
  int marked = -1;                             // the sample that is looked at
  const Lights* network = nullptr;             // what the mouse is at in the network
};

// `at` is the block's top left corner.
void draw_matrix_grid(Canvas& canvas, const Network& network, const MatrixBlock& block,
                      const MatrixGrid& grid, ImVec2 at, const MatrixLights& lights);

}  // namespace backprop
