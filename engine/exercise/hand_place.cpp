#include "engine/exercise/hand_place.h"

#include "engine/base/text.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

struct PlaceRow {
  HandPlace::Kind kind;
  Phase phase;
  std::string_view name;    // before "weight:" or "bias:" of a parameter
  std::string_view symbol;  // likewise
};
constexpr PlaceRow kPlaceRows[] = {
    {HandPlace::Kind::kSum, Phase::kForward, "z", "z"},
    {HandPlace::Kind::kActivation, Phase::kForward, "a", "a"},
    {HandPlace::Kind::kLoss, Phase::kLoss, "loss", "L"},
    {HandPlace::Kind::kDelta, Phase::kBackward, "delta", "δ"},
    {HandPlace::Kind::kGradient, Phase::kGradients, "gradient", "∂L/∂"},
    {HandPlace::Kind::kNew, Phase::kUpdate, "new", "new "},
};

const PlaceRow& row_of(const HandPlace& place) {
  return kPlaceRows[static_cast<std::size_t>(place.kind)];
}

std::string from_one(int index) { return number_text(std::int64_t{index} + 1); }

}  // namespace

Phase phase_of(const HandPlace& place) { return row_of(place).phase; }

ExplainTarget target_of(const HandPlace& place, const Network& network) {
  ExplainTarget target{.kind = ExplainTarget::Kind::kNeuron,
                       .layer = place.layer,
                       .neuron = place.neuron,
                       .sample = place.sample};
  if (place.kind == HandPlace::Kind::kLoss) {
    target.layer = network.layer_count() - 1;
    target.neuron = 0;
  }
  if (place.is_parameter()) {
    target = {.kind = ExplainTarget::Kind::kParameter,
              .parameter = place.input < 0
                               ? network.bias_index(place.layer, place.neuron)
                               : network.weight_index(place.layer, place.neuron, place.input),
              .sample = place.sample};
  }
  return target;
}

std::string place_text(const HandPlace& place, int samples) {
  std::string text(row_of(place).name);
  if (place.is_parameter()) text += place.input < 0 ? " bias" : " weight";
  if (place.kind != HandPlace::Kind::kLoss) {
    text += ':' + from_one(place.layer) + '.' + from_one(place.neuron);
    if (place.is_parameter() && place.input >= 0) text += '.' + from_one(place.input);
  }
  if (place.sample >= 0 && samples > 1) text += '@' + from_one(place.sample);
  return text;
}

std::string place_symbol(const HandPlace& place, int samples) {
  const std::string_view letter = row_of(place).symbol;
  std::string text(letter);
  if (place.is_parameter()) {
    text += parameter_symbol(place.parameter()).text;
  } else if (place.kind != HandPlace::Kind::kLoss) {
    text = neuron_symbol(letter, letter, place.layer, place.neuron).text;
  }
  if (place.sample >= 0 && samples > 1) text += '[' + from_one(place.sample) + ']';
  return text;
}

}  // namespace backprop
