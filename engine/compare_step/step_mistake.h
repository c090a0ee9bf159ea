// Mistakes that whole training steps have: what each one makes of the outputs, the loss, the
// gradients or the weights after it. Those of single numbers are engine/exercise's.
#pragma once

#include <span>
#include <string>

#include "engine/base/entry.h"
#include "engine/compare_step/step_mistake_sums.h"

namespace backprop {

struct StepMistake {
  Text name;      // "not_cleared"
  Text label;     // "gradients not cleared"
  Text sentence;  // what was done, and what is right
  // Where it shows first.
  HandPlace::Kind kind;
  int variants;  // in how many ways it can be made, at most
  // A number was fitted to the file's, so that only many numbers together are a sign of it.
  bool fitted;
  // Nothing where it cannot be made, or not in this way.
  Given<MistakenStep (*)(const StepReplay& replay, const StepTensor& tensor, int variant)> make;
  // The number that was fitted: "lr = 0.02"; null where none was.
  std::string (*found)(const StepReplay& replay, int variant);
};

std::span<const StepMistake> step_mistakes();

}  // namespace backprop
