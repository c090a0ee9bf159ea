#include "engine/run/weights_json.h"

#include <utility>

#include "engine/experiment/weights_text.h"

namespace backprop {
namespace {

Result<std::vector<float>> read_row(const JsonValue& neuron) {
  std::vector<float> numbers;
  const auto read = neuron.each([&](const JsonValue& element, std::size_t) -> Result<void> {
    const Result<float> number = element.number();
    if (!number) return std::unexpected(number.error());
    numbers.push_back(*number);
    return {};
  });
  if (!read) return std::unexpected(read.error());
  return numbers;
}

Result<WeightRows> read_rows(const JsonValue& list) {
  WeightRows rows;
  const auto read = list.each([&](const JsonValue& layer, std::size_t) -> Result<void> {
    rows.emplace_back();
    return layer.each([&](const JsonValue& neuron, std::size_t) -> Result<void> {
      Result<std::vector<float>> numbers = read_row(neuron);
      if (!numbers) return std::unexpected(numbers.error());
      rows.back().push_back(std::move(*numbers));
      return {};
    });
  });
  if (!read) return std::unexpected(read.error());
  return rows;
}

}  // namespace

Result<std::vector<float>> read_weights_value(const JsonValue& value, const Network& network,
                                              bool biases) {
  Result<std::vector<float>> weights;
  if (value.is_list()) {
    const Result<WeightRows> rows = read_rows(value);
    if (!rows) return std::unexpected(rows.error());
    weights = gather_weights(*rows, network, biases);
  } else {
    const Result<std::string_view> text = value.text();
    if (!text) return value.expected("a list of layers, or a text as in links");
    weights = parse_weights(*text, network, biases);
  }
  if (!weights) return value.wrong(weights.error().message);
  return weights;
}

}  // namespace backprop
