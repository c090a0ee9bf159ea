// The shelf of worked examples for every command that takes a link.
#pragma once

#include <optional>
#include <ostream>
#include <string_view>

#include "engine/base/error.h"
#include "shell/lessons/example.h"

namespace backprop {

// The example that a link names by itself ("example=mazur") and leaves as it is; nothing for any
// other text. An error where there is no such example.
Result<std::optional<Example>> example_of_link(std::string_view text);

// Every printed number beside the engine's. True when all of them agree.
Result<bool> print_example(const Example& example, std::ostream& out);

}  // namespace backprop
