// What the C forms of the tables' entries are worth, worked out in double with the C library: a
// second opinion on every entry's function, without a compiler.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace backprop {

// The value of an expression of numbers, variables, + − * /, comparisons, ?: and the functions of
// math.h. What is none ends the test.
double c_value(std::string_view expression, const std::map<std::string, double>& variables);

}  // namespace backprop
