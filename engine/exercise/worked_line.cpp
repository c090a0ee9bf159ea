#include "engine/exercise/worked_line.h"

#include <algorithm>
#include <iterator>

#include "engine/exercise/answer_text.h"
#include "engine/insight/explain.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

using Kind = HandPlace::Kind;

std::string in_brackets(const std::string& text, bool first) {
  return !first && text.starts_with("−") ? "(" + text + ")" : text;
}

// Writes equations of an explanation as rows; what has an equation of its own there, φ′(z) and
// ∂L/∂a, is written out.
class RowWriter {
 public:
  RowWriter(const Explanation& explanation, bool numbers)
      : equations_(explanation.equations), numbers_(numbers) {}

  std::string row(const Equation& equation) const {
    const bool several = equation.terms.size() > 1;
    std::string text;
    for (const Factor& factor : equation.outer) text += written(factor, text.empty()) + " · ";
    const bool brackets = several && !equation.outer.empty();
    if (brackets) text += "(";
    for (const Term& term : equation.terms) {
      const bool first = &term == &equation.terms.front();
      const bool minus = !first && term.factors.front().symbol.starts_with("−");
      if (!first) text += minus ? " − " : " + ";
      text += product(term, minus, first && (brackets || text.empty()));
    }
    return text + (brackets ? ")" : "");
  }

 private:
  std::string written(Factor factor, bool first, bool negated = false) const {
    if (negated) {
      factor.symbol = factor.symbol.substr(std::string_view("−").size());
      factor.value = -factor.value;
    }
    if (const Equation* own = equation_of(factor); own != nullptr) {
      const bool sum = own->terms.size() > 1 && own->outer.empty();
      return sum ? "(" + row(*own) + ")" : row(*own);
    }
    if (!numbers_) return factor.symbol;
    return in_brackets(answer_text(static_cast<double>(factor.value)), first);
  }
  std::string product(const Term& term, bool negated, bool first) const {
    std::string text;
    for (const Factor& factor : term.factors) {
      const bool leads = text.empty();
      if (!leads) text += " · ";
      text += written(factor, first && leads, negated && leads);
    }
    return text;
  }
  const Equation* equation_of(const Factor& factor) const {
    if (!factor.symbol.starts_with("φ′") && !factor.symbol.starts_with("∂L/∂a")) return nullptr;
    const auto found = std::ranges::find_if(equations_, [&](const Equation& equation) {
      return equation.result.symbol == factor.symbol;
    });
    return found == equations_.end() ? nullptr : &*found;
  }

  const std::vector<Equation>& equations_;
  bool numbers_;
};

// How the results of equations begin that are the number of a place.
struct ToldRow {
  std::string_view symbol;
  Kind kind;
};
constexpr ToldRow kToldRows[] = {{"z", Kind::kSum},          {"a", Kind::kActivation},
                                 {"L", Kind::kLoss},         {"δ", Kind::kDelta},
                                 {"∂L/∂w", Kind::kGradient}, {"∂L/∂b", Kind::kGradient}};

bool tells(const Equation& equation, const HandPlace& place, int samples) {
  constexpr TermTarget::Kind kTold[] = {TermTarget::Kind::kPreActivation,
                                        TermTarget::Kind::kActivation, TermTarget::Kind::kLoss,
                                        TermTarget::Kind::kDelta};
  const std::string& symbol = equation.result.symbol;
  if (place.kind != Kind::kGradient) {
    return equation.result.target.kind == kTold[static_cast<std::size_t>(place.kind)];
  }
  // Of the only sample δ times the input, of several the mean of that.
  const bool gradient = symbol.starts_with("∂L/∂w") || symbol.starts_with("∂L/∂b");
  return gradient && symbol.ends_with(']') == (samples == 1);
}

// "e^0.7 / (e^0.7 + e^0.2)": softmax as one has it by hand.
WorkedLine softmax_line(const HandStep& step, const HandPlace& place) {
  std::string own[2], all[2];
  for (int k = 0; k < step.network().layer(place.layer).outputs; ++k) {
    HandPlace sum = place;
    sum.kind = Kind::kSum;
    sum.neuron = k;
    const std::string powers[] = {"e^" + place_symbol(sum, 1),
                                  "e^" + in_brackets(answer_text(step.right(sum)), false)};
    for (const int i : {0, 1}) {
      all[i] += (k > 0 ? " + " : "") + powers[i];
      if (k == place.neuron) own[i] = powers[i];
    }
  }
  return {place_symbol(place, step.samples()) + " = " + own[0] + " / (" + all[0] + ")",
          own[1] + " / (" + all[1] + ") = " + answer_text(step.right(place))};
}

