#include "engine/experiment/points.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace backprop {
namespace {

float onto_plane(float value) {
  constexpr auto kEdge = static_cast<float>(kPlaneExtent);
  return std::clamp(value, -kEdge, kEdge);
}

Result<void> check_label(const Experiment& experiment, float label) {
  if (experiment.problem == Problem::kClassification && !is_class_label(label)) {
    return fail("a point's class is a whole number from 0 to " +
                number_text(std::int64_t{kMaxClasses - 1}) + ".");
  }
  if (!is_coordinate(label)) {
    return fail("a point's value is a number from " + number_text(-kMaxCoordinate) + " to " +
                number_text(kMaxCoordinate) + ".");
  }
  return {};
}

Result<void> check_index(const Experiment& experiment, std::size_t index) {
  if (index < experiment.custom_points.size()) return {};
  return fail("there is no point " + number_text(static_cast<std::int64_t>(index) + 1) +
              " placed by hand.");
}

Result<void> set_table_number(Experiment& experiment, std::size_t row, std::size_t column,
                              float number) {
  Experiment changed = experiment;
  SampleTable& table = *changed.table;
  if (row >= table.rows() || column >= table.width()) {
    return fail("the table has no such number.");
  }
  table.numbers[row * table.width() + column] = number + 0.0f;  // no −0, which links do not have
  if (const auto right = check_table(table); !right) return fail(right.error().message + ".");
  if (const auto set = set_property(changed, "dataset", "table"); !set) return set;
  if (changed.loss != experiment.loss) {
    return fail("the loss " + quoted(experiment.loss->label) +
                " is for targets from 0 to 1: for others choose another loss first.");
  }
  experiment = std::move(changed);
  return {};
}

// Rows of a table are no points that a hand can move.
Result<void> check_no_table(const Experiment& experiment) {
  if (!experiment.uses_table) return {};
  return fail("the points are rows of a table, and cannot be moved by hand.");
}

// The dataset is custom now, and the properties that depend on its points agree with them.
void settle(Experiment& experiment) {
  if (experiment.custom_points.empty()) {
    if (experiment.uses_table) static_cast<void>(set_property(experiment, "dataset", "circle"));
    experiment.dataset = nullptr;
    experiment.columns.reset();
  } else {
    static_cast<void>(set_property(experiment, "dataset", "custom"));
  }
}

}  // namespace

bool is_coordinate(float value) { return value >= -kMaxCoordinate && value <= kMaxCoordinate; }

bool is_class_label(float label) {
  return label >= 0 && label < kMaxClasses && label == static_cast<float>(static_cast<int>(label));
}

void make_points_custom(Experiment& experiment) {
  if (experiment.dataset == nullptr) return;
  const std::vector<Point> points = make_data(experiment).points;
  experiment.custom_points = points;
  experiment.columns.reset();
  settle(experiment);
  // In the order in which the split of custom points leaves each in its place, training or test.
  const std::vector<int> origins = make_data(experiment).origins;
  for (std::size_t i = 0; i < points.size(); ++i) {
    experiment.custom_points[static_cast<std::size_t>(origins[i])] = points[i];
  }
}

std::vector<Point> points_to_place(Experiment experiment) {
  if (experiment.uses_table) return make_points(experiment);
  make_points_custom(experiment);
  return std::move(experiment.custom_points);
}

void clear_points(Experiment& experiment) {
  experiment.custom_points.clear();
  settle(experiment);
}

void scale_points(Experiment& experiment, double x1, double x2) {
  if (experiment.uses_table) return;
  make_points_custom(experiment);
  for (Point& point : experiment.custom_points) {
    point.x1 *= static_cast<float>(x1);
    point.x2 *= static_cast<float>(x2);
  }
}

Result<void> add_point(Experiment& experiment, const Point& point) {
  if (const auto right = check_no_table(experiment); !right) return right;
  if (experiment.custom_points.size() >= std::size_t{kMaxPoints}) {
    return fail("there are " + number_text(std::int64_t{kMaxPoints}) +
                " points already, and no room for more.");
  }
  if (!is_coordinate(point.x1) || !is_coordinate(point.x2)) {
    return fail("a point's place is two numbers on the plane.");
  }
  if (const auto right = check_label(experiment, point.label); !right) return right;
  experiment.custom_points.push_back({onto_plane(point.x1), onto_plane(point.x2), point.label});
  settle(experiment);
  return {};
}

Result<void> move_point(Experiment& experiment, std::size_t index, float x1, float x2) {
  if (const auto right = check_no_table(experiment); !right) return right;
  if (const auto right = check_index(experiment, index); !right) return right;
  if (!(x1 - x1 == 0) || !(x2 - x2 == 0)) return fail("a point's place is two numbers.");
  Point& point = experiment.custom_points[index];
  point.x1 = onto_plane(x1);
  point.x2 = onto_plane(x2);
  settle(experiment);
  return {};
}

Result<void> relabel_point(Experiment& experiment, std::size_t index, float label) {
  if (const auto right = check_no_table(experiment); !right) return right;
  if (const auto right = check_index(experiment, index); !right) return right;
  if (const auto right = check_label(experiment, label); !right) return right;
  experiment.custom_points[index].label = label;
  settle(experiment);
  return {};
}

Result<void> remove_point(Experiment& experiment, std::size_t index) {
  if (const auto right = check_no_table(experiment); !right) return right;
  if (const auto right = check_index(experiment, index); !right) return right;
  // The last one takes its place, so that the others keep theirs.
  experiment.custom_points[index] = experiment.custom_points.back();
  experiment.custom_points.pop_back();
  settle(experiment);
  return {};
}

Result<void> set_number(Experiment& experiment, std::size_t index, std::size_t column,
                        float number) {
  if (experiment.uses_table) return set_table_number(experiment, index, column, number);
  if (column == 2) return relabel_point(experiment, index, number);
  if (const auto right = check_index(experiment, index); !right) return right;
  if (!is_coordinate(number)) {
    return fail("a point's place is two numbers from " + number_text(-kMaxCoordinate) + " to " +
                number_text(kMaxCoordinate) + ".");
  }
  Point& point = experiment.custom_points[index];
  (column == 0 ? point.x1 : point.x2) = number + 0.0f;
  settle(experiment);
  return {};
}

}  // namespace backprop
