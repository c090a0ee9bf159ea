// One change of the points placed by hand, or of a row of a table.
#pragma once

#include <cstddef>

#include "engine/parts/dataset.h"

namespace backprop {

struct PointEdit {
  enum class Kind { kAdd, kMove, kRelabel, kRemove, kNumber } kind;
  std::size_t index = 0;  // of the experiment's points, as make_points() counts them
  Point point = {};       // what the kind needs of it
  // kNumber: one number typed, of a table's row too: see set_number() in points.h.
  std::size_t column = 0;
  float number = 0;
};

}  // namespace backprop
