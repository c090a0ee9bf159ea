// Points in the plane with labels, made from formulas or given by hand.
//
// One entry each in engine/parts/datasets/, listed in dataset.cpp.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/base/entry.h"
#include "engine/math/random.h"
#include "engine/parts/loss.h"

namespace backprop {

struct Point {
  float x1, x2;  // within or near the plane, ±kPlaneExtent
  float label;  // classification: class 0, 1, …; regression: the value, within about ±1
  friend bool operator==(const Point&, const Point&) = default;
};

struct DatasetRequest {
  int samples;   // how many points
  double noise;  // 0 … 0.5
  int classes;   // for datasets with a choice of classes or arms
};

struct Dataset {
  Text name;   // "spiral"
  Text label;  // "Spiral"
  Text help;
  Given<Problem> problem;
  Given<int> default_samples;           // 500, regression 1200, as the peer has it
  Given<int> min_classes, max_classes;  // equal when there is no choice; 1 for regression
  Given<int> pictured_classes;          // what a small picture of it shows best
  // Exactly request.samples points, in generation order (not shuffled); deterministic math only.
  Given<std::vector<Point> (*)(const DatasetRequest& request, Random& random)> generate;
};

inline constexpr int kMaxClasses = 6;
// The plane shown and probed is [−6, 6]².
inline constexpr double kPlaneExtent = 6.0;

// All of them, in the order in which they are offered. ("custom" is not here: its points are part
// of the experiment.)
std::span<const Dataset> datasets();
const Dataset& dataset(std::string_view name);

// The points of a run: generated, shuffled, and cut; the first part is the training set.
struct Data {
  Problem problem = Problem::kClassification;
  int classes = 2;
  std::vector<Point> points;
  std::vector<int> origins;  // of each point: which one of make_points() it is
  int train_count = 0;  // points[0 .. train_count) train, the rest test
  std::span<const Point> train() const {
    return {points.data(), static_cast<std::size_t>(train_count)};
  }
  std::span<const Point> test() const {
    return std::span(points).subspan(static_cast<std::size_t>(train_count));
  }
};

}  // namespace backprop
