// Below the field of a weight or bias: its slider, and the loss over this one parameter with the
// tangent at where it was, what that promises and what came of it.
#pragma once

#include <cstddef>

#include "shell/session/by_hand.h"

namespace backprop {

struct Canvas;
class Session;

inline constexpr float kNudgeWidth = 288;

// At the cursor, kNudgeWidth wide; `height` is that of the plot. What the slider changes is posted,
// and its field in `typing` follows. While the run is playing the curve is renewed some times a
// second, and taking hold of the slider pauses it.
void draw_nudge(Canvas& canvas, Session& session, ParameterTyping& typing, std::size_t parameter,
                float height);

}  // namespace backprop
