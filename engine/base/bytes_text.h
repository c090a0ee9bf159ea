// Sizes for people.
#pragma once

#include <cstddef>
#include <string>

namespace backprop {

// A limit or a size, rounded up: "300 bytes", "64 kB" (of 1024), "8 MB".
std::string bytes_text(std::size_t bytes);

}  // namespace backprop
