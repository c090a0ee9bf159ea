// Numbers as they stand in a worked example.
#pragma once

#include <string>

namespace backprop {

// As it was written ("0.15", "−12.5") where that takes no more than so many significant digits;
// else rounded to them, with its exponent.
std::string written(float value, int digits);

}  // namespace backprop
