// Files and standard output, with errors as sentences.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace backprop {

// The bytes of a file of at most `limit` bytes.
Result<std::string> read_file(const std::string& path, std::size_t limit);

// Writes a whole file; "-" is `out`. What was there before is replaced, or stays where the new one
// cannot be written.
Result<void> write_file(const std::string& path, std::string_view bytes, std::ostream& out);

}  // namespace backprop
