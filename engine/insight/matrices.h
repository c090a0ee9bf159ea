// A layer's part of a step as the matrix equations of a lecture, over the whole batch:
//   Z = W·A + b,  A = φ(Z),  Δ⁽ˡ⁾ = (W⁽ˡ⁺¹⁾ᵀ·Δ⁽ˡ⁺¹⁾) ⊙ φ′(Z⁽ˡ⁾),
//   ∂L/∂W = (1/N)·Δ·Aᵀ,  ∂L/∂b = (1/N)·Δ·1.
// A row is a neuron and a column a sample. The matrices are views of the trainer's workspace; what
// the engine forms in place and does not keep, φ′(Z) and ∂L/∂A, comes from its own functions on the
// same values, with the bits it had.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/insight/explanation.h"
#include "engine/insight/notation.h"
#include "engine/run/trainer.h"

namespace backprop {

enum class MatrixKind {
  // neurons × samples
  kActivations,  // A; of layer −1 the inputs, X
  kSums,  // Z
  kSlopes,  // φ′(Z)
  kMasks,  // M: dropout's 0 or 1/(1−p)
  kDeltas,  // Δ, not divided by N
  kLossSlopes,  // ∂L/∂A of each sample, at the output
  kTargets,  // Y
  // neurons × inputs, neurons × 1
  kWeights,
  kBiases,
  kWeightGradients,  // of the data loss, the batch's mean
  kBiasGradients,
  kOnes,  // samples × 1
};

// A number of a layer, wherever it stands: counted from 0, in the matrix as it is not transposed.
struct MatrixCell {
  MatrixKind kind;
  int layer;
  int row, column;
  friend bool operator==(const MatrixCell&, const MatrixCell&) = default;
};

// What a cell stands for; −1 where it has none.
struct CellMeaning {
  int layer = -1, neuron = -1;  // of layer −1: an input
  int sample = -1;  // column of the batch
  std::optional<std::size_t> parameter;
};
CellMeaning meaning_of(const Network& network, const MatrixCell& cell);

// Valid as long as the LayerMatrices it is of, and until the trainer changes.
struct Matrix {
  MatrixKind kind;
  int layer;
  int rows, columns;  // as it stands in its equation
  bool transposed;
  const float* values;  // of the matrix that is not transposed, [row][stride]
  int stride;

  float at(int row, int column) const;
  MatrixCell cell(int row, int column) const;
  bool has_sample_columns() const;
  bool has_sample_rows() const;  // Aᵀ and the column of ones
  std::string shape() const;  // "3×10"
};
// "W⁽²⁾", transposed "W⁽²⁾ᵀ"; with its LaTeX.
Symbol matrix_symbol(const Matrix& matrix);

// What of a factor makes a cell of the result: the row or column of the same number, the same cell,
// or, of a matrix before it is transposed, the column that becomes the row.
enum class CellSource { kRow, kColumn, kCell, kColumnOfRow };

// A factor with what stands before and behind it: "· Aᵀ", "φ( Z )".
struct MatrixPart {
  std::string joint;  // "·", "+", "⊙", "−", or nothing
  std::string before;
  Matrix matrix;
  std::string after;
  CellSource source;
};

struct MatrixEquation {
  enum class Kind { kSums, kActivations, kDeltas, kWeightGradients, kBiasGradients } kind;
  Phase phase;  // that computed it
  Matrix result;
  int samples = 0;  // where the equation takes their mean: "1/N" before the first part; else 0
  std::vector<MatrixPart> parts;
  std::optional<Matrix> untransposed;  // of its first factor, where no other equation has it
  std::string note;  // what it says, in words
};

// The equations of a layer whose phase has run, in the order they are computed. Made anew when the
// trainer has changed.
class LayerMatrices {
 public:
  // layer is 0 … layer_count() − 1, the output being the last.
  LayerMatrices(const Trainer& trainer, int layer);
  LayerMatrices(const LayerMatrices&) = delete;
  LayerMatrices& operator=(const LayerMatrices&) = delete;

  const std::vector<MatrixEquation>& equations() const { return equations_; }
  int layer() const { return layer_; }

 private:
  Matrix of_samples(MatrixKind kind, int layer) const;
  Matrix of_parameters(MatrixKind kind, int layer) const;
  void form_slopes();
  void form_loss_slopes();
  void add_forward();
  void add_delta();
  void add_output_delta(MatrixEquation& equation);
  void add_gradients();

  const Trainer& trainer_;
  int layer_;
  std::vector<float> slopes_, loss_slopes_, masks_, ones_;
  std::vector<MatrixEquation> equations_;
};

// How a cell of a result came about, as the microscope has it, but with all samples where it sums
// over them, and a bias at the end, as it is written here: the engine adds it first.
Equation cell_equation(const Trainer& trainer, const MatrixEquation& equation, int row, int column);
// The same in numbers on one line, "z⁽²⁾₁[4] = 0.31·0.52 − 0.2·0.1 + 0.5 = 0.641"; of sums of more
// than `most` terms the first ones, and how many more there are.
std::string cell_line(const Trainer& trainer, const MatrixEquation& equation, int row, int column,
                      std::size_t most = 6);
// A factor's cell: "w⁽²⁾₁₃ = 0.31".
std::string cell_value_line(const Trainer& trainer, const MatrixCell& cell, float value);

}  // namespace backprop
