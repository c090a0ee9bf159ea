#include "engine/insight/matrices.h"

#include <algorithm>
#include <utility>

#include "engine/insight/notation.h"

namespace backprop {
namespace {

bool is_of_samples(MatrixKind kind) { return kind <= MatrixKind::kTargets; }

// How a matrix is named; the layer, in brackets, is put behind the letter.
struct MatrixName {
  std::string_view before, latex_before, letter, latex_letter, after;
};
MatrixName name_of(MatrixKind kind) {
  switch (kind) {
    case MatrixKind::kActivations:
      return {"", "", "A", "A", ""};
    case MatrixKind::kSums:
      return {"", "", "Z", "Z", ""};
    case MatrixKind::kSlopes:
      return {"φ′(", "\\varphi'(", "Z", "Z", ")"};
    case MatrixKind::kMasks:
      return {"", "", "M", "M", ""};
    case MatrixKind::kDeltas:
      return {"", "", "Δ", "\\Delta", ""};
    case MatrixKind::kLossSlopes:
      return {"∂L/∂", "\\partial L/\\partial ", "A", "A", ""};
    case MatrixKind::kTargets:
      return {"", "", "Y", "Y", ""};
    case MatrixKind::kWeights:
      return {"", "", "W", "W", ""};
    case MatrixKind::kBiases:
      return {"", "", "b", "b", ""};
    case MatrixKind::kWeightGradients:
      return {"∂L/∂", "\\partial L/\\partial ", "W", "W", ""};
    case MatrixKind::kBiasGradients:
      return {"∂L/∂", "\\partial L/\\partial ", "b", "b", ""};
    case MatrixKind::kOnes:
      return {"", "", "1", "1", ""};
  }
  return {};
}

// Inputs, targets and ones are of no layer.
bool is_of_layer(MatrixKind kind, int layer) {
  return layer >= 0 && kind != MatrixKind::kTargets && kind != MatrixKind::kOnes;
}

Matrix turned(Matrix matrix) {
  std::swap(matrix.rows, matrix.columns);
  matrix.transposed = !matrix.transposed;
  return matrix;
}

std::string weight_name(int layer) { return "W⁽" + superscript(layer + 1) + "⁾"; }

}  // namespace

CellMeaning meaning_of(const Network& network, const MatrixCell& cell) {
  if (is_of_samples(cell.kind)) return {cell.layer, cell.row, cell.column, std::nullopt};
  switch (cell.kind) {
    case MatrixKind::kWeights:
    case MatrixKind::kWeightGradients:
      return {cell.layer, cell.row, -1, network.weight_index(cell.layer, cell.row, cell.column)};
    case MatrixKind::kBiases:
    case MatrixKind::kBiasGradients:
      return {cell.layer, cell.row, -1, network.bias_index(cell.layer, cell.row)};
    default:
      return {-1, -1, cell.row, std::nullopt};  // a one, of the sample it counts
  }
}

float Matrix::at(int row, int column) const {
  if (transposed) std::swap(row, column);
  return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(stride) +
                static_cast<std::size_t>(column)];
}

MatrixCell Matrix::cell(int row, int column) const {
  if (transposed) std::swap(row, column);
  return {kind, layer, row, column};
}

bool Matrix::has_sample_columns() const { return is_of_samples(kind) && !transposed; }

bool Matrix::has_sample_rows() const {
  return (is_of_samples(kind) && transposed) || kind == MatrixKind::kOnes;
}

std::string Matrix::shape() const { return std::to_string(rows) + "×" + std::to_string(columns); }

