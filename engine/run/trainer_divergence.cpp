// What is said when a number became infinite or undefined, and what to try.
#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/text.h"
#include "engine/run/trainer.h"

namespace backprop {

bool Trainer::diverge(Phase phase, std::string_view what, bool infinite) {
  std::string message = std::string(what) + " became " +
                        (infinite ? "infinite" : "undefined (not a number)") + " at step " +
                        number_text(step_ + 1) +
                        ". Training stopped, and the network is as it was before that step. ";
  message += "Try a learning rate smaller than " + number_text(experiment_.learning_rate);
  if (experiment_.clipping->limit == nullptr) message += ", or clip the gradients";
  if (experiment_.regularization->grows_with_weight &&
      learning_rate() * experiment_.regularization_rate > 1) {
    message += ", or a smaller regularization rate";
  }
  constexpr float kLargeInput = 50;  // as diagnosis has it
  float largest = 0;
  for (const float input : workspace_.inputs) largest = std::max(largest, std::fabs(input));
  if (largest > kLargeInput) {
    message += ", or standardise the inputs, which are as large as " +
               number_text(std::floor(static_cast<double>(largest)));
  }
  divergence_ = Divergence{step_ + 1, phase, message + "."};
  return false;
}

}  // namespace backprop
