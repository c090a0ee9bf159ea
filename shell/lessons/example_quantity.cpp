#include "shell/lessons/example_quantity.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/insight/notation.h"

namespace backprop {

namespace {

using QuantityKind = ExampleQuantity::Kind;
using Target = ExplainTarget::Kind;

// One row for each: how it is written, and which phase computes it.
struct Row {
  std::string_view name;  // "gradient weight" of "gradient weight:1.2.1"
  QuantityKind kind;
  std::string_view explained;  // the word of parse_target() for what it belongs to
  int phases;
  std::string_view symbol;  // before the symbol of the neuron or the parameter
};

constexpr std::array kRows = {
    Row{"z", QuantityKind::kSum, "neuron", 1, "z"},
    Row{"a", QuantityKind::kActivation, "neuron", 1, "a"},
    Row{"loss", QuantityKind::kLoss, "", 2, "L"},
    Row{"dLda", QuantityKind::kLossSlope, "neuron", 3, "∂L/∂"},
    Row{"slope", QuantityKind::kSlope, "neuron", 3, "φ′"},
    Row{"back", QuantityKind::kBack, "neuron", 3, ""},
    Row{"delta", QuantityKind::kDelta, "neuron", 3, "δ"},
    Row{"weight", QuantityKind::kBefore, "weight", 1, ""},
    Row{"bias", QuantityKind::kBefore, "bias", 1, ""},
    Row{"gradient weight", QuantityKind::kGradient, "weight", 4, "∂L/∂"},
    Row{"gradient bias", QuantityKind::kGradient, "bias", 4, "∂L/∂"},
    Row{"change weight", QuantityKind::kChange, "weight", 5, "Δ"},
    Row{"change bias", QuantityKind::kChange, "bias", 5, "Δ"},
    Row{"new weight", QuantityKind::kAfter, "weight", 5, "new "},
    Row{"new bias", QuantityKind::kAfter, "bias", 5, "new "},
};

std::string all_names() {
  std::vector<std::string_view> names;
  for (const Row& row : kRows) names.push_back(row.name);
  return join(names);
}

// The number or the sign before a name; 1 where there is none.
double take_factor(std::string_view& text) {
  if (text.starts_with('-')) {
    text = trimmed(text.substr(1));
    return -1;
  }
  const std::size_t space = text.find(' ');
  const auto factor = parse_number<double>(text.substr(0, space));
  if (space == text.npos || !factor) return 1;
  text = trimmed(text.substr(space + 1));
  return *factor;
}

std::optional<int> count_from_one(std::string_view text) {
  const auto number = parse_number<int>(text);
  return number && *number >= 1 && *number <= 999999 ? number : std::nullopt;
}

// "1.2.1" without its last number, and that.
std::optional<int> take_last(std::string_view& place) {
  const std::size_t dot = place.rfind('.');
  if (dot == place.npos) return std::nullopt;
  const auto number = count_from_one(place.substr(dot + 1));
  place = place.substr(0, dot);
  return number;
}

bool is_hidden(const ExampleQuantity& quantity, const Trainer& trainer) {
  return quantity.target.layer + 1 < trainer.network().layer_count();
}

std::optional<std::size_t> index_of(const Explanation& explanation, auto holds) {
  const auto found = std::ranges::find_if(explanation.equations, holds);
  if (found == explanation.equations.end()) return std::nullopt;
  return static_cast<std::size_t>(found - explanation.equations.begin());
}

const Factor* slope_factor(const Equation& equation) {
  const auto is_slope = [](const Factor& factor) { return factor.symbol.starts_with("φ′"); };
  if (is_slope(equation.result)) return &equation.result;
  const auto found = std::ranges::find_if(equation.outer, is_slope);
  return found == equation.outer.end() ? nullptr : &*found;
}

// What one output adds to the loss: a term of the sum, times what stands before the bracket.
std::optional<double> loss_part(const Equation& equation, int output) {
  const auto index = static_cast<std::size_t>(output);
  if (index >= equation.terms.size()) return std::nullopt;
  auto value = static_cast<double>(equation.terms[index].value);
  for (const Factor& factor : equation.outer) value *= static_cast<double>(factor.value);
  return value;
}

std::optional<double> engine_value(const ExampleQuantity& quantity, const Explanation& explanation,
                                   const Trainer& trainer) {
  if (quantity.kind == QuantityKind::kBefore) {
    return static_cast<double>(trainer.workspace().parameters_used[quantity.target.parameter]);
  }
  if (quantity.kind == QuantityKind::kChange || quantity.kind == QuantityKind::kAfter) {
    if (!explanation.update) return std::nullopt;
    return static_cast<double>(quantity.kind == QuantityKind::kChange ? explanation.update->delta
                                                                      : explanation.update->after);
  }
  const auto index = equation_for(quantity, explanation, trainer);
  if (!index) return std::nullopt;
  const Equation& equation = explanation.equations[*index];
  const auto part = static_cast<std::size_t>(quantity.part);
  switch (quantity.kind) {
    case QuantityKind::kSlope:
      return static_cast<double>(slope_factor(equation)->value);
    case QuantityKind::kLossSlope:  // of a hidden neuron the sum of what comes back to it
      return static_cast<double>(is_hidden(quantity, trainer) ? equation.sum
                                                              : equation.result.value);
    case QuantityKind::kBack:
      if (part >= equation.terms.size()) return std::nullopt;
      return static_cast<double>(equation.terms[part].value);
    case QuantityKind::kLoss:
      if (quantity.part >= 0) return loss_part(equation, quantity.part);
      [[fallthrough]];
    default:
      return static_cast<double>(equation.result.value);
  }
}

const Row& row_of(const ExampleQuantity& quantity) {
  return *std::ranges::find(kRows, quantity.kind, &Row::kind);
}

}  // namespace

Result<ExampleQuantity> parse_example_quantity(std::string_view text, const Trainer& trainer,
                                               int sample) {
  std::string_view rest = trimmed(text);
  ExampleQuantity quantity;
  quantity.factor = take_factor(rest);
  // The sample, from behind.
  std::string at = sample < 0 ? std::string() : "@" + std::to_string(sample + 1);
  if (const std::size_t mark = rest.find('@'); mark != rest.npos) {
    at = rest.substr(mark);
    rest = rest.substr(0, mark);
  }
  const std::size_t colon = std::min(rest.find(':'), rest.size());
  const Row* row = find_entry(std::span<const Row>(kRows), rest.substr(0, colon));
  if (row == nullptr) {
    return fail(quoted(text) + " is no quantity of a step: write one of " + all_names() +
                ", as in a:2.1 (layer, neuron)");
  }
  quantity.kind = row->kind;
  std::string_view place = colon < rest.size() ? rest.substr(colon + 1) : std::string_view();
  std::string name(row->explained);
  const Network& network = trainer.network();
  if (quantity.kind == QuantityKind::kLoss) {
    quantity.part = -1;
    if (colon < rest.size()) {
      const auto output = count_from_one(place);
      if (!output || *output > network.output_count()) {
        return fail("loss: takes 1 to " + std::to_string(network.output_count()));
      }
      quantity.part = *output - 1;
    }
    name = "neuron:" + std::to_string(network.layer_count()) + ".1";
  } else {
    if (quantity.kind == QuantityKind::kBack) {
      const auto part = take_last(place);
      if (!part) return fail("back: takes layer, neuron, and the next layer's neuron");
      quantity.part = *part - 1;
    }
    name += ":" + std::string(place);
  }
  Result<ExplainTarget> target = parse_target(trainer, name + at);
  if (!target) return std::unexpected(target.error());
  quantity.target = *target;
  const bool output = target->layer + 1 == network.layer_count();
  if (quantity.kind == QuantityKind::kBack &&
      (output || quantity.part >= network.layer(target->layer + 1).outputs)) {
    return fail(quoted(text) + ": nothing comes back from there");
  }
  return quantity;
}

std::optional<double> value_of(const ExampleQuantity& quantity, const Trainer& trainer) {
  if (trainer.phases_done() < phases_for(quantity)) return std::nullopt;
  ExplainTarget target = quantity.target;
  // The only sample there is tells more than the mean over it.
  if (target.sample < 0 && trainer.workspace().samples == 1) target.sample = 0;
  const Result<Explanation> explanation = explain(trainer, target);
  if (!explanation) return std::nullopt;
  const auto value = engine_value(quantity, *explanation, trainer);
  if (!value) return std::nullopt;
  return quantity.factor * *value;
}

std::optional<std::size_t> equation_for(const ExampleQuantity& quantity,
                                        const Explanation& explanation, const Trainer& trainer) {
  const auto of_kind = [&](TermTarget::Kind kind) {
    return index_of(explanation,
                    [kind](const Equation& each) { return each.result.target.kind == kind; });
  };
  const auto named = [&](std::string_view one, std::string_view other) {
    return index_of(explanation, [&](const Equation& each) {
      return each.result.symbol.starts_with(one) || each.result.symbol.starts_with(other);
    });
  };
  switch (quantity.kind) {
    case QuantityKind::kSum:
      return of_kind(TermTarget::Kind::kPreActivation);
    case QuantityKind::kActivation:
      return of_kind(TermTarget::Kind::kActivation);
    case QuantityKind::kLoss:
      return of_kind(TermTarget::Kind::kLoss);
    case QuantityKind::kDelta:
    case QuantityKind::kBack:
      return of_kind(TermTarget::Kind::kDelta);
    case QuantityKind::kSlope:
      return index_of(explanation, slope_factor);
    case QuantityKind::kLossSlope:
      return is_hidden(quantity, trainer) ? of_kind(TermTarget::Kind::kDelta)
                                          : named("∂L/∂a", "∂L/∂a");
    case QuantityKind::kGradient:  // of a sample δ·input, of the batch the mean
      return named("∂L/∂w", "∂L/∂b");
    default:
      return std::nullopt;
  }
}

int phases_for(const ExampleQuantity& quantity) { return row_of(quantity).phases; }

std::string symbol_of(const ExampleQuantity& quantity, const Network& network) {
  std::string text;
  if (quantity.factor == -1) {
    text = "−";
  } else if (quantity.factor != 1) {
    text = significant(quantity.factor) + "·";
  }
  const Row& row = row_of(quantity);
  const ExplainTarget& target = quantity.target;
  const auto of_neuron = [&](std::string_view letter) {
    return neuron_symbol(letter, letter, target.layer, target.neuron).text;
  };
  switch (quantity.kind) {
    case QuantityKind::kLoss:
      text += "L" + (quantity.part < 0 ? std::string() : subscript(quantity.part + 1));
      break;
    case QuantityKind::kSlope:
      text += "φ′(" + of_neuron("z") + ")";
      break;
    case QuantityKind::kLossSlope:
      text += "∂L/∂" + of_neuron("a");
      break;
    case QuantityKind::kBack:
      text += weight_symbol(target.layer + 1, quantity.part, target.neuron).text +
              neuron_symbol("δ", "δ", target.layer + 1, quantity.part).text;
      break;
    case QuantityKind::kSum:
    case QuantityKind::kActivation:
    case QuantityKind::kDelta:
      text += of_neuron(row.symbol);
      break;
    default:
      text += std::string(row.symbol) + parameter_symbol(network.place(target.parameter)).text;
  }
  if (target.sample >= 0) text += "[" + std::to_string(target.sample + 1) + "]";
  return text;
}

}  // namespace backprop
