// Values beyond what there is here, as near as they go.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/experiment/experiment.h"

namespace backprop {

// The value nearest to `text` that the property can have beside the experiment's other settings: a
// number at the end of its range, a whole number, a list cut to the longest there is. Nothing where
// the text is no such value at all ("many", a name nobody knows).
std::optional<std::string> nearest_value(const Experiment& experiment, const Property& property,
                                         std::string_view text);

}  // namespace backprop
