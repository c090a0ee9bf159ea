// Normal clouds around a circle.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// Normal clouds whose centres stand evenly on a circle of radius 4, as wide as those of gauss.
inline Points generate_blobs(const DatasetRequest& request, Random& random) {
  constexpr double kCentres = 4;
  const double deviation = cloud_deviation(request.noise);
  return grouped(request, [&](int blob, int, int) {
    const double angle = kPi / 4 + 2 * kPi * blob / request.classes;
    const double x1 = kCentres * math::sin(angle) + deviation * random.normal();
    const double x2 = kCentres * math::cos(angle) + deviation * random.normal();
    return make_point(x1, x2, class_of_group(blob, request.classes));
  });
}

inline constexpr Dataset kBlobs = {
    .name = "blobs",
    .label = "Blobs",
    .help = "Clouds around a circle, one class each.",
    .problem = Problem::kClassification,
    .default_samples = 500,
    .min_classes = 2,
    .max_classes = 6,
    .pictured_classes = 3,
    .generate = generate_blobs,
};

}  // namespace backprop::dataset_entries
