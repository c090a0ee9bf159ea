// Exercises on paper: a page for each with its network and blanks, and the answers.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/exercise/exercise.h"

namespace backprop {

enum class SheetForm { kMarkdown, kHtml };
// By how a file is called: .md, .markdown, .html or .htm.
std::optional<SheetForm> sheet_form(std::string_view file_name);

// `page` is the address of a playground, for links that open a network; without one the sheets say
// what to put behind such an address. HTML is a whole document that prints a sheet a page, on A4
// and Letter, and shows the same on a screen.
std::string worksheets(std::span<const Exercise> exercises, SheetForm form, std::string_view page);
// The right numbers with their worked lines, in the order of the sheets.
std::string solution_sheets(std::span<const Exercise> exercises, SheetForm form);

}  // namespace backprop
