// What a run's charts and the rules of diagnosis remember of its steps.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/run/trainer.h"

namespace backprop {

// What is watched over the last steps; the application adds one entry per refresh.
struct StepStatistics {
  std::int64_t step;
  double loss;                            // batch loss; NaN before there is one
  double train_loss, test_loss;           // full sets
  double train_accuracy, test_accuracy;
  std::vector<float> gradient_norms;  // per layer ‖∂L/∂W‖ of the batch; NaN before there is one
  std::vector<float> update_ratios;  // per layer ‖ΔW‖/‖W‖; NaN before an update
};
// As the trainer stands; costs a pass over all points.
StepStatistics measure(const Trainer& trainer);

}  // namespace backprop
