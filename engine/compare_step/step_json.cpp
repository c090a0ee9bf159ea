#include "engine/compare_step/step_json.h"

#include <algorithm>
#include <string>

#include "engine/base/text.h"

namespace backprop::step_json {
namespace {

std::string value_text(const JsonValue& value) {
  if (const auto number = value.number_text()) return std::string(*number);
  if (const auto text = value.text()) return std::string(*text);
  if (const auto truth = value.switch_text()) return std::string(*truth);
  return "something else";
}

bool is_same(std::string_view found, std::string_view wanted) {
  if (found == wanted) return true;
  const auto one = parse_number<float>(found), other = parse_number<float>(wanted);
  return one && other && *one == *other;
}

std::string said_with_or(std::string_view must) {
  std::string text(must);
  for (std::size_t bar = text.find('|'); bar != text.npos; bar = text.find('|')) {
    text.replace(bar, 1, " or ");
  }
  return text;
}

}  // namespace

Result<void> check_settings(const JsonValue& object, std::span<const Setting> settings,
                            std::string_view type) {
  std::vector<std::string_view> names = {"type"};
  for (const Setting& setting : settings) names.push_back(setting.name);
  if (const auto known = object.has_only(names); !known) return known;
  for (const auto& [name, must] : settings) {
    if (must.empty() || !object.has(name)) continue;
    const JsonValue member = object.member(name);
    const std::string found = value_text(member);
    const auto choices = split(must, '|', 4);
    const auto fits = [&](std::string_view choice) { return is_same(found, choice); };
    if (std::ranges::any_of(choices, fits)) continue;
    return member.wrong(std::string(type) + " is computed here with " + std::string(name) + " = " +
                        said_with_or(must) + " only, found " + quoted(found));
  }
  return {};
}

Result<std::string_view> type_of(const JsonValue& object) {
  const JsonValue type = object.member("type");
  const auto text = type.text();
  if (!text) return std::unexpected(text.error());
  return *text;
}

Result<void> read_row(const JsonValue& value, std::size_t count, float* out) {
  if (const auto sized = value.has_size(count, "numbers"); !sized) return sized;
  return value.each([&](const JsonValue& element, std::size_t i) -> Result<void> {
    const Result<float> number = element.number();
    if (!number) return std::unexpected(number.error());
    out[i] = *number;
    return {};
  });
}

Result<void> read_matrix(const JsonValue& value, std::size_t rows, std::size_t columns,
                         float* out) {
  if (const auto sized = value.has_size(rows, "rows"); !sized) return sized;
  return value.each([&](const JsonValue& row, std::size_t i) {
    return read_row(row, columns, out + i * columns);
  });
}

Result<std::vector<float>> read_tensors(const JsonValue& object, const StepFile& file) {
  const Network& network = file.network;
  std::vector<std::string> names;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    names.push_back(file.layer_name(layer) + ".weight");
    if (file.has_bias[static_cast<std::size_t>(layer)]) {
      names.push_back(file.layer_name(layer) + ".bias");
    }
  }
  if (const auto known = object.has_only(std::vector<std::string_view>(names.begin(), names.end()));
      !known) {
    return std::unexpected(known.error());
  }
  std::vector<float> numbers(network.parameter_count(), 0.0f);
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const Network::Layer& shape = network.layer(layer);
    const auto outputs = static_cast<std::size_t>(shape.outputs);
    const std::string weight = file.layer_name(layer) + ".weight";
    const auto weights =
        read_matrix(object.member(weight), outputs, static_cast<std::size_t>(shape.inputs),
                    numbers.data() + shape.weights);
    if (!weights) return std::unexpected(weights.error());
    if (!file.has_bias[static_cast<std::size_t>(layer)]) continue;
    const std::string bias = file.layer_name(layer) + ".bias";
    const auto biases = read_row(object.member(bias), outputs, numbers.data() + shape.biases);
    if (!biases) return std::unexpected(biases.error());
  }
  return numbers;
}

}  // namespace backprop::step_json