bool is_lone(const Equation& equation) {
  return equation.outer.empty() && equation.terms.size() == 1 &&
         equation.terms.front().factors.size() == 1;
}

WorkedLine update_line(const HandStep& step, const HandPlace& place) {
  HandPlace gradient = place;
  gradient.kind = Kind::kGradient;
  const std::size_t parameter = target_of(place, step.network()).parameter;
  const auto before = static_cast<double>(step.network().parameters()[parameter]);
  const std::string symbol = parameter_symbol(place.parameter()).text;
  return {place_symbol(place, 1) + " = " + symbol + " − η · ∂L/∂" + symbol,
          answer_text(before) + " − " + answer_text(static_cast<double>(step.rate())) + " · " +
              in_brackets(answer_text(step.right(gradient)), false) + " = " +
              answer_text(step.right(place))};
}

// The mean of several samples' losses, which explain() tells of one.
WorkedLine mean_loss_line(const HandStep& step) {
  WorkedLine line{"L = ", ""};
  const int samples = step.samples();
  const std::string share = "1/" + std::to_string(samples) + " · (";
  line.symbols += share;
  line.numbers += share;
  for (int s = 0; s < samples; ++s) {
    const HandPlace one = {.kind = Kind::kLoss, .sample = s};
    if (s > 0) line.symbols += " + ", line.numbers += " + ";
    line.symbols += place_symbol(one, samples);
    line.numbers += answer_text(step.right(one));
  }
  line.symbols += ")";
  line.numbers += ") = " + answer_text(step.right({.kind = Kind::kLoss}));
  return line;
}

}  // namespace

WorkedLine worked_line(const HandStep& step, const HandPlace& place) {
  const int samples = step.samples();
  if (place.kind == Kind::kNew) return update_line(step, place);
  if (place.kind == Kind::kLoss && place.sample < 0 && samples > 1) return mean_loss_line(step);
  if (place.kind == Kind::kActivation &&
      step.network().layer(place.layer).activation->output_only) {
    return softmax_line(step, place);
  }
  const std::string symbol = place_symbol(place, samples);
  const std::string value = answer_text(step.right(place));
  ExplainTarget target = target_of(place, step.network());
  if (target.sample < 0 && samples == 1) target.sample = 0;
  const Result<Explanation> explanation = explain(step.trainer(), target);
  if (!explanation) return {symbol, value};
  const Equation* told = nullptr;
  for (const Equation& equation : explanation->equations) {
    // Of gradients the last one: a chain on one line comes before δ times the input.
    const bool wanted = told == nullptr || place.kind == Kind::kGradient;
    if (wanted && tells(equation, place, samples)) told = &equation;
  }
  if (told == nullptr) return {symbol, value};
  const std::string symbols = symbol + " = " + RowWriter(*explanation, false).row(*told);
  if (is_lone(*told)) {
    const Factor& lone = told->terms.front().factors.front();
    if (!lone.argument) return {symbols, value};
    const std::string name = lone.symbol.substr(0, lone.symbol.find('('));
    const auto argument = static_cast<double>(*lone.argument);
    return {symbols, name + "(" + answer_text(argument) + ") = " + value};
  }
  return {symbols, RowWriter(*explanation, true).row(*told) + " = " + value};
}

std::optional<HandPlace> told_place(const HandStep& step, const ExplainTarget& target,
                                    const Equation& equation) {
  const int samples = step.samples();
  const int sample = target.sample < 0 && samples == 1 ? 0 : target.sample;
  const std::string& symbol = equation.result.symbol;
  const auto row = std::ranges::find_if(
      kToldRows, [&](const ToldRow& each) { return symbol.starts_with(each.symbol); });
  if (row == std::end(kToldRows)) return std::nullopt;
  HandPlace place = {.kind = row->kind,
                     .layer = equation.result.target.layer,
                     .neuron = equation.result.target.neuron,
                     .sample = sample};
  if (place.kind == Kind::kLoss) place.layer = place.neuron = 0;
  if (place.kind == Kind::kGradient) {
    // Of several samples one's own gradient, with its number behind it, is no place.
    if (samples > 1 && symbol.ends_with(']')) return std::nullopt;
    if (target.kind != ExplainTarget::Kind::kParameter) return std::nullopt;
    const ParameterPlace parameter = step.network().place(target.parameter);
    place.layer = parameter.layer;
    place.neuron = parameter.output;
    place.input = parameter.input;
    place.sample = -1;
  }
  if (!step.has(place)) return std::nullopt;
  return place;
}

}  // namespace backprop
