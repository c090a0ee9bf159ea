// A layer as matrix equations: every cell is a number of the workspace, and the matrices beside it
// give it back, bit for bit.
#include "engine/insight/matrices.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/inside_view.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

using testing::run_phases;
using testing::Settings;
using testing::trainer_with;
using Kind = MatrixEquation::Kind;

bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

const MatrixPart* part_of(const MatrixEquation& equation, MatrixKind kind) {
  const auto found = std::ranges::find_if(
      equation.parts, [&](const MatrixPart& part) { return part.matrix.kind == kind; });
  return found == equation.parts.end() ? nullptr : &*found;
}

// Σₖ a[k]·b[k] over the samples, as the kernels add: four lanes, then (0+1)+(2+3).
float in_lanes(const Matrix& a, int row, const Matrix& b, int column, bool ones) {
  std::array<float, 4> lanes = {};
  for (int s = 0; s < a.columns; ++s) {
    const auto lane = static_cast<std::size_t>(s) % 4;
    lanes[lane] += ones ? a.at(row, s) : a.at(row, s) * b.at(s, column);
  }
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

// What the matrices of an equation make of a cell; nothing where that is no sum of products.
std::optional<float> made(const MatrixEquation& equation, int row, int column) {
  const auto& parts = equation.parts;
  const auto factor = [&](MatrixKind kind, float& value) {
    if (const MatrixPart* part = part_of(equation, kind)) value *= part->matrix.at(row, column);
  };
  switch (equation.kind) {
    case Kind::kSums: {
      float sum = parts[2].matrix.at(row, 0);
      for (int i = 0; i < parts[0].matrix.columns; ++i) {
        sum += parts[0].matrix.at(row, i) * parts[1].matrix.at(i, column);
      }
      return sum;
    }
    case Kind::kActivations:
      return std::nullopt;
    case Kind::kDeltas: {
      if (parts[0].source == CellSource::kColumn) return std::nullopt;  // a softmax's
      if (parts[0].matrix.kind == MatrixKind::kActivations) {
        if (!parts[0].after.empty()) return std::nullopt;  // targets that do not add up to 1
        return parts[0].matrix.at(row, column) - parts[1].matrix.at(row, column);
      }
      float value = 0;
      if (parts[0].matrix.kind == MatrixKind::kLossSlopes) {
        value = parts[0].matrix.at(row, column);
      } else {
        for (int k = 0; k < parts[0].matrix.columns; ++k) {
          value += parts[0].matrix.at(row, k) * parts[1].matrix.at(k, column);
        }
      }
      factor(MatrixKind::kMasks, value);
      factor(MatrixKind::kSlopes, value);
      return value;
    }
    case Kind::kWeightGradients:
    case Kind::kBiasGradients: {
      const float sum = in_lanes(parts[0].matrix, row, parts[1].matrix, column,
                                 equation.kind == Kind::kBiasGradients);
      return sum * (1.0F / static_cast<float>(parts[0].matrix.columns));
    }
  }
  return std::nullopt;
}

// The number of the workspace that a cell says it is.
float in_workspace(const Trainer& trainer, const MatrixCell& cell) {
  const Workspace& batch = trainer.workspace();
  const Network& network = trainer.network();
  switch (cell.kind) {
    case MatrixKind::kActivations:
      return cell.layer < 0 ? batch.input(cell.row, cell.column)
                            : batch.a(cell.layer, cell.row, cell.column);
    case MatrixKind::kSums:
      return batch.z(cell.layer, cell.row, cell.column);
    case MatrixKind::kDeltas:
      return batch.delta(cell.layer, cell.row, cell.column);
    case MatrixKind::kMasks:
      return batch.mask(cell.layer, cell.row, cell.column);
    case MatrixKind::kTargets:
      return batch
          .targets[static_cast<std::size_t>(cell.row) * static_cast<std::size_t>(batch.stride) +
                   static_cast<std::size_t>(cell.column)];
    case MatrixKind::kWeights:
      return batch.parameters_used[network.weight_index(cell.layer, cell.row, cell.column)];
    case MatrixKind::kBiases:
      return batch.parameters_used[network.bias_index(cell.layer, cell.row)];
    case MatrixKind::kWeightGradients:
      return batch.data_gradients[network.weight_index(cell.layer, cell.row, cell.column)];
    case MatrixKind::kBiasGradients:
      return batch.data_gradients[network.bias_index(cell.layer, cell.row)];
    case MatrixKind::kOnes:
      return 1;
    case MatrixKind::kSlopes: {  // φ′ at z and φ(z)
      const Activation& activation = *network.layer(cell.layer).activation;
      const float z = batch.z(cell.layer, cell.row, cell.column);
      return activation.slope(z, activation.value(z));
    }
    case MatrixKind::kLossSlopes:
      break;
  }
  return NAN;
}

void check_cells(const Trainer& trainer, const Matrix& matrix) {
  if (matrix.kind == MatrixKind::kLossSlopes) return;
  for (int r = 0; r < matrix.rows; ++r) {
    for (int c = 0; c < matrix.columns; ++c) {
      INFO(matrix_symbol(matrix).text << " " << r << " " << c);
      REQUIRE(same(matrix.at(r, c), in_workspace(trainer, matrix.cell(r, c))));
    }
  }
}

// A product's factors meet, and everything else has the result's own shape.
void check_shapes(const MatrixEquation& equation) {
  int inner = 0;
  for (const MatrixPart& part : equation.parts) {
    const Matrix& matrix = part.matrix;
    switch (part.source) {
      case CellSource::kCell:
        CHECK(matrix.shape() == equation.result.shape());
        break;
      case CellSource::kRow:
        CHECK(matrix.rows == equation.result.rows);
        if (matrix.kind != MatrixKind::kBiases) inner = matrix.columns;
        break;
      case CellSource::kColumn:
        CHECK(matrix.columns == equation.result.columns);
        if (inner > 0) CHECK(matrix.rows == inner);
        break;
      case CellSource::kColumnOfRow:
        FAIL("no factor");
    }
  }
}

float recombined(const Equation& equation) {
  float value = 0;
  for (const Term& term : equation.terms) value += term.value;
  for (const Factor& factor : equation.outer) value *= factor.value;
  return value;
}

// What rounding may do to it.
float allowed(const Equation& equation) {
  float size = 0;
  for (const Term& term : equation.terms) size += std::fabs(term.value);
  for (const Factor& factor : equation.outer) size *= std::fabs(factor.value);
  return 4e-6F * size + 1e-30F;
}

// All cells of all layers, as far as the phases have run.
void check_layers(const Trainer& trainer) {
  const int done = trainer.phases_done();
  for (int layer = 0; layer < trainer.network().layer_count(); ++layer) {
    const LayerMatrices matrices(trainer, layer);
    const std::size_t expected = done < 1 ? 0 : done < 3 ? 2 : done < 4 ? 3 : 5;
    CHECK(matrices.equations().size() == expected);
    for (const MatrixEquation& equation : matrices.equations()) {
      INFO("layer " << layer << ": " << matrix_symbol(equation.result).text);
      check_shapes(equation);
      check_cells(trainer, equation.result);
      for (const MatrixPart& part : equation.parts) check_cells(trainer, part.matrix);
      for (int r = 0; r < equation.result.rows; ++r) {
        for (int c = 0; c < equation.result.columns; ++c) {
          INFO(cell_line(trainer, equation, r, c));
          const float value = equation.result.at(r, c);
          const std::optional<float> again = made(equation, r, c);
          if (again) REQUIRE(same(*again, value));
          const Equation sum = cell_equation(trainer, equation, r, c);
          CHECK(same(sum.result.value, value));
          if (std::isfinite(value)) CHECK(std::fabs(recombined(sum) - value) <= allowed(sum));
        }
      }
    }
  }
}

const std::vector<Settings> kCases = {
    {},
    {{"layers", "5,4"}, {"dropout", "0.5"}},
    {{"layers", "5,4"}, {"dropout", "0.5"}, {"activation", "sigmoid"}, {"batchSize", "32"}},
    {{"dataset", "blobs"}, {"classes", "4"}, {"loss", "cross_entropy"}, {"layers", "3"}},
    {{"loss", "mse"}, {"outputPerClass", "true"}, {"outputActivation", "softmax"}},
    {{"loss", "bce"}, {"layers", "3,3"}, {"activation", "relu"}},
    {{"biases", "none"}, {"layers", "3"}},
    {{"biases", "fixed"},
     {"layers", "3,2"},
     {"regularization", "l2"},
     {"regularizationRate", "0.1"}},
    {{"batchSize", "1"}, {"layers", "4,3"}},
    {{"layers", ""}, {"features", "x1,x2,x1x2,sinx1"}},
    {{"layers", "2"}, {"batchSize", "3"}, {"activation", "gelu"}},
};

TEST_CASE("cells of a layer's matrices are the workspace's, and its equations hold bit for bit") {
  for (const Settings& settings : kCases) {
    std::string name;
    for (const auto& [key, value] : settings) name += std::string(key) + "=" + value + " ";
    INFO(name);
    Trainer trainer = trainer_with(settings);
    trainer.steps(3);
    for (int phase = 0; phase < kPhaseCount; ++phase) {
      REQUIRE(trainer.advance_phase());
      check_layers(trainer);
    }
  }
}

TEST_CASE("a layer's matrices of any experiment") {
  Random random(17, Random::Stream::kData);
  for (int round = 0; round < 25; ++round) {
    Trainer trainer(random_experiment(random));
    if (trainer.workspace().samples == 0 && trainer.data().train_count == 0) continue;
    trainer.advance_phase();
    while (!trainer.divergence() && trainer.phases_done() < 4) trainer.advance_phase();
    if (trainer.divergence() || trainer.workspace().samples > 40) continue;
    check_layers(trainer);
  }
}

// M. Mazur, "A Step by Step Backpropagation Example", 2015: 2-2-2 sigmoids, ½ squared error.
constexpr std::string_view kMazur =
    "table=x1,x2;o1,o2;0.05,0.1,0.01,0.99&layers=2&activation=sigmoid&outputActivation=sigmoid"
    "&trainFraction=1&batchSize=1&learningRate=0.5&biases=fixed"
    "&weights=.15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6";

TEST_CASE("a cell is told as the sum it is, in numbers") {
  Trainer trainer = make_trainer(parse_link(kMazur));
  run_phases(trainer, 4);
  const LayerMatrices hidden(trainer, 0), output(trainer, 1);
  const auto line = [&](const LayerMatrices& matrices, std::size_t equation, int row, int column) {
    return cell_line(trainer, matrices.equations()[equation], row, column);
  };
  CHECK(line(hidden, 0, 0, 0) == "z⁽¹⁾₁[1] = 0.15·0.05 + 0.2·0.1 + 0.35 = 0.3775");
  CHECK(line(hidden, 1, 0, 0) == "a⁽¹⁾₁[1] = φ(0.3775) = 0.5933");
  CHECK(line(output, 2, 0, 0) == "δ⁽²⁾₁[1] = 0.7414·0.1868 = 0.1385");
  CHECK(line(hidden, 2, 0, 0) == "δ⁽¹⁾₁[1] = (0.4·0.1385 + 0.5·(−0.03810))·0.2413 = 0.008771");
  CHECK(line(output, 3, 0, 0) == "∂L/∂w⁽²⁾₁₁ = 0.1385·0.5933 = 0.08217");
  CHECK(line(output, 4, 1, 0) == "∂L/∂b⁽²⁾₂ = −0.03810");
  CHECK(
      output.equations()[4].note.ends_with("Biases do not learn here: the update leaves it out."));
  const MatrixPart& back = hidden.equations()[2].parts.front();
  CHECK(matrix_symbol(back.matrix).text == "W⁽²⁾ᵀ");
  CHECK(matrix_symbol(back.matrix).latex == "W^{(2)T}");
  CHECK(cell_value_line(trainer, back.matrix.cell(0, 1), back.matrix.at(0, 1)) == "w⁽²⁾₂₁ = 0.5");
  CHECK(meaning_of(trainer.network(), back.matrix.cell(0, 1)).parameter ==
        trainer.network().weight_index(1, 1, 0));
}

TEST_CASE("long sums say how many terms are left out, and a mean how many it is of") {
  Trainer trainer = trainer_with({{"layers", "8,2"}, {"batchSize", "32"}});
  run_phases(trainer, 4);
  const LayerMatrices matrices(trainer, 1);
  const std::string z = cell_line(trainer, matrices.equations()[0], 0, 31);
  CHECK(z.starts_with("z⁽²⁾₁[32] = "));
  CHECK(z.find(" + … (3 more) = ") != std::string::npos);
  const std::string slope = cell_line(trainer, matrices.equations()[3], 1, 7);
  CHECK(slope.find(" + … (26 more))/32 = ") != std::string::npos);
  CHECK(matrices.equations()[3].samples == 32);
  CHECK(matrices.equations()[3].parts[1].matrix.shape() == "32×8");
}

}  // namespace
}  // namespace backprop
