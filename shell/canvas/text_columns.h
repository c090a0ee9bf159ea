// Texts beside each other, such as a row of numbers with their names.
#pragma once

#include <span>

namespace backprop {

// Where columns of these widths begin in a room that starts at 0: in even shares of it, but for
// those that make way for one that is wider than its share. `gap` is between any two at the least.
// False where the room is too small for that: then they begin in even shares.
bool spread_columns(std::span<const float> widths, float room, float gap, std::span<float> starts);

}  // namespace backprop
