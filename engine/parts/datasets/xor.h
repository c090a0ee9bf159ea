// Exclusive or, as TensorFlow Playground has it. M. Minsky, S. Papert, "Perceptrons", 1969, on why
// no single layer can tell its classes apart.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// Uniform over the square, pushed 0.3 away from the axes; noise moves the place that is labelled.
inline Points generate_xor(const DatasetRequest& request, Random& random) {
  constexpr double kPadding = 0.3;
  Points points;
  points.reserve(static_cast<std::size_t>(request.samples));
  for (int i = 0; i < request.samples; ++i) {
    double x1 = random.uniform(-kRadius, kRadius);
    x1 += x1 > 0 ? kPadding : -kPadding;
    double x2 = random.uniform(-kRadius, kRadius);
    x2 += x2 > 0 ? kPadding : -kPadding;
    const double seen_x1 = x1 + random.uniform(-kRadius, kRadius) * request.noise;
    const double seen_x2 = x2 + random.uniform(-kRadius, kRadius) * request.noise;
    points.push_back(make_point(x1, x2, seen_x1 * seen_x2 >= 0 ? 1 : 0));
  }
  return points;
}

inline constexpr Dataset kXor = {
    .name = "xor",
    .label = "Exclusive or",
    .help = "Opposite quadrants share a class: the product x₁x₂ decides.",
    .problem = Problem::kClassification,
    .default_samples = 500,
    .min_classes = 2,
    .max_classes = 2,
    .pictured_classes = 2,
    .generate = generate_xor,
};

}  // namespace backprop::dataset_entries
