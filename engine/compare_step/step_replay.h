// A step from a file, run once more by the engine's five phases.
#pragma once

#include <span>
#include <vector>

#include "engine/compare_step/step_file.h"
#include "engine/network/backprop.h"

namespace backprop {

struct StepReplay {
  const StepFile* file;  // outlives it
  // z, a and the δ of every sample, of the engine's loss: without the file's factor.
  Workspace batch;
  float loss;                    // with it, as all that follows
  std::vector<float> gradients;  // laid out as the parameters
  // Δw from the gradients that the file has, else from these: what came before is no fault of the
  // update. Empty where no optimizer is said.
  std::vector<float> updates;

  // The gradients that the updates come from.
  std::span<const float> gradients_used() const {
    return file->gradients.empty() ? gradients : file->gradients;
  }
};

StepReplay replay_step(const StepFile& file);

// What an update is made with, where it is not what the file says.
struct UpdateMade {
  const Optimizer* optimizer;
  OptimizerSettings settings;
  float decay;  // of the gradient
  OptimizerState state;

  explicit UpdateMade(const StepFile& file)
      : optimizer(file.optimizer), settings(file.settings), decay(file.decay), state(file.state) {}
  // Δw of every parameter from as many gradients; advances the state.
  std::vector<float> apply(const StepFile& file, std::span<const float> gradients);
};

}  // namespace backprop
