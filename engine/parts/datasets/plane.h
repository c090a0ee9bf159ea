// A tilted plane, as TensorFlow Playground has it.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// y = (x₁ + x₂)/10
inline Points generate_plane(const DatasetRequest& request, Random& random) {
  return surface(request, random, [](double x1, double x2) { return (x1 + x2) / 10; });
}

inline constexpr Dataset kPlane = {
    .name = "reg-plane",
    .label = "Plane",
    .help = "A tilted plane: a linear network fits it exactly.",
    .problem = Problem::kRegression,
    .default_samples = 1200,
    .min_classes = 1,
    .max_classes = 1,
    .pictured_classes = 1,
    .generate = generate_plane,
};

}  // namespace backprop::dataset_entries
