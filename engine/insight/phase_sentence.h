// What a phase does to the neuron, weight or bias that one looks at, in a plain sentence; and what
// the whole step did to the loss.
#pragma once

#include <optional>
#include <string>

#include "engine/insight/explain.h"
#include "engine/run/trainer.h"

namespace backprop {

// Of the phase that was done last; empty before the first. `mean`: the batch is looked at, else one
// sample of it. The target is one that the network has.
std::string phase_sentence(const Trainer& trainer, const ExplainTarget& target, bool mean);

// The loss of the batch in the workspace with the parameters that the step began with and with
// those that it led to, without a penalty, and under the step's own dropout. `sample` is a column
// of the batch, −1 for none.
struct StepEffect {
  double before, after;
  std::optional<double> sample_before, sample_after;
};
// Nothing before phase 5, and of batches too large to be passed through the network once more.
std::optional<StepEffect> step_effect(const Trainer& trainer, int sample);
std::string effect_sentence(const StepEffect& effect);

}  // namespace backprop
