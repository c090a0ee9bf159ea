// The lessons of assets/lessons, one after the other. Not on the page, which fetches them as a
// file.
#pragma once

#include <string_view>

namespace backprop {

std::string_view shipped_lessons();

}  // namespace backprop
