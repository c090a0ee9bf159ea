// Two half moons, as scikit-learn's make_moons has them, larger.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// Two half circles of radius 3.5, the second one turned around and shifted into the first.
inline Points generate_moons(const DatasetRequest& request, Random& random) {
  constexpr double kMoonRadius = 3.5;
  return grouped(request, [&](int moon, int, int) {
    const double t = random.uniform(0, kPi);
    const double side = moon == 0 ? 1 : -1;
    const double x1 = side * kMoonRadius * (math::cos(t) - 0.5);
    const double x2 = side * kMoonRadius * (math::sin(t) - 0.25);
    const double stray_x1 = 2 * request.noise * random.normal();
    const double stray_x2 = 2 * request.noise * random.normal();
    return make_point(x1 + stray_x1, x2 + stray_x2, class_of_group(moon, 2));
  });
}

inline constexpr Dataset kMoons = {
    .name = "moons",
    .label = "Moons",
    .help = "Two half moons that reach into each other.",
    .problem = Problem::kClassification,
    .default_samples = 500,
    .min_classes = 2,
    .max_classes = 2,
    .pictured_classes = 2,
    .generate = generate_moons,
};

}  // namespace backprop::dataset_entries
