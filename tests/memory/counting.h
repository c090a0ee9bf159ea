// Every allocation of this program through operator new, counted: how many, and how much at once.
#pragma once

#include <cstddef>

namespace backprop::counting {

std::size_t allocations();  // so far
std::size_t bytes();        // asked for and not given back yet
// The most of bytes() since the last call of forget_peak().
std::size_t peak();
void forget_peak();

}  // namespace backprop::counting
