// Rings inside rings.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// Ring k fills the middle 70 % of its share of the radius; the innermost one is a disc.
inline Points generate_rings(const DatasetRequest& request, Random& random) {
  const double width = kRadius / request.classes;
  return grouped(request, [&](int ring, int, int) {
    const double r =
        width * (ring + (ring == 0 ? random.uniform(0, 0.85) : random.uniform(0.15, 0.85)));
    const double angle = random.uniform(0, 2 * kPi);
    const double x1 = r * math::sin(angle) + random.uniform(-2, 2) * request.noise;
    const double x2 = r * math::cos(angle) + random.uniform(-2, 2) * request.noise;
    return make_point(x1, x2, class_of_group(ring, request.classes));
  });
}

inline constexpr Dataset kRings = {
    .name = "rings",
    .label = "Rings",
    .help = "Rings inside rings, one class each.",
    .problem = Problem::kClassification,
    .default_samples = 500,
    .min_classes = 2,
    .max_classes = 6,
    .pictured_classes = 3,
    .generate = generate_rings,
};

}  // namespace backprop::dataset_entries
