// Hills and hollows, as TensorFlow Playground has them.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// Six cones of height ±1 and radius 2; where they overlap the greater magnitude counts.
inline Points generate_hills(const DatasetRequest& request, Random& random) {
  return surface(request, random, [](double x1, double x2) {
    struct Hill {
      double x1, x2, sign;
    };
    constexpr std::array<Hill, 6> kHills = {
        {{-4, 2.5, 1}, {0, 2.5, -1}, {4, 2.5, 1}, {-4, -2.5, -1}, {0, -2.5, 1}, {4, -2.5, -1}}};
    constexpr double kHillRadius = 2;
    double label = 0, height = 0;
    for (const Hill& hill : kHills) {
      const double d1 = x1 - hill.x1, d2 = x2 - hill.x2;
      const double magnitude = 1 - math::sqrt(d1 * d1 + d2 * d2) / kHillRadius;
      if (magnitude > height) {
        height = magnitude;
        label = hill.sign * magnitude;
      }
    }
    return label;
  });
}

inline constexpr Dataset kHills = {
    .name = "reg-gauss",
    .label = "Hills",
    .help = "Three hills and three hollows on flat ground.",
    .problem = Problem::kRegression,
    .default_samples = 1200,
    .min_classes = 1,
    .max_classes = 1,
    .pictured_classes = 1,
    .generate = generate_hills,
};

}  // namespace backprop::dataset_entries
