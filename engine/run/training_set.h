// Points as the network gets them: features and targets in columns, and the whole training set as
// one batch, run through the phases with a trainer's current parameters. Without dropout and free
// of the noise of single batches, it is what diagnosis and landscape measure on.
#pragma once

#include <span>

#include "engine/network/backprop.h"
#include "engine/run/trainer.h"

namespace backprop {

// The features of points, [feature][stride]; columns beyond the points are left as they are.
void fill_features(const Experiment& experiment, std::span<const Point> points, std::size_t stride,
                   float* features);
// Their targets, [output][stride]: the value itself in regression; the two targets of the loss for
// one output; one of them for the right class and the other for the rest when each class has its
// own.
void fill_targets(const Experiment& experiment, std::span<const Point> points, std::size_t stride,
                  float* targets);

// Sets up `workspace` with the features and targets of up to `limit` training points (the points
// are shuffled, so the first ones are a fair sample).
void load_training_set(const Trainer& trainer, int limit, Workspace& workspace);

// The first four phases on what a workspace holds.
void run_to_gradients(const Network& network, const Loss& loss, Workspace& workspace);

}  // namespace backprop
