#include "engine/experiment/weights_text.h"

#include <cmath>
#include <iterator>
#include <optional>

#include "engine/base/text.h"

namespace backprop {
namespace {

// More parts than any network has stay one part, which then is no number.
constexpr std::size_t kMostParts = 1000;

std::string counted(std::size_t count, std::string_view what) {
  return number_text(static_cast<std::int64_t>(count)) + ' ' + std::string(what) +
         (count == 1 ? "" : "s");
}

std::string place_of(std::size_t layer, std::size_t neuron) {
  return "layer " + number_text(static_cast<std::int64_t>(layer + 1)) + ", neuron " +
         number_text(static_cast<std::int64_t>(neuron + 1));
}

}  // namespace

bool is_written_out(std::string_view weights) {
  return weights.find_first_of(",;|.") != std::string_view::npos;
}

std::string weights_text(const Network& network, std::span<const float> parameters, bool biases) {
  std::string text;
  for (int l = 0; l < network.layer_count(); ++l) {
    const Network::Layer& layer = network.layer(l);
    for (int j = 0; j < layer.outputs; ++j) {
      if (j > 0) text += ';';
      if (j == 0 && l > 0) text += '|';
      for (int i = 0; i < layer.inputs; ++i) {
        if (i > 0) text += ',';
        text += number_text(parameters[network.weight_index(l, j, i)]);
      }
      if (biases) text += ',' + number_text(parameters[network.bias_index(l, j)]);
    }
  }
  return text;
}

Result<std::vector<float>> gather_weights(const WeightRows& rows, const Network& network,
                                          bool biases) {
  const auto layers = static_cast<std::size_t>(network.layer_count());
  if (rows.size() != layers) {
    return fail("there should be " + counted(layers, "layer") + ", the output among them, not " +
                number_text(static_cast<std::int64_t>(rows.size())));
  }
  std::vector<float> parameters(network.parameter_count(), 0.0f);
  for (std::size_t l = 0; l < layers; ++l) {
    const Network::Layer& layer = network.layer(static_cast<int>(l));
    const auto inputs = static_cast<std::size_t>(layer.inputs);
    if (rows[l].size() != static_cast<std::size_t>(layer.outputs)) {
      return fail("layer " + number_text(static_cast<std::int64_t>(l + 1)) + " should have " +
                  counted(static_cast<std::size_t>(layer.outputs), "neuron") + ", not " +
                  number_text(static_cast<std::int64_t>(rows[l].size())));
    }
    for (std::size_t j = 0; j < rows[l].size(); ++j) {
      const std::vector<float>& numbers = rows[l][j];
      const bool with_bias = numbers.size() == inputs + 1;
      if (!with_bias && (biases || numbers.size() != inputs)) {
        return fail(place_of(l, j) + " should have " + counted(inputs, "weight") +
                    (biases ? " and a bias" : "") + ", not " + counted(numbers.size(), "number"));
      }
      for (std::size_t i = 0; i < inputs; ++i) {
        parameters[network.weight_index(static_cast<int>(l), static_cast<int>(j),
                                        static_cast<int>(i))] = numbers[i];
      }
      if (!with_bias) continue;
      if (!biases && numbers.back() != 0) {
        return fail(place_of(l, j) + " has a bias, and biases is none");
      }
      parameters[network.bias_index(static_cast<int>(l), static_cast<int>(j))] = numbers.back();
    }
  }
  return parameters;
}

Result<std::vector<float>> parse_weights(std::string_view text, const Network& network,
                                         bool biases) {
  WeightRows rows;
  for (const std::string_view layer : split(text, '|', kMostParts)) {
    std::vector<std::vector<float>>& neurons = rows.emplace_back();
    for (const std::string_view neuron : split(layer, ';', kMostParts)) {
      std::vector<float>& numbers = neurons.emplace_back();
      for (const std::string_view word : split(neuron, ',', kMostParts)) {
        const std::optional<float> number = parse_number<float>(trimmed(word));
        if (!number || !std::isfinite(*number)) {
          return fail(place_of(rows.size() - 1, neurons.size() - 1) + " has " + quoted(word) +
                      " where a number should be");
        }
        numbers.push_back(*number);
      }
    }
  }
  return gather_weights(rows, network, biases);
}

std::string how_to_write_weights(const Network& network, bool biases) {
  constexpr std::size_t kMostInExample = 60;  // parameters; a longer line is read by nobody
  constexpr float kNumbers[] = {0.5f, -0.3f, 0.2f, 0.1f, -0.4f, 0.6f, 0.3f, -0.7f};
  std::string sentence = "Write the neurons of a layer between ;, each as its weights";
  if (biases) sentence += " and its bias last";
  sentence += ", and layers between |";
  if (network.parameter_count() > kMostInExample) return sentence + ".";
  std::vector<float> example(network.parameter_count());
  for (std::size_t i = 0; i < example.size(); ++i) example[i] = kNumbers[i % std::size(kNumbers)];
  return sentence + ": for this network as in " + weights_text(network, example, biases) + ".";
}

std::string first_weights(const Initializer& initializer) {
  const std::string_view name = initializer.name;
  if (name == "zero" || name == "constant") return "The initial weights";
  return "Random weights";
}

}  // namespace backprop
