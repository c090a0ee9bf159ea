// What the files of datasets have in common: shapes, groups and surfaces. Only dataset.cpp includes
// them. Class 1 is the positive one (blue), class 0 the negative one (orange).
#pragma once

#include <functional>
#include <vector>

#include "engine/math/math.h"
#include "engine/parts/dataset.h"

namespace backprop::dataset_entries {

using Points = std::vector<Point>;
using math::kPi;
inline constexpr double kRadius = 5;  // most datasets stay within this distance of the origin

inline Point make_point(double x1, double x2, int label) {
  return {static_cast<float>(x1), static_cast<float>(x2), static_cast<float>(label)};
}

// The first group (the innermost ring, the first arm) is class 1, the last one class 0: with two
// groups that is positive and negative, in the order the peer draws them.
inline int class_of_group(int group, int classes) { return (group + 1) % classes; }

// Calls make(group, i, size) for every point, groups one after the other and as equal in size as
// they can be.
inline Points grouped(const DatasetRequest& request,
                      const std::function<Point(int, int, int)>& make) {
  Points points;
  points.reserve(static_cast<std::size_t>(request.samples));
  for (int group = 0; group < request.classes; ++group) {
    const int size =
        request.samples / request.classes + (group < request.samples % request.classes ? 1 : 0);
    for (int i = 0; i < size; ++i) points.push_back(make(group, i, size));
  }
  return points;
}

// Variance of a Gaussian cloud: 0.5 without noise, 4 at noise 0.5, linear between.
inline double cloud_deviation(double noise) { return math::sqrt(0.5 + 7 * noise); }

// Points spread evenly over the plane, labelled with the height of a surface. Noise moves only the
// place where the height is taken.
inline Points surface(const DatasetRequest& request, Random& random,
                      double (*height)(double, double)) {
  constexpr double kReach = kPlaneExtent;
  Points points;
  points.reserve(static_cast<std::size_t>(request.samples));
  for (int i = 0; i < request.samples; ++i) {
    const double x1 = random.uniform(-kReach, kReach);
    const double x2 = random.uniform(-kReach, kReach);
    const double seen_x1 = x1 + random.uniform(-kReach, kReach) * request.noise;
    const double seen_x2 = x2 + random.uniform(-kReach, kReach) * request.noise;
    points.push_back({static_cast<float>(x1), static_cast<float>(x2),
                      static_cast<float>(height(seen_x1, seen_x2))});
  }
  return points;
}

}  // namespace backprop::dataset_entries
