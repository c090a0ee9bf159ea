// How much a neuron's gradient moves, as rings and tooltips say it.
#pragma once

#include "engine/run/trainer.h"
#include "shell/session/view.h"

namespace backprop {

// Mean of |δ| over the batch, 0 when the step in progress has not computed δ.
float mean_delta(const Trainer& trainer, NeuronId neuron);

}  // namespace backprop
