// Classification datasets. Class 1 is the positive one (blue), class 0 the negative one (orange).
// Circle, xor, gauss and spiral follow the definitions of TensorFlow Playground.
#include <functional>

#include "engine/math/math.h"
#include "engine/parts/dataset.h"
#include "engine/parts/dataset_generators.h"

namespace backprop {
namespace {

using math::kPi;
constexpr double kRadius = 5;  // most datasets stay within this distance of the origin

Point make_point(double x1, double x2, int label) {
  return {static_cast<float>(x1), static_cast<float>(x2), static_cast<float>(label)};
}

// The first group (the innermost ring, the first arm) is class 1, the last one class 0: with two
// groups that is positive and negative, in the order the peer draws them.
int class_of_group(int group, int classes) { return (group + 1) % classes; }

// Calls make(group, i, size) for every point, groups one after the other and as equal in size as
// they can be.
Points grouped(const DatasetRequest& request, const std::function<Point(int, int, int)>& make) {
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
double cloud_deviation(double noise) { return math::sqrt(0.5 + 7 * noise); }

}  // namespace

// Half the points with r in [0, 2.5), half with r in [3.5, 5). Noise moves only the place where
// the label is looked up: inside radius 2.5 is class 1.
Points generate_circle(const DatasetRequest& request, Random& random) {
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

// Uniform over the square, pushed 0.3 away from the axes; noise moves the place that is labelled.
Points generate_xor(const DatasetRequest& request, Random& random) {
  constexpr double kPadding = 0.3;
  Points points;
  points.reserve(static_cast<std::size_t>(request.samples));
  for (int i = 0; i < request.samples; ++i) {
    double x1 = random.uniform(-kRadius, kRadius);
    x1 += x1 > 0 ? kPadding : -kPadding;
    double x2 = random.uniform(-kRadius, kRadius);
    x2 += x2 > 0 ? kPadding : -kPadding;
    const double seen_x1 = x1 + random.uniform(-kRadius, kRadius) * request.noise;
    const double seen_x2 = x2 + random.uniform(-kRadius, kRadius) * request.noise;
    points.push_back(make_point(x1, x2, seen_x1 * seen_x2 >= 0 ? 1 : 0));
  }
  return points;
}

// Normal clouds around (2, 2), class 1, and (−2, −2), class 0.
Points generate_gauss(const DatasetRequest& request, Random& random) {
  const double deviation = cloud_deviation(request.noise);
  return grouped(request, [&](int group, int, int) {
    const double centre = group == 0 ? 2 : -2;
    const double x1 = centre + deviation * random.normal();
    const double x2 = centre + deviation * random.normal();
    return make_point(x1, x2, class_of_group(group, 2));
  });
}

// Arms of 1¾ turns: r = 5·i/n, t = 1.75·2π·i/n, each arm turned by its share of a circle.
Points generate_spiral(const DatasetRequest& request, Random& random) {
  return grouped(request, [&](int arm, int i, int size) {
    const double along = static_cast<double>(i) / size;
    const double r = along * kRadius;
    const double t = 1.75 * along * 2 * kPi + 2 * kPi * arm / request.classes;
    const double x1 = r * math::sin(t) + random.uniform(-1, 1) * request.noise;
    const double x2 = r * math::cos(t) + random.uniform(-1, 1) * request.noise;
    return make_point(x1, x2, class_of_group(arm, request.classes));
  });
}

// Two half circles of radius 3.5, the second one turned around and shifted into the first.
Points generate_moons(const DatasetRequest& request, Random& random) {
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

// Ring k fills the middle 70 % of its share of the radius; the innermost one is a disc.
Points generate_rings(const DatasetRequest& request, Random& random) {
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

// Normal clouds whose centres stand evenly on a circle of radius 4, as wide as those of gauss.
Points generate_blobs(const DatasetRequest& request, Random& random) {
  constexpr double kCentres = 4;
  const double deviation = cloud_deviation(request.noise);
  return grouped(request, [&](int blob, int, int) {
    const double angle = kPi / 4 + 2 * kPi * blob / request.classes;
    const double x1 = kCentres * math::sin(angle) + deviation * random.normal();
    const double x2 = kCentres * math::cos(angle) + deviation * random.normal();
    return make_point(x1, x2, class_of_group(blob, request.classes));
  });
}

// Four by four squares over [−5, 5]²; noise moves the place that is labelled, by up to half a
// square at noise 0.5.
Points generate_checkerboard(const DatasetRequest& request, Random& random) {
  constexpr double kSide = 0.5 * kRadius;
  const auto square = [](double x) {
    int index = 0;  // floor(x / side) + 4 for the few squares noise can reach
    while (x >= (index - 3) * kSide) ++index;
    return index;
  };
  Points points;
  points.reserve(static_cast<std::size_t>(request.samples));
  for (int i = 0; i < request.samples; ++i) {
    const float x1 = static_cast<float>(random.uniform(-kRadius, kRadius));
    const float x2 = static_cast<float>(random.uniform(-kRadius, kRadius));
    const double seen_x1 = x1 + random.uniform(-kSide, kSide) * request.noise;
    const double seen_x2 = x2 + random.uniform(-kSide, kSide) * request.noise;
    const bool positive = (square(seen_x1) + square(seen_x2)) % 2 == 0;
    points.push_back(make_point(x1, x2, positive ? 1 : 0));
  }
  return points;
}

}  // namespace backprop
