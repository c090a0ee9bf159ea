#include "shell/panels/inside/microscope_equation.h"

#include <string>
#include <string_view>

#include "engine/insight/notation.h"

namespace backprop {

namespace {

constexpr std::string_view kMinus = "−";

std::string number(float value) { return significant(static_cast<double>(value)); }

FormulaColumn column_of(const Factor& factor, std::vector<Factor>& factors) {
  factors.push_back(factor);
  FormulaColumn column{factor.latex, number(factor.value), ink_of(factor.value),
                       static_cast<int>(factors.size()) - 1};
  if (factor.argument) {  // φ(z) is shown as φ of a number
    const std::size_t name = factor.symbol.find('(');
    column.value = factor.symbol.substr(0, name) + "(" + number(*factor.argument) + ")";
    column.ink = Ink::kText;
  }
  return column;
}

// The slope φ′(z) is a number like any other where it is multiplied with something.
FormulaColumn number_column(Factor factor, std::vector<Factor>& factors) {
  factor.argument.reset();
  return column_of(factor, factors);
}

FormulaColumn sign(const char* latex) { return {latex, {}}; }

std::vector<FormulaColumn> summand(const Term& term, bool first, bool alone,
                                   std::vector<Factor>& factors) {
  std::vector<FormulaColumn> columns;
  std::size_t f = 0;
  const Factor& head = term.factors.front();
  if (!first && head.symbol.starts_with(kMinus)) {  // "a − y": the number's sign turned round
    columns.push_back(sign("{-}"));
    Factor positive = head;
    positive.symbol.erase(0, kMinus.size());
    positive.latex.erase(0, 1);
    positive.value = -positive.value;
    columns.push_back(number_column(positive, factors));
    f = 1;
  } else if (!first) {
    columns.push_back(sign("{+}"));
  }
  for (; f < term.factors.size(); ++f) {
    if (f > 0) columns.push_back(sign("{\\cdot}"));
    columns.push_back(alone ? column_of(term.factors[f], factors)
                            : number_column(term.factors[f], factors));
  }
  return columns;
}

}  // namespace

FormulaSource formula_of(const Equation& equation, bool covered, std::vector<Factor>& factors) {
  FormulaSource source;
  source.result = equation.result.latex;
  const bool one = equation.terms.size() == 1 && equation.terms.front().factors.size() == 1;
  const bool function = one && equation.terms.front().factors.front().argument.has_value();
  source.brackets = !equation.outer.empty() && equation.terms.size() > 1;
  source.plain = equation.outer.empty() && one && !function;
  for (const Factor& factor : equation.outer) {
    source.prefix.push_back(number_column(factor, factors));
    source.prefix.push_back(sign("{\\cdot}"));
  }
  for (std::size_t t = 0; t < equation.terms.size(); ++t) {
    source.summands.push_back(summand(equation.terms[t], t == 0, function, factors));
  }
  if (source.brackets && !covered) {
    for (const FormulaColumn& column : source.prefix) source.closing.push_back(column);
    source.closing.push_back({{}, number(equation.sum), ink_of(equation.sum)});
  }
  factors.push_back(equation.result);
  source.value = covered ? "?" : number(equation.result.value);
  source.ink = covered ? Ink::kText : ink_of(equation.result.value);
  return source;
}

}  // namespace backprop
