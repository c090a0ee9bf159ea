// A board of squares in two classes.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// Four by four squares over [−5, 5]²; noise moves the place that is labelled, by up to half a
// square at noise 0.5.
inline Points generate_checkerboard(const DatasetRequest& request, Random& random) {
  constexpr double kSide = 0.5 * kRadius;
  const auto square = [](double x) {
    int index = 0;  // floor(x / side) + 4 for the few squares noise can reach
    while (x >= (index - 3) * kSide) ++index;
    return index;
  };
  Points points;
  points.reserve(static_cast<std::size_t>(request.samples));
  for (int i = 0; i < request.samples; ++i) {
    const float x1 = static_cast<float>(random.uniform(-kRadius, kRadius));
    const float x2 = static_cast<float>(random.uniform(-kRadius, kRadius));
    const double seen_x1 = x1 + random.uniform(-kSide, kSide) * request.noise;
    const double seen_x2 = x2 + random.uniform(-kSide, kSide) * request.noise;
    const bool positive = (square(seen_x1) + square(seen_x2)) % 2 == 0;
    points.push_back(make_point(x1, x2, positive ? 1 : 0));
  }
  return points;
}

inline constexpr Dataset kCheckerboard = {
    .name = "checkerboard",
    .label = "Checkerboard",
    .help = "Sixteen squares in two classes.",
    .problem = Problem::kClassification,
    .default_samples = 500,
    .min_classes = 2,
    .max_classes = 2,
    .pictured_classes = 2,
    .generate = generate_checkerboard,
};

}  // namespace backprop::dataset_entries
