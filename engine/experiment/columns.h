// Points as the network gets them: features and targets in columns.
#pragma once

#include <cstddef>
#include <span>

#include "engine/experiment/experiment.h"

namespace backprop {

// The features of points, [feature][stride], with a stride of at least as many; columns beyond the
// points are left as they are.
// `origins` says of each point which one of make_points() it is: the row of a table.
void fill_features(const Experiment& experiment, std::span<const Point> points,
                   std::span<const int> origins, std::size_t stride, float* features);
// Their targets, [output][stride]: the value itself in regression; the two targets of the classes
// for one output; one of them for the right class and the other for the rest when each class has
// its own.
void fill_targets(const Experiment& experiment, std::span<const Point> points,
                  std::span<const int> origins, std::size_t stride, float* targets);

}  // namespace backprop
