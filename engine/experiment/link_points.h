// Points placed by hand as links have them: "x1,x2,label;x1,x2,label".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/experiment/experiment.h"

namespace backprop {

std::string points_text(const std::vector<Point>& points);
// At least one point and at most kMaxPoints, of numbers from −kMaxCoordinate to kMaxCoordinate.
// An error says which one is none.
Result<std::vector<Point>> read_points(std::string_view text);

}  // namespace backprop
