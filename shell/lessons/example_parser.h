// A worked example from its text. Every line is checked at once against the network of its link, so
// that what is parsed can be opened and compared.
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "shell/lessons/example.h"

namespace backprop {

// An error names its line: "line 12: …".
Result<Example> parse_example(std::string_view text);
// Several, one after the other: each begins with its line "example: …". Lines count in each.
Result<std::vector<Example>> parse_examples(std::string_view text);

}  // namespace backprop
