// The whole training set as one batch, run through the phases with a trainer's current parameters.
// Without dropout and free of the noise of single batches, it is what diagnosis and landscape
// measure on.
#pragma once

#include "engine/network/backprop.h"
#include "engine/run/trainer.h"

namespace backprop {

// Sets up `workspace` with the features and targets of up to `limit` training points (the points
// are shuffled, so the first ones are a fair sample).
void load_training_set(const Trainer& trainer, int limit, Workspace& workspace);

// The first four phases on what a workspace holds: then it has its loss, every δ, and
// data_gradients, the mean over its samples.
void run_to_gradients(const Network& network, const Loss& loss, Workspace& workspace);

}  // namespace backprop
