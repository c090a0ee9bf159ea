// Nesterov's momentum. Y. Nesterov, "A method of solving a convex programming problem with
// convergence rate O(1/k²)", Soviet Mathematics Doklady 27, 1983; in the form for neural networks:
// I. Sutskever, J. Martens, G. Dahl, G. Hinton, "On the importance of initialization and momentum
// in deep learning", ICML 2013.
#pragma once

#include "engine/parts/optimizers/define.h"

namespace backprop::optimizer_entries {

inline void nesterov(const OptimizerSettings& settings, const float*, const float* gradients,
                     OptimizerState& state, float* updates, int count) {
  ++state.steps;
  const f32x4 rate = splat(-settings.learning_rate);
  const f32x4 mu = splat(settings.momentum);
  float* velocity = state.first.data();
  for (int i = 0; i < count; i += kLanes) {
    const f32x4 g = load(gradients + i);
    const f32x4 v = mu * load(velocity + i) + g;
    store(velocity + i, v);
    store(updates + i, rate * (g + mu * v));
  }
}

inline UpdateRecipe nesterov_recipe(const UpdateInputs& in) {
  const double mu = static_cast<double>(in.settings.momentum);
  return {
      .scale = in.rate,
      .memory = -in.rate * mu * in.first,
      .memory_name = "−η·μ·v",
      .memory_latex = "-\\eta\\,\\mu\\,v",
      .memory_help = "The velocity v = μ·vₜ₋₁ + g, this step's gradient included: a look ahead.",
      .quantities = {{"μ", "\\mu", mu}, {"v", "v", in.first}}};
}

inline constexpr Optimizer kNesterov = {
    .name = "nesterov",
    .label = "Nesterov",
    .formula = "v ← μ·v + g, Δw = −η·(g + μ·v)",
    .help = "Momentum that looks one step ahead.",
    .uses_first = true,
    .uses_second = false,
    .settings = kMomentumSettings,
    .compute = nesterov,
    .recipe = nesterov_recipe,
    .largest_step =
        [](const OptimizerSettings& settings) {
          const double mu = static_cast<double>(settings.momentum);
          return (2 + 2 * mu) / (1 + 2 * mu);
        },
    .forms =
        {
            .numpy = "    memory.first = MOMENTUM * memory.first + gradient\n"
                     "    return -rate * (gradient + MOMENTUM * memory.first)",
            .torch = "SGD($LR, momentum=MOMENTUM, nesterov=MOMENTUM > 0)",
            .torch_state = "momentum_buffer=first",
        },
};

}  // namespace backprop::optimizer_entries
