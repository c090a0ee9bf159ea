// Links where nobody watches: programs get an error instead of a default and a message.
#pragma once

#include <string_view>

#include "engine/base/error.h"
#include "engine/experiment/link.h"

namespace backprop {

// Keys that only say what the page shows and how fast it plays.
bool is_page_key(std::string_view key);

// Like parse_link, but a value that cannot be used, or a key nobody knows, is an error. What is
// left in messages does no harm: a key that stands twice, and what a link of TensorFlow Playground
// asks of its page.
Result<ParsedLink> parse_strict_link(std::string_view text);

}  // namespace backprop
