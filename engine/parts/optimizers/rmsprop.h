// RMSprop. T. Tieleman, G. Hinton, "Lecture 6.5: rmsprop, divide the gradient by a running average
// of its recent magnitude", Neural Networks for Machine Learning, Coursera 2012.
#pragma once

#include "engine/parts/optimizers/define.h"

namespace backprop::optimizer_entries {

inline void rmsprop(const OptimizerSettings& settings, const float*, const float* gradients,
                    OptimizerState& state, float* updates, int count) {
  ++state.steps;
  const f32x4 rate = splat(-settings.learning_rate);
  const f32x4 rho = splat(settings.rho);
  const f32x4 rest = 1.0f - rho;
  float* squares = state.second.data();
  for (int i = 0; i < count; i += kLanes) {
    const f32x4 g = load(gradients + i);
    const f32x4 s = rho * load(squares + i) + rest * (g * g);
    store(squares + i, s);
    store(updates + i, rate * g / (square_root(s) + settings.epsilon));
  }
}

inline UpdateRecipe rmsprop_recipe(const UpdateInputs& in) {
  UpdateRecipe recipe = divided_by_root(in);
  recipe.quantities.insert(recipe.quantities.begin(),
                           {"ρ", "\\rho", static_cast<double>(in.settings.rho)});
  return recipe;
}

inline constexpr std::string_view kRmspropSettings[] = {"rho", "epsilon"};

inline constexpr Optimizer kRmsprop = {
    .name = "rmsprop",
    .label = "RMSprop",
    .formula = "s ← ρ·s + (1−ρ)·g², Δw = −η·g/(√s + ε)",
    .help = "Adagrad that forgets: recent gradients set each weight's rate.",
    .uses_first = false,
    .uses_second = true,
    .settings = kRmspropSettings,
    .compute = rmsprop,
    .recipe = rmsprop_recipe,
    .largest_step = nullptr,
    .forms =
        {
            .numpy = "    memory.second = RHO * memory.second + (1 - RHO) * gradient ** 2\n"
                     "    return -rate * gradient / (np.sqrt(memory.second) + EPSILON)",
            .torch = "RMSprop($LR, alpha=RHO, eps=EPSILON)",
            .torch_state = "step=torch.tensor($STEPS), square_avg=second",
        },
};

}  // namespace backprop::optimizer_entries
