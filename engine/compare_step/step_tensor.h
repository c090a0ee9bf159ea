// The numbers of a step, tensor by tensor in the order in which they come about: what the file has
// beside what the engine has.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/compare_step/step_replay.h"
#include "engine/exercise/hand_place.h"

namespace backprop {

// The largest a number may be off, of the largest one of its tensor (or of kStepFloor, where that
// is larger). PyTorch in 32 bits strays from PyTorch in 64 bits by up to 2.4e-5 in gradients of
// small networks (tests/golden/README.md); this is twice that, one for either program.
inline constexpr float kStepTolerance = 5e-5f, kStepFloor = 1e-3f;
// Of a weight after the update, which is worked out from the file's own gradient: of Δw, of the
// largest Δw of its tensor, and of the weight, whose last bit is 6e-8 of it.
inline constexpr float kUpdateTolerance = 1e-4f, kUpdateFloor = 1e-6f, kWeightTolerance = 2.4e-7f;

struct StepTensor {
  HandPlace::Kind kind;   // of all its numbers; of log a as well kActivation
  std::string name;       // where the file has it: "gradients.0.weight", "outputs[1]"
  int layer = 0;          // from 0
  bool bias = false;      // of kGradient and kNew
  bool logarithms = false;  // the numbers are ln a
  std::size_t columns = 0;  // a row's; 0: a list of numbers, or a single one
  std::size_t begin = 0;    // of parameters: where they are in the network
  std::vector<float> given = {}, right = {},
                     allowed = {};  // allowed[i] ≥ |given[i] − right[i]| is no difference

  bool agrees(std::size_t cell) const;
  // Whether others in place of the right ones are what the file has. Larger ones are rounded more:
  // the bounds grow with them.
  bool agrees_with(std::span<const float> others) const;
  bool agrees() const;
  std::string cell_text(std::size_t cell) const;  // "[1][0]"
  HandPlace place(std::size_t cell) const;

 private:
  // Of another number, where the largest other one is `most` times the largest right one.
  float allowed_of(std::size_t cell, float other, float most) const;
};

// All that the file says of what came of the step: outputs, the loss, gradients from the last layer
// to the first, and the weights after.
std::vector<StepTensor> step_tensors(const StepReplay& replay);

}  // namespace backprop
