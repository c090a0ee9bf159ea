// A link's table that cannot be read for a cell, on the sheet of a new network: nothing that
// somebody wrote is lost, and what is wrong is red.
#pragma once

#include <optional>
#include <string_view>

#include "engine/experiment/experiment.h"
#include "shell/session/hand_sheet.h"

namespace backprop {

// The rows behind the link's key "table", its weights as far as they are written out, and the
// sizes and settings of `experiment`, which the rest of the link made. The sheet's trouble() is the
// first cell that is wrong. Nothing where it is no table of numbers but for some cells.
std::optional<HandSheet> sheet_of_link(std::string_view link, const Experiment& experiment);

}  // namespace backprop
