// Waves in both directions.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// y = ½(sin x₁ + sin x₂)
inline Points generate_waves(const DatasetRequest& request, Random& random) {
  return surface(request, random,
                 [](double x1, double x2) { return 0.5 * (math::sin(x1) + math::sin(x2)); });
}

inline constexpr Dataset kWaves = {
    .name = "sine",
    .label = "Waves",
    .help = "Waves in both directions: ½(sin x₁ + sin x₂).",
    .problem = Problem::kRegression,
    .default_samples = 1200,
    .min_classes = 1,
    .max_classes = 1,
    .pictured_classes = 1,
    .generate = generate_waves,
};

}  // namespace backprop::dataset_entries
