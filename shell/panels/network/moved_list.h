// Below an edited weight: what its change did to the numbers of one sample, along the way to the
// loss.
#pragma once

#include <cstddef>

namespace backprop {

struct Canvas;
class Session;

// At the cursor: a line a number, what it was and what it is. Nothing where the
// parameter is as it was.
void draw_moved_list(Canvas& canvas, Session& session, std::size_t parameter, float before,
                     int point, float width);

}  // namespace backprop
