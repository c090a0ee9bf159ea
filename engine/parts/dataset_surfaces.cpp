// Regression datasets: points spread evenly over the plane, labelled with the height of a surface.
// Noise moves only the place where the height is taken. Plane and hills follow the definitions of
// TensorFlow Playground.
#include <array>

#include "engine/math/math.h"
#include "engine/parts/dataset.h"
#include "engine/parts/dataset_generators.h"

namespace backprop {
namespace {

Points surface(const DatasetRequest& request, Random& random, double (*height)(double, double)) {
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

}  // namespace

// y = (x₁ + x₂)/10
Points generate_plane(const DatasetRequest& request, Random& random) {
  return surface(request, random, [](double x1, double x2) { return (x1 + x2) / 10; });
}

// Six cones of height ±1 and radius 2; where they overlap the greater magnitude counts.
Points generate_hills(const DatasetRequest& request, Random& random) {
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

// y = ½(sin x₁ + sin x₂)
Points generate_waves(const DatasetRequest& request, Random& random) {
  return surface(request, random,
                 [](double x1, double x2) { return 0.5 * (math::sin(x1) + math::sin(x2)); });
}

}  // namespace backprop
