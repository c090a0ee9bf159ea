#include "engine/parts/dataset.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <map>
#include <set>

#include "engine/experiment/experiment.h"

namespace backprop {
namespace {

using Catch::Matchers::WithinAbs;

std::vector<Point> generate(std::string_view name, DatasetRequest request, std::uint32_t seed = 1) {
  Random random(seed, Random::Stream::kData);
  return dataset(name).generate(request, random);
}

DatasetRequest without_noise(const Dataset& entry, int classes) {
  return {entry.default_samples, 0, classes};
}

std::map<int, int> count_classes(const std::vector<Point>& points) {
  std::map<int, int> counts;
  for (const Point& point : points) ++counts[static_cast<int>(point.label)];
  return counts;
}

double radius(const Point& point) {
  return std::hypot(static_cast<double>(point.x1), static_cast<double>(point.x2));
}

// How many labels of two equally long sets differ.
int differing_labels(const std::vector<Point>& a, const std::vector<Point>& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i].label != b[i].label;
  return count;
}

TEST_CASE("every dataset makes exactly the points asked for, finite and near the plane") {
  for (const Dataset& entry : datasets()) {
    for (int classes = entry.min_classes; classes <= entry.max_classes; ++classes) {
      for (const int samples : {10, 11, 13, 500, 1201}) {
        for (const double noise : {0.0, 0.25, 0.5}) {
          INFO(entry.name << " classes " << classes << " samples " << samples << " noise "
                          << noise);
          const auto points = generate(entry.name, {samples, noise, classes});
          REQUIRE(points.size() == static_cast<std::size_t>(samples));
          for (const Point& point : points) {
            REQUIRE(std::abs(point.x1) < 20);
            REQUIRE(std::abs(point.x2) < 20);
            if (entry.problem == Problem::kRegression) {
              REQUIRE(std::abs(point.label) < 2);
            } else {
              REQUIRE(point.label >= 0);
              REQUIRE(point.label < static_cast<float>(classes));
              REQUIRE(point.label == std::floor(point.label));
            }
          }
        }
      }
    }
  }
}

TEST_CASE("without noise every point lies in the plane that is shown") {
  for (const Dataset& entry : datasets()) {
    if (entry.name == "gauss" || entry.name == "blobs") continue;  // normal clouds have no edge
    for (int classes = entry.min_classes; classes <= entry.max_classes; ++classes) {
      for (const Point& point : generate(entry.name, without_noise(entry, classes))) {
        INFO(entry.name);
        REQUIRE(std::abs(point.x1) <= kPlaneExtent);
        REQUIRE(std::abs(point.x2) <= kPlaneExtent);
      }
    }
  }
}

TEST_CASE("classes have their fair share of points") {
  for (const Dataset& entry : datasets()) {
    if (entry.problem != Problem::kClassification) continue;
    for (int classes = entry.min_classes; classes <= entry.max_classes; ++classes) {
      INFO(entry.name << " with " << classes);
      const auto counts = count_classes(generate(entry.name, without_noise(entry, classes)));
      REQUIRE(counts.size() == static_cast<std::size_t>(classes));
      // Exclusive or and the checkerboard draw places first and look their class up after.
      const bool by_place = entry.name == "xor" || entry.name == "checkerboard";
      const int share = entry.default_samples / classes;
      for (const auto& [label, count] : counts) {
        INFO("class " << label);
        if (by_place) {
          REQUIRE(std::abs(count - share) < 60);  // more than five deviations of a fair coin
        } else {
          REQUIRE(std::abs(count - share) <= 1);
        }
      }
    }
  }
}

TEST_CASE("the same seed gives the same points, another seed others") {
  for (const Dataset& entry : datasets()) {
    INFO(entry.name);
    const DatasetRequest request = {100, 0.1, entry.min_classes};
    REQUIRE(generate(entry.name, request, 7) == generate(entry.name, request, 7));
    REQUIRE(generate(entry.name, request, 7) != generate(entry.name, request, 8));
  }
}

TEST_CASE("circle: a disc of class 1 inside a ring of class 0") {
  for (const Point& point : generate("circle", {500, 0, 2})) {
    if (point.label == 1) {
      REQUIRE(radius(point) < 2.5);
    } else {
      REQUIRE(radius(point) > 3.5 - 1e-6);
      REQUIRE(radius(point) < 5 + 1e-6);
    }
  }
}

TEST_CASE("circle: noise moves labels near the border, never points") {
  const auto clean = generate("circle", {500, 0, 2});
  const auto noisy = generate("circle", {500, 0.3, 2});
  for (std::size_t i = 0; i < clean.size(); ++i) {
    REQUIRE(clean[i].x1 == noisy[i].x1);
    REQUIRE(clean[i].x2 == noisy[i].x2);
    // Noise 0.3 reaches ±1.5 on each coordinate: √2·1.5 in distance.
    if (clean[i].label != noisy[i].label) REQUIRE(std::abs(radius(noisy[i]) - 2.5) < 2.1214);
  }
  REQUIRE(differing_labels(clean, noisy) > 20);
  REQUIRE(differing_labels(clean, generate("circle", {500, 0.5, 2})) >
          differing_labels(clean, generate("circle", {500, 0.1, 2})));
}

TEST_CASE("xor: the sign of the product decides, and the axes are kept free") {
  const auto clean = generate("xor", {500, 0, 2});
  for (const Point& point : clean) {
    REQUIRE(std::abs(point.x1) >= 0.3f);
    REQUIRE(std::abs(point.x2) >= 0.3f);
    REQUIRE(std::abs(point.x1) <= 5.3f);
    REQUIRE((point.x1 * point.x2 > 0) == (point.label == 1));
  }
  const auto noisy = generate("xor", {500, 0.2, 2});
  for (std::size_t i = 0; i < clean.size(); ++i) {
    if (clean[i].label == noisy[i].label) continue;
    REQUIRE(std::min(std::abs(noisy[i].x1), std::abs(noisy[i].x2)) < 1.0001f);
  }
  REQUIRE(differing_labels(clean, noisy) > 8);
}

// Mean and mean variance of the coordinates of one class.
struct Cloud {
  double x1, x2, variance;
};
Cloud measure(const std::vector<Point>& points, float label) {
  double n = 0, s1 = 0, s2 = 0, squares = 0;
  for (const Point& point : points) {
    if (point.label != label) continue;
    const double x1 = static_cast<double>(point.x1), x2 = static_cast<double>(point.x2);
    ++n;
    s1 += x1;
    s2 += x2;
    squares += x1 * x1 + x2 * x2;
  }
  const double m1 = s1 / n, m2 = s2 / n;
  return {m1, m2, (squares / n - m1 * m1 - m2 * m2) / 2};
}

TEST_CASE("gauss: clouds at (2, 2) and (−2, −2) whose variance grows from 0.5 to 4") {
  for (const auto& [noise, variance] :
       std::array<std::pair<double, double>, 3>{{{0, 0.5}, {0.25, 2.25}, {0.5, 4}}}) {
    const auto points = generate("gauss", {10000, noise, 2});
    for (const double side : {1.0, -1.0}) {
      const Cloud cloud = measure(points, side > 0 ? 1 : 0);
      const double error = 5 * std::sqrt(variance / 5000);
      REQUIRE_THAT(cloud.x1, WithinAbs(2 * side, error));
      REQUIRE_THAT(cloud.x2, WithinAbs(2 * side, error));
      REQUIRE_THAT(cloud.variance, WithinAbs(variance, 0.06 * variance));
    }
  }
}

TEST_CASE("spiral: point i of an arm stands at r = 5i/n, t = 1.75·2π·i/n") {
  constexpr double kPi = 3.14159265358979323846;
  const auto points = generate("spiral", {500, 0, 2});
  for (int arm = 0; arm < 2; ++arm) {
    for (int i = 0; i < 250; ++i) {
      const Point& point = points[static_cast<std::size_t>(arm * 250 + i)];
      const double r = i / 250.0 * 5;
      const double t = 1.75 * i / 250.0 * 2 * kPi + (arm == 1 ? kPi : 0);
      REQUIRE_THAT(point.x1, WithinAbs(r * std::sin(t), 1e-5));
      REQUIRE_THAT(point.x2, WithinAbs(r * std::cos(t), 1e-5));
      REQUIRE(point.label == (arm == 0 ? 1.0f : 0.0f));
    }
  }
}

TEST_CASE("spiral: noise moves each coordinate by at most its amount") {
  for (const int arms : {2, 3, 6}) {
    const auto clean = generate("spiral", {600, 0, arms});
    const auto noisy = generate("spiral", {600, 0.2, arms});
    double largest = 0;
    for (std::size_t i = 0; i < clean.size(); ++i) {
      REQUIRE(clean[i].label == noisy[i].label);
      const double moved =
          std::max(std::abs(noisy[i].x1 - clean[i].x1), std::abs(noisy[i].x2 - clean[i].x2));
      REQUIRE(moved <= 0.20001);
      largest = std::max(largest, moved);
    }
    REQUIRE(largest > 0.15);
  }
}

TEST_CASE("spiral arms are turned copies of each other") {
  constexpr double kPi = 3.14159265358979323846;
  for (int arms = 2; arms <= 6; ++arms) {
    const auto points = generate("spiral", {arms * 50, 0, arms});
    const double turn = 2 * kPi / arms;  // clockwise: x1 is the sine
    for (std::size_t i = 0; i + 50 < points.size(); ++i) {
      const double x1 = static_cast<double>(points[i].x1), x2 = static_cast<double>(points[i].x2);
      REQUIRE_THAT(points[i + 50].x1, WithinAbs(x1 * std::cos(turn) + x2 * std::sin(turn), 1e-5));
      REQUIRE_THAT(points[i + 50].x2, WithinAbs(x2 * std::cos(turn) - x1 * std::sin(turn), 1e-5));
    }
  }
}

TEST_CASE("moons: half circles of radius 3.5 that reach into each other") {
  for (const Point& point : generate("moons", {500, 0, 2})) {
    const double side = point.label == 1 ? 1 : -1;
    const double dx = static_cast<double>(point.x1) + side * 1.75;
    const double dy = static_cast<double>(point.x2) + side * 0.875;
    REQUIRE_THAT(std::hypot(dx, dy), WithinAbs(3.5, 1e-5));
    REQUIRE(side * dy > -1e-5);
  }
}

TEST_CASE("rings: one class per ring, with room between them") {
  for (int classes = 2; classes <= 6; ++classes) {
    const double width = 5.0 / classes;
    for (const Point& point : generate("rings", {600, 0, classes})) {
      const int ring = (static_cast<int>(point.label) + classes - 1) % classes;
      REQUIRE(radius(point) <= width * (ring + 0.85) + 1e-6);
      REQUIRE(radius(point) >= (ring == 0 ? 0 : width * (ring + 0.15)) - 1e-6);
    }
  }
}

TEST_CASE("blobs: clouds evenly around a circle of radius 4") {
  constexpr double kPi = 3.14159265358979323846;
  for (int classes = 2; classes <= 6; ++classes) {
    const auto points = generate("blobs", {6000, 0, classes});
    for (int blob = 0; blob < classes; ++blob) {
      const Cloud cloud = measure(points, static_cast<float>((blob + 1) % classes));
      const double angle = kPi / 4 + 2 * kPi * blob / classes;
      REQUIRE_THAT(cloud.x1, WithinAbs(4 * std::sin(angle), 0.12));
      REQUIRE_THAT(cloud.x2, WithinAbs(4 * std::cos(angle), 0.12));
      REQUIRE_THAT(cloud.variance, WithinAbs(0.5, 0.06));
    }
  }
}

TEST_CASE("checkerboard: squares of side 2.5 take turns") {
  const auto clean = generate("checkerboard", {2000, 0, 2});
  for (const Point& point : clean) {
    const int square = static_cast<int>(std::floor(point.x1 / 2.5f)) +
                       static_cast<int>(std::floor(point.x2 / 2.5f));
    REQUIRE((square % 2 == 0) == (point.label == 1));
  }
  const int few = differing_labels(clean, generate("checkerboard", {2000, 0.1, 2}));
  const int many = differing_labels(clean, generate("checkerboard", {2000, 0.4, 2}));
  REQUIRE(few > 20);
  REQUIRE(many > 2 * few);
}

TEST_CASE("surfaces have the height of their formula") {
  for (const Point& point : generate("reg-plane", {1200, 0, 1})) {
    REQUIRE_THAT(point.label, WithinAbs((point.x1 + point.x2) / 10, 1e-6));
  }
  for (const Point& point : generate("sine", {1200, 0, 1})) {
    REQUIRE_THAT(point.label, WithinAbs(0.5 * (std::sin(point.x1) + std::sin(point.x2)), 1e-6));
  }
  constexpr double kCentres[6][3] = {{-4, 2.5, 1},   {0, 2.5, -1}, {4, 2.5, 1},
                                     {-4, -2.5, -1}, {0, -2.5, 1}, {4, -2.5, -1}};
  int flat = 0;
  for (const Point& point : generate("reg-gauss", {1200, 0, 1})) {
    double height = 0;
    for (const auto& centre : kCentres) {
      const double distance = std::hypot(static_cast<double>(point.x1) - centre[0],
                                         static_cast<double>(point.x2) - centre[1]);
      const double cone = centre[2] * std::max(0.0, 1 - distance / 2);
      if (std::abs(cone) > std::abs(height)) height = cone;
    }
    REQUIRE_THAT(point.label, WithinAbs(height, 1e-6));
    flat += point.label == 0;
  }
  REQUIRE(flat > 100);
  REQUIRE(flat < 1000);
}

TEST_CASE("the split keeps every point once and follows the share") {
  Experiment experiment;
  for (const double share : {0.01, 0.1, 0.5, 0.9, 1.0}) {
    for (const int samples : {10, 333, 500}) {
      experiment.train_fraction = share;
      experiment.samples = samples;
      const Data data = make_data(experiment);
      const int wanted = std::max(1, static_cast<int>(std::floor(share * samples + 0.5)));
      REQUIRE(data.train_count == wanted);
      REQUIRE(data.train().size() + data.test().size() == static_cast<std::size_t>(samples));

      auto shuffled = data.points;
      auto original = generate("circle", {samples, 0, 2});
      const auto order = [](const Point& a, const Point& b) {
        return std::tie(a.x1, a.x2, a.label) < std::tie(b.x1, b.x2, b.label);
      };
      std::sort(shuffled.begin(), shuffled.end(), order);
      std::sort(original.begin(), original.end(), order);
      REQUIRE(shuffled == original);
    }
  }
}

TEST_CASE("the share of training points changes the cut, not the order") {
  Experiment experiment;
  const Data half = make_data(experiment);
  experiment.train_fraction = 0.8;
  const Data more = make_data(experiment);
  REQUIRE(half.points == more.points);
  // Both classes are on both sides of the cut.
  std::set<float> train, test;
  for (const Point& point : half.train()) train.insert(point.label);
  for (const Point& point : half.test()) test.insert(point.label);
  REQUIRE(train.size() == 2);
  REQUIRE(test.size() == 2);
}

TEST_CASE("points placed by hand are shuffled and split like others") {
  Experiment experiment;
  experiment.custom_points = {{1, 2, 0}, {3, 4, 1}, {5, 6, 0}, {7, 8, 1}};
  REQUIRE(set_property(experiment, "dataset", "custom"));
  const Data data = make_data(experiment);
  REQUIRE(data.points.size() == 4);
  REQUIRE(data.train_count == 2);
  for (const Point& point : experiment.custom_points) {
    REQUIRE(std::count(data.points.begin(), data.points.end(), point) == 1);
  }
}

}  // namespace
}  // namespace backprop
