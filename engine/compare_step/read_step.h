// Steps of other programs, read from JSON.
#pragma once

#include <string_view>

#include "engine/base/error.h"
#include "engine/compare_step/step_file.h"

namespace backprop {

// Whether a text is meant to be one: JSON whose "format" says so.
bool is_step_file(std::string_view text);

// An error names the place and says what would be right: "weights.0.bias: expected 3 numbers, found
// 2". Bounded in time and memory for any input.
Result<StepFile> read_step_file(std::string_view text);

}  // namespace backprop
