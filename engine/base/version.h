// The version of this program, as `project(VERSION)` in CMakeLists.txt has it.
//
// What a version promises: a link that opens gives the same bits in every later one. Where that had
// to change, CHANGELOG.md says so.
#pragma once

#include <string_view>

namespace backprop {

std::string_view version();  // "1.2.3"

}  // namespace backprop
