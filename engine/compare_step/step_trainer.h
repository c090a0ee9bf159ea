// A step from a file as an experiment, to be looked at.
#pragma once

#include <string>
#include <vector>

#include "engine/compare_step/step_file.h"
#include "engine/run/trainer.h"

namespace backprop {

struct StepTrainer {
  Trainer trainer;  // at its start, before the step: the batch is the table, in its order
  // What is not here as it is in the file, in sentences: a loss that is so many times this one.
  std::vector<std::string> notes;
};

// An error says what an experiment cannot have: more than 8 inputs, 64 neurons in a layer.
Result<StepTrainer> make_step_trainer(const StepFile& file);

}  // namespace backprop
