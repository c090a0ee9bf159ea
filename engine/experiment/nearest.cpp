#include "engine/experiment/nearest.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/text.h"

namespace backprop {
namespace {

constexpr std::size_t kLongestList = 1000;

// The number within the bounds, as the property writes numbers; nothing for other text.
std::optional<std::string> bounded(std::string_view text, double least, double most, bool whole) {
  const std::optional<double> number = parse_number<double>(text);
  if (!number) return std::nullopt;
  const double inside = std::clamp(*number, least, most);
  if (whole) return number_text(static_cast<std::int64_t>(std::round(inside)));
  // Its bounds are taken in the precision of the member: they print as they are written.
  return number_text(inside);
}

std::optional<std::string> bounded_list(const Property& property, std::string_view text) {
  std::string list;
  std::size_t count = 0;
  for (const std::string_view part : split(text, ',', kLongestList)) {
    const auto number = bounded(trimmed(part), property.min, property.max, true);
    if (!number) return std::nullopt;
    if (count++ == std::size_t{kMaxHiddenLayers}) break;
    if (!list.empty()) list += ',';
    list += *number;
  }
  return list;
}

// Of a list with one entry for each hidden layer, as many as there are layers.
std::string shortened_list(const Experiment& experiment, std::string_view text) {
  std::vector<std::string_view> parts = split(text, ',', kLongestList);
  const std::size_t layers = std::max<std::size_t>(experiment.layers.size(), 1);
  while (!parts.empty() && parts.size() < layers) parts.push_back(parts.back());
  if (parts.size() > layers) parts.resize(layers);
  return join(parts, ",");
}

}  // namespace

std::optional<std::string> nearest_value(const Experiment& experiment, const Property& property,
                                         std::string_view text) {
  std::optional<std::string> nearest;
  switch (property.kind) {
    case PropertyKind::kInteger:
      nearest = bounded(text, property.min, property.max, true);
      break;
    case PropertyKind::kReal:
      nearest = bounded(text, property.min, property.max, false);
      break;
    case PropertyKind::kIntegerList:
      nearest = bounded_list(property, text);
      break;
    case PropertyKind::kChoiceList:
      if (property.name == "activation") nearest = shortened_list(experiment, text);
      break;
    case PropertyKind::kSwitch:
    case PropertyKind::kChoice:
      break;
  }
  if (!nearest) return std::nullopt;
  Experiment changed = experiment;
  if (!set_property(changed, property.name, *nearest)) return std::nullopt;
  return property.get(changed);
}

}  // namespace backprop
