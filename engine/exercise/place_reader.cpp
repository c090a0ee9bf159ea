#include "engine/exercise/place_reader.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/text.h"

namespace backprop {
namespace {

using Kind = HandPlace::Kind;

// A name, and how many numbers stand behind its colon.
struct NamedKind {
  std::string_view name;
  Kind kind;
  std::size_t numbers;
};
constexpr NamedKind kNamedKinds[] = {
    {"z", Kind::kSum, 2},
    {"a", Kind::kActivation, 2},
    {"loss", Kind::kLoss, 0},
    {"delta", Kind::kDelta, 2},
    {"gradient weight", Kind::kGradient, 3},
    {"gradient bias", Kind::kGradient, 2},
    {"new weight", Kind::kNew, 3},
    {"new bias", Kind::kNew, 2},
};

// "1.2.1", counted from 1, as numbers from 0.
std::optional<std::vector<int>> indices_of(std::string_view text) {
  std::vector<int> indices;
  if (text.empty()) return indices;
  for (const std::string_view part : split(text, '.', 4)) {
    const auto number = parse_number<int>(part);
    if (!number || *number < 1) return std::nullopt;
    indices.push_back(*number - 1);
  }
  return indices;
}

std::string what_there_is() {
  std::vector<std::string_view> names;
  for (const NamedKind& row : kNamedKinds) names.push_back(row.name);
  return join(names) + ", as in delta:2.1 (layer, neuron) and gradient weight:1.2.1 (its input)";
}

}  // namespace

Result<HandPlace> read_place(std::string_view text, const HandStep& step) {
  const std::size_t mark = std::min(text.find('@'), text.size());
  const std::string_view place_part = text.substr(0, mark);
  const std::size_t colon = std::min(place_part.find(':'), place_part.size());
  const std::string_view name = trimmed(place_part.substr(0, colon));
  const auto row = std::ranges::find(kNamedKinds, name, &NamedKind::name);
  if (row == std::end(kNamedKinds)) {
    return fail(quoted(text) + " is no number of a step: write one of " + what_there_is());
  }
  const auto indices =
      indices_of(colon < place_part.size() ? place_part.substr(colon + 1) : std::string_view());
  if (!indices || indices->size() != row->numbers) {
    return fail(quoted(text) + " cannot be read: write one of " + what_there_is());
  }
  HandPlace place{.kind = row->kind};
  if (row->numbers > 0) {
    place.layer = (*indices)[0];
    place.neuron = (*indices)[1];
  }
  if (row->numbers > 2) place.input = (*indices)[2];
  if (!place.is_parameter() && step.samples() == 1) place.sample = 0;
  if (mark < text.size()) {
    const auto sample = parse_number<int>(text.substr(mark + 1));
    if (!sample || *sample < 1 || place.is_parameter()) {
      return fail(quoted(text) +
                  ": behind @ stands a sample of the batch, and none behind what "
                  "is the batch's");
    }
    place.sample = *sample - 1;
  }
  if (place.sample < 0 && !place.is_parameter() && place.kind != Kind::kLoss) {
    return fail(quoted(text) + " is one of each sample: say which, as in delta:2.1@2");
  }
  if (!step.has(place)) return fail("this step has no " + quoted(text));
  return place;
}

}  // namespace backprop
