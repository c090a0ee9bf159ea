// A run as it stands, for programs (one JSON object) and for people (a short summary).
#pragma once

#include <iosfwd>
#include <string>

#include "engine/run/trainer.h"

namespace backprop {

// Experiment, step, losses, accuracies, and per layer weights, biases, the gradients and updates
// of the last step, and their norms.
std::string run_json(const Trainer& trainer);

void print_summary(const Trainer& trainer, std::ostream& out);

}  // namespace backprop
