// A sample by itself: what the phases give it that the batch of this step does not hold.
#pragma once

#include <span>

#include "engine/network/backprop.h"
#include "engine/run/trainer.h"

namespace backprop {

// The first three phases over one point of data(), an index into its points, with the parameters
// that the batch in the workspace used. Its numbers are in column 0; it has no gradients, for it
// takes no part in the update. A phase must have run: before, no parameters were used.
Workspace pass_alone(const Trainer& trainer, int point);
// The same with other parameters, as many as the network has; no phase need have run.
Workspace pass_alone(const Trainer& trainer, std::span<const float> parameters, int point);

}  // namespace backprop
