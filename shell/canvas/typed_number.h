// Numbers as people type them.
#pragma once

#include <optional>
#include <string_view>

namespace backprop {

// "1e-3", "−0.5", "50 %", "12,345", "0,03": a comma stands between groups of three digits, else for
// the decimal point. Where both can be meant ("1,500"), `whole` says that digits are grouped.
// Nothing when it is no number.
std::optional<double> read_typed_number(std::string_view text, bool whole);

}  // namespace backprop
