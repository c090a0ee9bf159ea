// One change of the points placed by hand.
#pragma once

#include <cstddef>

#include "engine/parts/dataset.h"

namespace backprop {

struct PointEdit {
  enum class Kind { kAdd, kMove, kRelabel, kRemove } kind;
  std::size_t index = 0;  // of the experiment's points, as make_points() counts them
  Point point = {};       // what the kind needs of it
};

}  // namespace backprop
