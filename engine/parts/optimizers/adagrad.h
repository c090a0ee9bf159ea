// Adagrad. J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods for Online Learning and
// Stochastic Optimization", JMLR 12, 2011.
#pragma once

#include "engine/parts/optimizers/define.h"

namespace backprop::optimizer_entries {

inline void adagrad(const OptimizerSettings& settings, const float*, const float* gradients,
                    OptimizerState& state, float* updates, int count) {
  ++state.steps;
  const f32x4 rate = splat(-settings.learning_rate);
  float* squares = state.second.data();
  for (int i = 0; i < count; i += kLanes) {
    const f32x4 g = load(gradients + i);
    const f32x4 s = load(squares + i) + g * g;
    store(squares + i, s);
    store(updates + i, rate * g / (square_root(s) + settings.epsilon));
  }
}

inline constexpr std::string_view kAdagradSettings[] = {"epsilon"};

inline constexpr Optimizer kAdagrad = {
    .name = "adagrad",
    .label = "Adagrad",
    .formula = "s ← s + g², Δw = −η·g/(√s + ε)",
    .help = "Each weight has its own rate, which shrinks with the gradients it has seen.",
    .uses_first = false,
    .uses_second = true,
    .settings = kAdagradSettings,
    .compute = adagrad,
    .recipe = divided_by_root,
    .largest_step = nullptr,
    .forms =
        {
            .numpy = "    memory.second = memory.second + gradient ** 2\n"
                     "    return -rate * gradient / (np.sqrt(memory.second) + EPSILON)",
            .torch = "Adagrad($LR, eps=EPSILON)",
            .torch_state = "step=torch.tensor($STEPS), sum=second",
        },
};

}  // namespace backprop::optimizer_entries
