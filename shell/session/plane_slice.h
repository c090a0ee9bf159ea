// What the plane is when the data are a table: a slice through the chosen sample, and where the
// samples are in it.
#pragma once

#include <array>
#include <vector>

#include "engine/insight/slice.h"

namespace backprop {

struct SliceView {
  TableSlice slice;
  std::vector<Point> places;  // of the data's points, as the plane has them
  // What was asked for.
  std::array<int, 2> axes = {};
  int sample = -1;  // see held_sample()
};

}  // namespace backprop
