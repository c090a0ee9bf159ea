// Places as people write them in lessons.
#pragma once

#include <string_view>

#include "engine/base/error.h"
#include "engine/exercise/hand_step.h"

namespace backprop {

// The way back from place_text(): "z:1.2", "a:1.2@2", "loss", "delta:2.1", "gradient
// weight:1.2.1", "new bias:2.1". Where the step has one sample it need not be named; without "@2" a
// loss is that of the batch. An error says what there is.
Result<HandPlace> read_place(std::string_view text, const HandStep& step);

}  // namespace backprop