Symbol matrix_symbol(const Matrix& matrix) {
  MatrixName name = name_of(matrix.kind);
  if (matrix.kind == MatrixKind::kActivations && matrix.layer < 0)
    name.letter = name.latex_letter = "X";
  const std::string index = std::to_string(matrix.layer + 1);
  Symbol symbol{std::string(name.before) + std::string(name.letter),
                std::string(name.latex_before) + std::string(name.latex_letter)};
  std::string raised;
  if (is_of_layer(matrix.kind, matrix.layer)) {
    symbol.text += "⁽" + superscript(matrix.layer + 1) + "⁾";
    raised = "(" + index + ")";
  }
  if (matrix.transposed) {
    symbol.text += "ᵀ";
    raised += "T";
  }
  if (!raised.empty()) symbol.latex += "^{" + raised + "}";
  symbol.text += name.after;
  symbol.latex += name.after;
  return symbol;
}

// --- the equations of a layer --------------------------------------------------------------------

LayerMatrices::LayerMatrices(const Trainer& trainer, int layer) : trainer_(trainer), layer_(layer) {
  const int done = trainer.phases_done();
  const auto has_run = [&](Phase phase) { return done > static_cast<int>(phase); };
  if (has_run(Phase::kForward)) add_forward();
  if (has_run(Phase::kBackward)) add_delta();
  if (has_run(Phase::kGradients)) add_gradients();
}

Matrix LayerMatrices::of_samples(MatrixKind kind, int layer) const {
  const Workspace& batch = trainer_.workspace();
  const Network& network = trainer_.network();
  const bool inputs = layer < 0;
  const int rows = inputs ? network.input_count() : network.layer(layer).outputs;
  const Workspace::Layer* values =
      inputs ? nullptr : &batch.layers[static_cast<std::size_t>(layer)];
  const float* from = inputs ? batch.inputs.data() : values->a.data();
  if (kind == MatrixKind::kSums) from = values->z.data();
  if (kind == MatrixKind::kDeltas) from = values->delta.data();
  if (kind == MatrixKind::kTargets) from = batch.targets.data();
  if (kind == MatrixKind::kSlopes) from = slopes_.data();
  if (kind == MatrixKind::kLossSlopes) from = loss_slopes_.data();
  if (kind == MatrixKind::kMasks) from = masks_.data();
  return {kind, layer, rows, batch.samples, false, from, batch.stride};
}

Matrix LayerMatrices::of_parameters(MatrixKind kind, int layer) const {
  const Network::Layer& shape = trainer_.network().layer(layer);
  const bool gradients = kind == MatrixKind::kWeightGradients || kind == MatrixKind::kBiasGradients;
  const bool biases = kind == MatrixKind::kBiases || kind == MatrixKind::kBiasGradients;
  const Workspace& batch = trainer_.workspace();
  const float* from = gradients ? batch.data_gradients.data() : batch.parameters_used.data();
  const int columns = biases ? 1 : shape.inputs;
  return {kind,    layer, shape.outputs,
          columns, false, from + (biases ? shape.biases : shape.weights),
          columns};
}

