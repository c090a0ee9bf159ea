// Which mistakes the numbers of a step look like.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/compare_step/step_tensor.h"

namespace backprop {

// How much of the step is as the mistake would have it.
enum class StepScope {
  kNumber,  // the first number that differs, and it alone
  kTensor,  // all numbers of its tensor
  kPhase,   // all gradients, or all weights after
};

struct NamedMistake {
  std::string name;      // "not_cleared"; the exercises' by their own names
  std::string label;     // "gradients not cleared"
  std::string sentence;  // with the number that was found: "… (lr = 0.02)"
  StepScope scope;
};

// Of the tensor whose number `cell` is the first that differs: those that explain most, all that
// give the same numbers. `tensors` are all of the step.
std::vector<NamedMistake> diagnose_step(const StepReplay& replay,
                                        std::span<const StepTensor> tensors,
                                        const StepTensor& first, std::size_t cell);

}  // namespace backprop
