#include "engine/insight/notation.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "engine/base/decimal.h"
#include "engine/run/trainer.h"

namespace backprop {
namespace {

std::string with_digits(int number, const std::array<std::string_view, 10>& digits) {
  std::string text;
  for (const char c : std::to_string(number)) text += digits[static_cast<std::size_t>(c - '0')];
  return text;
}

// Rounded to so many digits; without the zeros at the end when rounding changed nothing.
Decimal rounded(double value, int count) {
  Decimal result = rounded_decimal(value, count);
  const std::size_t last = result.digits.find_last_not_of('0');
  if (last + 1 == result.digits.size()) return result;  // most have none: no more to find out
  if (shortest_decimal(static_cast<float>(value)).digits.size() <= result.digits.size()) {
    result.digits.resize(last == std::string::npos ? 1 : last + 1);
  }
  return result;
}

// Powers of ten only where plain digits would be hard to read.
bool is_plain(const Decimal& number) { return number.exponent >= -3 && number.exponent < 6; }

// "output", with its number or what a table calls it.
std::string output_name(const Trainer& trainer, std::string name, int output) {
  const int outputs = trainer.network().output_count();
  if (trainer.experiment().uses_table) {
    name += ' ' + trainer.experiment().table->output_name(output, outputs);
  } else if (outputs > 1) {
    name += ' ' + std::to_string(output + 1);
  }
  return name;
}

}  // namespace

std::string layer_name(const Network& network, int layer) {
  if (layer < 0) return "Inputs";
  if (layer == network.layer_count() - 1) return "Output";
  return "Hidden layer " + std::to_string(layer + 1);
}

std::string neuron_name(const Trainer& trainer, int layer, int neuron) {
  const Network& network = trainer.network();
  if (layer == network.layer_count() - 1) return output_name(trainer, "Output", neuron);
  return layer_name(network, layer) + ", neuron " + std::to_string(neuron + 1);
}

std::string neuron_label(const Trainer& trainer, int layer, int neuron) {
  const Network& network = trainer.network();
  if (layer < 0) {
    const auto input = static_cast<std::size_t>(neuron);
    const Experiment& experiment = trainer.experiment();
    return experiment.uses_table ? experiment.table->inputs[input]
                                 : std::string(experiment.features[input]->label);
  }
  if (layer < network.layer_count() - 1) {
    return "hidden layer " + std::to_string(layer + 1) + ", neuron " + std::to_string(neuron + 1);
  }
  return output_name(trainer, "output", neuron);
}

std::string parameter_label(const Trainer& trainer, std::size_t parameter) {
  const ParameterPlace place = trainer.network().place(parameter);
  const std::string to = neuron_label(trainer, place.layer, place.output);
  if (place.is_bias()) return "bias of " + to;
  return "w from " + neuron_label(trainer, place.layer - 1, place.input) + " to " + to;
}

std::string place_text(const Trainer& trainer, int index, int digits) {
  const Experiment& experiment = trainer.experiment();
  const Columns* columns = experiment.shown_columns();
  const auto at = static_cast<std::size_t>(index);
  const Point& point = trainer.data().points[at];
  const auto number = [&](std::size_t i) {
    constexpr int kOfTable = 7;
    if (experiment.uses_table) {
      const auto row = static_cast<std::size_t>(trainer.data().origins[at]);
      return significant(static_cast<double>(experiment.table->number(row, i)), kOfTable);
    }
    const float coordinate = i == 0 ? point.x1 : point.x2;
    if (columns == nullptr || !columns->inputs[i].scaled()) {
      return significant(static_cast<double>(coordinate), digits);
    }
    return significant(columns->inputs[i].number(coordinate), kOfTable);
  };
  const std::size_t count = experiment.uses_table ? experiment.table->inputs.size() : 2;
  std::string text = "(";
  for (std::size_t i = 0; i < count; ++i) text += (i > 0 ? ", " : "") + number(i);
  return text + ")";
}

std::string ordinal(int number) {
  const int last = number % 10;
  const bool teen = number / 10 % 10 == 1;
  const char* ending = teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
  return std::to_string(number) + ending;
}

std::string subscript(int number) {
  return with_digits(number, {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"});
}

std::string superscript(int number) {
  return with_digits(number, {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"});
}

Symbol neuron_symbol(std::string_view letter, std::string_view latex_letter, int layer, int neuron,
                     bool mean) {
  // U+0304, the combining macron, sets the bar over the letter before it.
  const std::string text = std::string(letter) + (mean ? "\u0304" : "");
  const std::string latex =
      mean ? "\\bar{" + std::string(latex_letter) + "}" : std::string(latex_letter);
  return {text + "⁽" + superscript(layer + 1) + "⁾" + subscript(neuron + 1),
          latex + "^{(" + std::to_string(layer + 1) + ")}_{" + std::to_string(neuron + 1) + "}"};
}

Symbol weight_symbol(int layer, int output, int input) {
  const bool comma = output >= 9 || input >= 9;
  return {"w⁽" + superscript(layer + 1) + "⁾" + subscript(output + 1) + (comma ? "," : "") +
              subscript(input + 1),
          "w^{(" + std::to_string(layer + 1) + ")}_{" + std::to_string(output + 1) +
              (comma ? "," : "") + std::to_string(input + 1) + "}"};
}

Symbol bias_symbol(int layer, int output) { return neuron_symbol("b", "b", layer, output); }

Symbol parameter_symbol(const ParameterPlace& place) {
  return place.is_bias() ? bias_symbol(place.layer, place.output)
                         : weight_symbol(place.layer, place.output, place.input);
}

Symbol label_symbol(std::string_view label) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kSigns = {{
      {"₁", "_{1}"},
      {"₂", "_{2}"},
      {"₃", "_{3}"},
      {"₄", "_{4}"},
      {"₅", "_{5}"},
      {"₆", "_{6}"},
      {"₇", "_{7}"},
      {"₈", "_{8}"},
      {"²", "^{2}"},
      {"sin ", "\\sin "},
      {"cos ", "\\cos "},
      {"θ", "\\theta"},
  }};
  Symbol symbol{std::string(label), {}};
  while (!label.empty()) {
    std::size_t used = 1;
    std::string_view written = label.substr(0, 1);
    for (const auto& [sign, replacement] : kSigns) {
      if (label.starts_with(sign)) {
        used = sign.size();
        written = replacement;
        break;
      }
    }
    symbol.latex += written;
    label.remove_prefix(used);
  }
  return symbol;
}

std::string significant(double value, int digits) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
  if (value == 0) return "0";
  const Decimal number = rounded(value, digits);
  const std::string sign = number.negative ? "−" : "";
  if (is_plain(number)) return sign + fixed_point(number.digits, number.exponent);
  return sign + fixed_point(number.digits, 0) + "e" + (number.exponent < 0 ? "−" : "") +
         std::to_string(std::abs(number.exponent));
}

std::string significant_latex(double value, int digits) {
  if (std::isnan(value)) return "\\text{NaN}";
  if (std::isinf(value)) return value < 0 ? "-\\infty" : "\\infty";
  if (value == 0) return "0";
  const Decimal number = rounded(value, digits);
  const std::string sign = number.negative ? "-" : "";
  if (is_plain(number)) return sign + fixed_point(number.digits, number.exponent);
  return sign + fixed_point(number.digits, 0) + " \\cdot 10^{" + std::to_string(number.exponent) +
         "}";
}

int display_width(std::string_view text) {
  int width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) == 0x80U) continue;  // inside a character
    // U+0300 … U+036F, combining marks, are 0xCC80 … 0xCDAF in UTF-8.
    if (byte == 0xCC || byte == 0xCD) continue;
    ++width;
  }
  return width;
}

}  // namespace backprop
