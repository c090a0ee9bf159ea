// Files written whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace backprop {

// Writes beside the file, and only when every byte is there takes the place of what was before: a
// full disk or an interrupt leaves the old file as it was. Links are followed, permissions kept.
// What is no plain file, such as a pipe, is written to directly. The error is a reason alone, such
// as "No space left on device".
Result<void> write_whole_file(const std::string& path, std::string_view bytes);

}  // namespace backprop
