// Numbers as people type them.
#pragma once

#include <optional>
#include <string_view>

namespace backprop {

// "1e-3", "−0.5", "50 %", "12,345", "0,03": a comma stands between groups of three digits, else for
// the decimal point. Where both can be meant ("1,500"), `whole` says that digits are grouped.
// Nothing when it is no number.
std::optional<double> read_typed_number(std::string_view text, bool whole);

// The same in a cell, where "50 %" is a half, as in a spreadsheet, and not the 50 of a setting that
// is shown in percent.
std::optional<double> read_cell_number(std::string_view text);

}  // namespace backprop
