// Points placed by hand: what may be one, and the edits of an experiment's points. Every edit
// makes the dataset "custom" and keeps the classes in agreement with the labels.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/experiment/experiment.h"

namespace backprop {

// Points from links, documents and tables may lie beyond the plane shown, as may their heights;
// features such as x² stay far from the limits of float.
inline constexpr float kMaxCoordinate = 1000;

bool is_coordinate(float value);  // a number from −kMaxCoordinate to kMaxCoordinate
bool is_class_label(float label); // 0, 1, … kMaxClasses − 1

// The generated points become points placed by hand, to be edited.
void make_points_custom(Experiment& experiment);
// The points in the order that, placed by hand, trains and tests on the same ones.
std::vector<Point> points_to_place(Experiment experiment);

// No points are left, and nothing of the table they came from.
void clear_points(Experiment& experiment);
// Points placed by hand, with every place multiplied: a cloud made small, or flat.
void scale_points(Experiment& experiment, double x1, double x2);

// Each of these changes nothing on failure: a point that is not there, a place or a label that is
// none, more than kMaxPoints. Places beyond the plane are moved to its edge.
Result<void> add_point(Experiment& experiment, const Point& point);
Result<void> move_point(Experiment& experiment, std::size_t index, float x1, float x2);
Result<void> relabel_point(Experiment& experiment, std::size_t index, float label);
// The last point takes the place of the removed one.
Result<void> remove_point(Experiment& experiment, std::size_t index);
// One number of a sample in place of another, as it is typed: of a table's row that of a column,
// of a point placed by hand x1 (0), x2 (1) or its label (2). Places beyond the plane stay there, as
// in links. A number that the loss is not defined for is an error too.
Result<void> set_number(Experiment& experiment, std::size_t index, std::size_t column,
                        float number);

}  // namespace backprop
