// A disc inside a ring, as TensorFlow Playground has it.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// Half the points with r in [0, 2.5), half with r in [3.5, 5). Noise moves only the place where
// the label is looked up: inside radius 2.5 is class 1.
inline Points generate_circle(const DatasetRequest& request, Random& random) {
  return grouped(request, [&](int group, int, int) {
    const double r =
        group == 0 ? random.uniform(0, 0.5 * kRadius) : random.uniform(0.7 * kRadius, kRadius);
    const double angle = random.uniform(0, 2 * kPi);
    const double x1 = r * math::sin(angle);
    const double x2 = r * math::cos(angle);
    const double seen_x1 = x1 + random.uniform(-kRadius, kRadius) * request.noise;
    const double seen_x2 = x2 + random.uniform(-kRadius, kRadius) * request.noise;
    const bool inside = seen_x1 * seen_x1 + seen_x2 * seen_x2 < 0.25 * kRadius * kRadius;
    return make_point(x1, x2, inside ? 1 : 0);
  });
}

inline constexpr Dataset kCircle = {
    .name = "circle",
    .label = "Circle",
    .help = "A disc inside a ring: no straight line can separate them.",
    .problem = Problem::kClassification,
    .default_samples = 500,
    .min_classes = 2,
    .max_classes = 2,
    .pictured_classes = 2,
    .generate = generate_circle,
};

}  // namespace backprop::dataset_entries
