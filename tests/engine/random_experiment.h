// Random experiments: any combination of settings the property table allows.
#pragma once

#include <string>

#include "engine/base/text.h"
#include "engine/experiment/experiment.h"

namespace backprop {

// A text that the property accepts, at least for some experiment.
inline std::string random_text(const Property& property, Random& random) {
  const auto whole = [&](double low, double high) {
    return std::int64_t{random.below(static_cast<std::uint32_t>(high - low) + 1)} +
           static_cast<std::int64_t>(low);
  };
  switch (property.kind) {
    case PropertyKind::kInteger:
      if (property.max > 4e9) return number_text(std::int64_t{random.next()});
      return number_text(whole(property.min, property.max));
    case PropertyKind::kReal:
      return number_text(static_cast<float>(random.uniform(property.min, property.max)));
    case PropertyKind::kSwitch:
      return random.below(2) == 0 ? "false" : "true";
    case PropertyKind::kChoice: {
      const auto count = static_cast<std::uint32_t>(property.choices.size());
      return std::string(property.choices[random.below(count)].name);
    }
    case PropertyKind::kChoiceList:
    case PropertyKind::kIntegerList: {
      const std::uint32_t count = random.below(6);
      std::string text;
      for (std::uint32_t i = 0; i < count; ++i) {
        if (i > 0) text += ',';
        if (property.kind == PropertyKind::kIntegerList) {
          text += number_text(whole(property.min, 12));
        } else {
          const auto choices = static_cast<std::uint32_t>(property.choices.size());
          text += property.choices[random.below(choices)].name;
        }
      }
      return text;
    }
  }
  return {};
}

// What the table refuses is left as it was.
inline Experiment random_experiment(Random& random) {
  Experiment experiment;
  if (random.below(4) == 0) {
    const bool heights = random.below(2) == 0;
    const std::uint32_t count = 1 + random.below(30);
    for (std::uint32_t i = 0; i < count; ++i) {
      const float x1 = static_cast<float>(random.uniform(-6, 6));
      const float x2 = static_cast<float>(random.uniform(-6, 6));
      const float label =
          heights ? static_cast<float>(random.uniform(-1, 1)) : static_cast<float>(random.below(3));
      experiment.custom_points.push_back({x1, x2, label});
    }
  }
  const auto count = static_cast<std::uint32_t>(properties().size());
  const std::uint32_t changes = random.below(2 * count);
  for (std::uint32_t i = 0; i < changes; ++i) {
    const Property& property = properties()[random.below(count)];
    static_cast<void>(set_property(experiment, property.name, random_text(property, random)));
  }
  return experiment;
}

}  // namespace backprop
