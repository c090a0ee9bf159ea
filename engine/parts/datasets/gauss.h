// Two normal clouds, as TensorFlow Playground has them.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// Normal clouds around (2, 2), class 1, and (−2, −2), class 0.
inline Points generate_gauss(const DatasetRequest& request, Random& random) {
  const double deviation = cloud_deviation(request.noise);
  return grouped(request, [&](int group, int, int) {
    const double centre = group == 0 ? 2 : -2;
    const double x1 = centre + deviation * random.normal();
    const double x2 = centre + deviation * random.normal();
    return make_point(x1, x2, class_of_group(group, 2));
  });
}

inline constexpr Dataset kGauss = {
    .name = "gauss",
    .label = "Gaussian",
    .help = "Two clouds that one straight line can separate.",
    .problem = Problem::kClassification,
    .default_samples = 500,
    .min_classes = 2,
    .max_classes = 2,
    .pictured_classes = 2,
    .generate = generate_gauss,
};

}  // namespace backprop::dataset_entries
