// A cell of a matrix as the sum it is, in numbers on one line.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "engine/insight/explain.h"
#include "engine/insight/explain_parts.h"
#include "engine/insight/matrices.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

using EquationKind = MatrixEquation::Kind;

std::string line_number(float value) {
  constexpr int kDigits = 4;  // one more than the cells have
  return significant(static_cast<double>(value), kDigits);
}

std::string with_column(std::string symbol, int sample) {
  return std::move(symbol) + "[" + std::to_string(sample + 1) + "]";
}

std::string neuron_text(std::string_view letter, const MatrixCell& cell) {
  return with_column(neuron_symbol(letter, "", cell.layer, cell.row).text, cell.column);
}

std::string cell_name(const Trainer& trainer, const MatrixCell& cell) {
  switch (cell.kind) {
    case MatrixKind::kActivations:
      return cell.layer < 0 ? with_column(neuron_label(trainer, -1, cell.row), cell.column)
                            : neuron_text("a", cell);
    case MatrixKind::kSums:
      return neuron_text("z", cell);
    case MatrixKind::kSlopes:
      return "φ′(" + neuron_text("z", cell) + ")";
    case MatrixKind::kMasks:
      return neuron_text("m", cell);
    case MatrixKind::kDeltas:
      return neuron_text("δ", cell);
    case MatrixKind::kLossSlopes:
      return "∂L/∂" + neuron_text("a", cell);
    case MatrixKind::kTargets:
      return with_column("y" + subscript(cell.row + 1), cell.column);
    case MatrixKind::kWeights:
      return weight_symbol(cell.layer, cell.row, cell.column).text;
    case MatrixKind::kBiases:
      return bias_symbol(cell.layer, cell.row).text;
    case MatrixKind::kWeightGradients:
      return "∂L/∂" + weight_symbol(cell.layer, cell.row, cell.column).text;
    case MatrixKind::kBiasGradients:
      return "∂L/∂" + bias_symbol(cell.layer, cell.row).text;
    case MatrixKind::kOnes:
      break;
  }
  return with_column("1", cell.row);
}

// (1/N)·Σₛ δ[s]·a[s], of a bias (1/N)·Σₛ δ[s].
Equation gradient_of(const Trainer& trainer, const MatrixEquation& equation, int row, int column) {
  const bool bias = equation.kind == EquationKind::kBiasGradients;
  const Matrix& delta = equation.parts.front().matrix;
  const Matrix& input = equation.parts.back().matrix;
  Equation result{{{}, {}, equation.result.at(row, column)}, {}, {}, 0, {}, 0};
  std::vector<float> products;
  for (int s = 0; s < delta.columns; ++s) {
    std::vector<Factor> factors = {plain_factor({}, {}, delta.at(row, s))};
    if (!bias) factors.push_back(plain_factor({}, {}, input.at(s, column)));
    result.terms.push_back(product(std::move(factors)));
    products.push_back(result.terms.back().value);
  }
  result.sum = batch_sum(products.data(), delta.columns);
  if (equation.samples > 0) {
    result.outer = {plain_factor("1/N", {}, batch_scale(Scene(trainer, -1)))};
  }
  return result;
}

// --- one line ------------------------------------------------------------------------------------

std::string factor_text(float value, bool first) {
  const std::string text = line_number(value);
  return value < 0 && !first ? "(" + text + ")" : text;
}

// A summand with the sign before it.
std::string summand_text(const Term& term, bool first) {
  const Factor& head = term.factors.front();
  const bool minus = std::signbit(head.value);
  std::string text = first
                         ? line_number(head.value)
                         : (minus ? " − " : " + ") + line_number(minus ? -head.value : head.value);
  for (std::size_t f = 1; f < term.factors.size(); ++f) {
    text += "·" + factor_text(term.factors[f].value, false);
  }
  return text;
}

std::string sum_text(const Equation& equation, std::size_t most) {
  std::string text;
  const std::size_t count = equation.terms.size();
  const std::size_t shown = count > most ? most : count;
  for (std::size_t t = 0; t < shown; ++t) text += summand_text(equation.terms[t], t == 0);
  if (shown < count) text += " + … (" + std::to_string(count - shown) + " more)";
  return text;
}

// e^z over the sum of them all, as it is known; the engine takes the largest z off first.
std::string softmax_text(const Matrix& z, int row, int column, std::size_t most) {
  const auto power = [&](int k) { return "e^" + factor_text(z.at(k, column), false); };
  std::string below;
  const int shown = std::min(z.rows, static_cast<int>(most));
  for (int k = 0; k < shown; ++k) below += (k > 0 ? " + " : "") + power(k);
  if (shown < z.rows) below += " + … (" + std::to_string(z.rows - shown) + " more)";
  return power(row) + " / (" + below + ")";
}

// φ(z), with what multiplies it.
std::string function_text(const Equation& equation) {
  const Factor& function = equation.terms.front().factors.front();
  std::string text;
  for (const Factor& factor : equation.outer) text += line_number(factor.value) + "·";
  return text + "φ(" + line_number(*function.argument) + ")";
}

}  // namespace

Equation cell_equation(const Trainer& trainer, const MatrixEquation& equation, int row,
                       int column) {
  if (equation.phase == Phase::kGradients) return gradient_of(trainer, equation, row, column);
  const auto explanation =
      explain(trainer, {ExplainTarget::Kind::kNeuron, equation.result.layer, row, 0, column});
  const std::vector<Equation>& equations = explanation->equations;
  if (equation.kind == EquationKind::kDeltas) return equations.back();
  if (equation.kind == EquationKind::kActivations) return equations[1];
  Equation sum = equations.front();
  std::ranges::rotate(sum.terms, sum.terms.begin() + 1);
  return sum;
}

std::string cell_line(const Trainer& trainer, const MatrixEquation& equation, int row, int column,
                      std::size_t most) {
  const Matrix& result = equation.result;
  const std::string left = cell_name(trainer, result.cell(row, column)) + " = ";
  const std::string right = line_number(result.at(row, column));
  if (equation.kind == EquationKind::kActivations) {
    const MatrixPart& z = equation.parts.back();
    const bool softmax = z.source == CellSource::kColumn;
    return left +
           (softmax ? softmax_text(z.matrix, row, column, most)
                    : function_text(cell_equation(trainer, equation, row, column))) +
           " = " + right;
  }
  const Equation sum = cell_equation(trainer, equation, row, column);
  const bool many = sum.terms.size() > 1;
  if (sum.outer.empty() && !many && sum.terms.front().factors.size() == 1) return left + right;
  std::string text = sum_text(sum, most);
  if (many && !sum.outer.empty()) text = "(" + text + ")";
  if (equation.samples > 0) {
    text += "/" + std::to_string(equation.samples);
  } else {  // as the matrices stand: the bracket, then the mask, then the slope
    for (auto factor = sum.outer.rbegin(); factor != sum.outer.rend(); ++factor) {
      text += "·" + factor_text(factor->value, false);
    }
  }
  return left + text + " = " + right;
}

std::string cell_value_line(const Trainer& trainer, const MatrixCell& cell, float value) {
  if (cell.kind == MatrixKind::kOnes) return "1 for sample " + std::to_string(cell.row + 1);
  return cell_name(trainer, cell) + " = " + line_number(value);
}

}  // namespace backprop
