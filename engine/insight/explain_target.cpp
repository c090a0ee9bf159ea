// "weight:2.3.1@4" and its kin.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "engine/base/text.h"
#include "engine/insight/explain.h"

namespace backprop {
namespace {

struct Form {
  std::string_view kind;
  std::size_t numbers;
  std::string_view example;
};

constexpr std::array<Form, 4> kForms = {{
    {"neuron", 2, "neuron:2.3"},
    {"delta", 2, "delta:2.3"},
    {"weight", 3, "weight:2.3.1"},
    {"bias", 2, "bias:2.3"},
}};

// A whole number from 1 on, of at most six digits; nothing for anything else.
std::optional<int> ordinal(std::string_view text) {
  if (text.empty() || text.size() > 6) return std::nullopt;
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

// "layer 2 has 8 neurons: there is no neuron 9"
Error out_of_range(std::string_view what, int number, std::string_view where, int count,
                   std::string_view counted) {
  const std::string plural = count == 1 ? "" : "s";
  return {std::string(where) + " has " + std::to_string(count) + " " + std::string(counted) +
          plural + ": there is no " + std::string(what) + " " + std::to_string(number)};
}

}  // namespace

Result<ExplainTarget> parse_target(const Trainer& trainer, std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view kind = text.substr(0, colon);
  const auto form =
      std::find_if(kForms.begin(), kForms.end(), [&](const Form& f) { return f.kind == kind; });
  if (form == kForms.end() || colon == std::string_view::npos) {
    return fail(quoted(text) +
                " is not something to explain: write neuron:2.3, delta:2.3, "
                "weight:2.3.1 or bias:2.3 (layer, neuron, input, from 1), and @4 "
                "behind it for the fourth sample of the batch");
  }
  std::string_view rest = text.substr(colon + 1);
  ExplainTarget target{};
  target.sample = -1;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    const auto sample = ordinal(rest.substr(at + 1));
    if (!sample) {
      return fail("behind @ in " + quoted(text) + " stands " + quoted(rest.substr(at + 1)) +
                  ": write the number of a sample of the batch, from 1");
    }
    // Before a batch is taken, the largest one that can come counts.
    const int samples = trainer.phases_done() > 0
                            ? trainer.workspace().samples
                            : std::min(trainer.experiment().batch_size, trainer.data().train_count);
    if (*sample > samples) {
      return std::unexpected(out_of_range("sample", *sample, "the batch", samples, "sample"));
    }
    target.sample = *sample - 1;
    rest = rest.substr(0, at);
  }

  std::array<int, 3> numbers = {0, 0, 0};
  const auto parts = split(rest, '.', 4);
  bool valid = parts.size() == form->numbers;
  for (std::size_t i = 0; valid && i < parts.size(); ++i) {
    const auto number = ordinal(parts[i]);
    valid = number.has_value();
    if (valid) numbers[i] = *number;
  }
  if (!valid) {
    return fail("behind " + std::string(kind) + ": in " + quoted(text) + " stands " + quoted(rest) +
                ": write " + (form->numbers == 3 ? "layer, neuron and input" : "layer and neuron") +
                ", from 1, as in " + std::string(form->example));
  }

  const Network& network = trainer.network();
  const auto [layer, neuron, input] = numbers;
  if (layer > network.layer_count()) {
    return std::unexpected(
        out_of_range("layer", layer, "the network", network.layer_count(), "layer"));
  }
  const Network::Layer& shape = network.layer(layer - 1);
  const std::string where = "layer " + std::to_string(layer);
  if (neuron > shape.outputs) {
    return std::unexpected(out_of_range("neuron", neuron, where, shape.outputs, "neuron"));
  }
  if (form->numbers == 2 && kind != "bias") {
    target.kind = ExplainTarget::Kind::kNeuron;
    target.layer = layer - 1;
    target.neuron = neuron - 1;
    return target;
  }
  target.kind = ExplainTarget::Kind::kParameter;
  if (kind == "bias") {
    target.parameter = network.bias_index(layer - 1, neuron - 1);
    return target;
  }
  if (input > shape.inputs) {
    return std::unexpected(out_of_range("input", input, where, shape.inputs, "input"));
  }
  target.parameter = network.weight_index(layer - 1, neuron - 1, input - 1);
  return target;
}

std::string target_text(const Network& network, std::size_t parameter) {
  const ParameterPlace place = network.place(parameter);
  std::string text = (place.is_bias() ? "bias:" : "weight:") + std::to_string(place.layer + 1) +
                     "." + std::to_string(place.output + 1);
  if (!place.is_bias()) text += "." + std::to_string(place.input + 1);
  return text;
}

std::string target_text(const Network& network, const ExplainTarget& target) {
  const std::string sample = target.sample < 0 ? "" : "@" + std::to_string(target.sample + 1);
  if (target.kind == ExplainTarget::Kind::kParameter) {
    return target_text(network, target.parameter) + sample;
  }
  return "neuron:" + std::to_string(target.layer + 1) + "." + std::to_string(target.neuron + 1) +
         sample;
}

}  // namespace backprop
