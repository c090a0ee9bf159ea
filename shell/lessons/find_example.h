// A worked example by its short name.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/error.h"
#include "shell/lessons/example.h"

namespace backprop {

// The error names the nearest one there is.
Result<const Example*> find_example(std::span<const Example> examples, std::string_view id);

}  // namespace backprop
