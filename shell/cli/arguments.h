// Checks of arguments whose complaints read as sentences.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace backprop {

// What CLI11 asks of a check: an empty text when `argument` is right, else what would be.
using ArgumentCheck = std::function<std::string(const std::string& argument)>;

ArgumentCheck whole_number_in(std::int64_t least, std::int64_t most);
ArgumentCheck number_in(double least, double most);

}  // namespace backprop
