// Two spirals, as TensorFlow Playground has them, or more. K. J. Lang, M. J. Witbrock, "Learning to
// Tell Two Spirals Apart", 1988.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// Arms of 1¾ turns: r = 5·i/n, t = 1.75·2π·i/n, each arm turned by its share of a circle.
inline Points generate_spiral(const DatasetRequest& request, Random& random) {
  return grouped(request, [&](int arm, int i, int size) {
    const double along = static_cast<double>(i) / size;
    const double r = along * kRadius;
    const double t = 1.75 * along * 2 * kPi + 2 * kPi * arm / request.classes;
    const double x1 = r * math::sin(t) + random.uniform(-1, 1) * request.noise;
    const double x2 = r * math::cos(t) + random.uniform(-1, 1) * request.noise;
    return make_point(x1, x2, class_of_group(arm, request.classes));
  });
}

inline constexpr Dataset kSpiral = {
    .name = "spiral",
    .label = "Spiral",
    .help = "Arms wound around each other: the hard one.",
    .problem = Problem::kClassification,
    .default_samples = 500,
    .min_classes = 2,
    .max_classes = 6,
    .pictured_classes = 2,
    .generate = generate_spiral,
};

}  // namespace backprop::dataset_entries
