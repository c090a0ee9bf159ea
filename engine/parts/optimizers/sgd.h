// Gradient descent on batches. H. Robbins, S. Monro, "A Stochastic Approximation Method", Annals of
// Mathematical Statistics 22, 1951.
#pragma once

#include "engine/parts/optimizers/define.h"

namespace backprop::optimizer_entries {

inline void sgd(const OptimizerSettings& settings, const float*, const float* gradients,
                OptimizerState& state, float* updates, int count) {
  ++state.steps;
  const f32x4 rate = splat(-settings.learning_rate);
  for (int i = 0; i < count; i += kLanes) store(updates + i, rate * load(gradients + i));
}

inline constexpr Optimizer kSgd = {
    .name = "sgd",
    .label = "SGD",
    .formula = "Δw = −η·g",
    .help = "A step straight down the gradient.",
    .uses_first = false,
    .uses_second = false,
    .settings = kNoSettings,
    .compute = sgd,
    .recipe = [](const UpdateInputs& in) { return UpdateRecipe{.scale = in.rate}; },
    .largest_step = [](const OptimizerSettings&) { return 2.0; },
    .forms =
        {
            .numpy = "    return -rate * gradient",
            .torch = "SGD($LR)",
            .torch_state = kNoText,
        },
};

}  // namespace backprop::optimizer_entries
