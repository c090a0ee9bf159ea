// Smooth enlargement of a map of values, before it is coloured: contours stay sharp where an
// enlarged picture would blur them.
#pragma once

#include <span>
#include <vector>

namespace backprop {

// `from` holds side² values at cell centres, row-major; the result (side·factor)² of them,
// Catmull-Rom interpolated (the curve goes through the given values' neighbourhood, edges repeat).
// `rows` is scratch space kept by the caller.
void upsample(std::span<const float> from, int side, int factor, std::vector<float>& rows,
              std::vector<float>& to);

}  // namespace backprop