void LayerMatrices::add_forward() {
  const Workspace& batch = trainer_.workspace();
  const auto l = static_cast<std::size_t>(layer_);
  const Activation& activation = *trainer_.network().layer(layer_).activation;
  equations_.push_back(
      {MatrixEquation::Kind::kSums,
       Phase::kForward,
       of_samples(MatrixKind::kSums, layer_),
       0,
       {{"", "", of_parameters(MatrixKind::kWeights, layer_), "", CellSource::kRow},
        {"·", "", of_samples(MatrixKind::kActivations, layer_ - 1), "", CellSource::kColumn},
        {"+", "", of_parameters(MatrixKind::kBiases, layer_), "", CellSource::kRow}},
       std::nullopt,
       "Phase 1, forward. A row is a neuron, a column a sample: a neuron's row of W meets a "
       "sample's column, number by number, and b is added in every column."});
  MatrixEquation equation{MatrixEquation::Kind::kActivations,
                          Phase::kForward,
                          of_samples(MatrixKind::kActivations, layer_),
                          0,
                          {},
                          std::nullopt,
                          {}};
  if (activation.output_only) {
    equation.parts = {
        {"", "softmax(", of_samples(MatrixKind::kSums, layer_), ")", CellSource::kColumn}};
    equation.note = "Softmax, column by column: each sample's shares are positive and add up to 1.";
  } else {
    if (!batch.layers[l].kept.empty()) {
      const int rows = trainer_.network().layer(layer_).outputs;
      masks_.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(batch.stride));
      for (std::size_t i = 0; i < masks_.size(); ++i) {
        masks_[i] = batch.layers[l].kept[i] != 0 ? batch.kept_scale : 0;
      }
      equation.parts.push_back(
          {"", "", of_samples(MatrixKind::kMasks, layer_), "", CellSource::kCell});
    }
    equation.parts.push_back({equation.parts.empty() ? "" : "⊙", "φ(",
                              of_samples(MatrixKind::kSums, layer_), ")", CellSource::kCell});
    equation.note = "Each cell by itself: " + std::string(activation.formula) + ".";
    if (!masks_.empty()) {
      equation.note +=
          " M is dropout: 0 where it has switched a neuron off for a sample, else 1/(1−p).";
    }
  }
  equations_.push_back(std::move(equation));
}

void LayerMatrices::form_slopes() {
  const Network::Layer& shape = trainer_.network().layer(layer_);
  const Workspace& batch = trainer_.workspace();
  const Workspace::Layer& values = batch.layers[static_cast<std::size_t>(layer_)];
  const std::size_t size =
      static_cast<std::size_t>(shape.outputs) * static_cast<std::size_t>(batch.stride);
  std::vector<float> a = values.a;
  // φ′ may be had from φ(z), which the mask has hidden in a.
  if (!values.kept.empty()) {
    activate(*shape.activation, values.z.data(), a.data(), shape.outputs, batch.stride);
  }
  const std::vector<float> once(size, 1.0F);
  slopes_.resize(size);
  activate_backward(*shape.activation, values.z.data(), a.data(), once.data(), slopes_.data(),
                    shape.outputs, batch.stride);
}

void LayerMatrices::form_loss_slopes() {
  const Network::Layer& shape = trainer_.network().layer(layer_);
  const Workspace& batch = trainer_.workspace();
  const Workspace::Layer& values = batch.layers[static_cast<std::size_t>(layer_)];
  loss_slopes_.resize(static_cast<std::size_t>(shape.outputs) *
                      static_cast<std::size_t>(batch.stride));
  functions_of(trainer_.loss(), *shape.activation)
      .gradient(values.z.data(), values.a.data(), batch.targets.data(), loss_slopes_.data(),
                shape.outputs, batch.samples, batch.stride);
}

void LayerMatrices::add_output_delta(MatrixEquation& equation) {
  const Activation& activation = *trainer_.network().layer(layer_).activation;
  const Loss& loss = trainer_.loss();
  const Matrix a = of_samples(MatrixKind::kActivations, layer_);
  if (is_on_logits(loss, activation)) {
    const Matrix y = of_samples(MatrixKind::kTargets, layer_);
    bool plain = true;  // targets of a softmax need not add up to 1
    for (int j = 0; j < a.rows; ++j) {
      for (int s = 0; s < a.columns; ++s) {
        plain = plain && a.at(j, s) - y.at(j, s) == equation.result.at(j, s);
      }
    }
    equation.parts = {{"", "", a, plain ? "" : "·Σy", CellSource::kCell},
                      {"−", "", y, "", CellSource::kCell}};
    equation.note = "Phase 3, backward. " + std::string(loss.label) +
                    " is taken on z: slope and loss cancel, and what is left is how far A is from "
                    "the targets Y.";
    if (!plain) equation.note += " Σy is the sum of a sample's targets.";
    return;
  }
  form_loss_slopes();
  const Matrix slope = of_samples(MatrixKind::kLossSlopes, layer_);
  if (activation.output_only) {
    equation.parts = {{"", "", a, "", CellSource::kColumn},
                      {"⊙", "(", slope, " − Σ)", CellSource::kColumn}};
    equation.note =
        "Phase 3, backward. Softmax lets every output depend on every z of its sample; Σ is the "
        "column's Σₖ aₖ·∂L/∂aₖ.";
    return;
  }
  form_slopes();
  equation.parts = {{"", "", slope, "", CellSource::kCell},
                    {"⊙", "", of_samples(MatrixKind::kSlopes, layer_), "", CellSource::kCell}};
  equation.note =
      "Phase 3, backward. Cell by cell: how the loss changes with the output, times "
      "the slope there. " +
      std::string(loss.formula) + ".";
}

