// The Swiss roll of J. B. Tenenbaum, V. de Silva, J. C. Langford, "A Global Geometric Framework for
// Nonlinear Dimensionality Reduction", Science 290, 2000, seen from its side: a plane spiral.
#pragma once

#include "engine/parts/datasets/define.h"

namespace backprop::dataset_entries {

// r = 5t/4.5π with t from 1.5π to 4.5π, and y from −1 at its inner end to 1 at its outer one. Noise
// moves the points, by up to its amount in each coordinate.
inline Points generate_swiss_roll(const DatasetRequest& request, Random& random) {
  Points points;
  points.reserve(static_cast<std::size_t>(request.samples));
  for (int i = 0; i < request.samples; ++i) {
    const double along = random.uniform(0, 1);
    const double t = 1.5 * kPi * (1 + 2 * along);
    const double r = kRadius * (1 + 2 * along) / 3;
    const double x1 = r * math::cos(t) + random.uniform(-1, 1) * request.noise;
    const double x2 = r * math::sin(t) + random.uniform(-1, 1) * request.noise;
    points.push_back(
        {static_cast<float>(x1), static_cast<float>(x2), static_cast<float>(2 * along - 1)});
  }
  return points;
}

inline constexpr Dataset kSwissRoll = {
    .name = "swiss-roll",
    .label = "Swiss roll",
    .help = "A spiral that rises from end to end: near along it is not near in the plane.",
    .problem = Problem::kRegression,
    .default_samples = 1200,
    .min_classes = 1,
    .max_classes = 1,
    .pictured_classes = 1,
    .generate = generate_swiss_roll,
};

}  // namespace backprop::dataset_entries
