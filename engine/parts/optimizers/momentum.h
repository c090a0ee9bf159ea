// Momentum. B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR
// Computational Mathematics and Mathematical Physics 4(5), 1964.
#pragma once

#include "engine/parts/optimizers/define.h"

namespace backprop::optimizer_entries {

inline void momentum(const OptimizerSettings& settings, const float*, const float* gradients,
                     OptimizerState& state, float* updates, int count) {
  ++state.steps;
  const f32x4 rate = splat(-settings.learning_rate);
  const f32x4 mu = splat(settings.momentum);
  float* velocity = state.first.data();
  for (int i = 0; i < count; i += kLanes) {
    const f32x4 v = mu * load(velocity + i) + load(gradients + i);
    store(velocity + i, v);
    store(updates + i, rate * v);
  }
}

inline UpdateRecipe momentum_recipe(const UpdateInputs& in) {
  const double mu = static_cast<double>(in.settings.momentum);
  return {.scale = in.rate,
          .memory = -in.rate * mu * in.first_before,
          .memory_name = "−η·μ·vₜ₋₁",
          .memory_latex = "-\\eta\\,\\mu\\,v_{t-1}",
          .memory_help = "What is left of earlier gradients: v = μ·vₜ₋₁ + g.",
          .quantities = {{"μ", "\\mu", mu}, {"vₜ₋₁", "v_{t-1}", in.first_before}}};
}

inline constexpr Optimizer kMomentum = {
    .name = "momentum",
    .label = "Momentum",
    .formula = "v ← μ·v + g, Δw = −η·v",
    .help = "Gradients add up to a velocity: faster along a ravine, calmer across it.",
    .uses_first = true,
    .uses_second = false,
    .settings = kMomentumSettings,
    .compute = momentum,
    .recipe = momentum_recipe,
    .largest_step =
        [](const OptimizerSettings& settings) {
          return 2 + 2 * static_cast<double>(settings.momentum);
        },
    .forms =
        {
            .numpy = "    memory.first = MOMENTUM * memory.first + gradient\n"
                     "    return -rate * memory.first",
            .torch = "SGD($LR, momentum=MOMENTUM)",
            .torch_state = "momentum_buffer=first",
        },
};

}  // namespace backprop::optimizer_entries
