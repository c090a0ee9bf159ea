// The run on the canvas, on the sheet of a new network.
#pragma once

#include <optional>

#include "engine/run/trainer.h"
#include "shell/session/hand_sheet.h"

namespace backprop {

// Its samples, sizes and settings, and its weights as they are now. Nothing where the sheet could
// not say them: the samples are no table of numbers as they are, or too many to type; layers have
// activations of their own; a number is not finite.
std::optional<HandSheet> sheet_of_run(const Trainer& trainer);

}  // namespace backprop