void LayerMatrices::add_delta() {
  MatrixEquation equation{MatrixEquation::Kind::kDeltas,
                          Phase::kBackward,
                          of_samples(MatrixKind::kDeltas, layer_),
                          0,
                          {},
                          std::nullopt,
                          {}};
  const int next = layer_ + 1;
  if (next == trainer_.network().layer_count()) {
    add_output_delta(equation);
  } else {
    form_slopes();
    equation.untransposed = of_parameters(MatrixKind::kWeights, next);
    equation.parts = {{"", "(", turned(*equation.untransposed), "", CellSource::kRow},
                      {"·", "", of_samples(MatrixKind::kDeltas, next), ")", CellSource::kColumn}};
    if (!masks_.empty()) {
      equation.parts.push_back(
          {"⊙", "", of_samples(MatrixKind::kMasks, layer_), "", CellSource::kCell});
    }
    equation.parts.push_back(
        {"⊙", "", of_samples(MatrixKind::kSlopes, layer_), "", CellSource::kCell});
    const std::string w = weight_name(next);
    equation.note = "Phase 3, backward. A column of " + w +
                    " is where one neuron's activation went. Transposed it is a row, and brings "
                    "back to that neuron the δ of those it went to.";
  }
  equations_.push_back(std::move(equation));
}

void LayerMatrices::add_gradients() {
  const int samples = trainer_.workspace().samples;
  ones_.assign(static_cast<std::size_t>(samples), 1.0F);
  const Matrix delta = of_samples(MatrixKind::kDeltas, layer_);
  const int mean_of = samples > 1 ? samples : 0;
  equations_.push_back(
      {MatrixEquation::Kind::kWeightGradients,
       Phase::kGradients,
       of_parameters(MatrixKind::kWeightGradients, layer_),
       mean_of,
       {{"", "", delta, "", CellSource::kRow},
        {"·", "", turned(of_samples(MatrixKind::kActivations, layer_ - 1)), "",
         CellSource::kColumn}},
       std::nullopt,
       samples > 1
           ? "Phase 4, gradients. Every weight sums over the samples: its neuron's row of δ meets "
             "its input's values, which stand as a column once they are transposed. 1/N makes it "
             "the mean."
           : "Phase 4, gradients. One sample: every neuron's δ times every input."});
  equations_.push_back({MatrixEquation::Kind::kBiasGradients,
                        Phase::kGradients,
                        of_parameters(MatrixKind::kBiasGradients, layer_),
                        mean_of,
                        {{"", "", delta, "", CellSource::kRow},
                         {"·",
                          "",
                          {MatrixKind::kOnes, layer_, samples, 1, false, ones_.data(), 1},
                          "",
                          CellSource::kColumn}},
                        std::nullopt,
                        samples > 1 ? "A bias comes in with 1 at every sample: its gradient is the "
                                      "mean of its neuron's δ."
                                    : "A bias comes in with 1: its gradient is δ itself."});
  if (!trainer_.settings_of(Phase::kGradients).biases_learn()) {
    equations_.back().note += " Biases do not learn here: the update leaves it out.";
  }
}

}  // namespace backprop
