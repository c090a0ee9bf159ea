// RMSprop. T. Tieleman, G. Hinton, "Lecture 6.5: rmsprop, divide the gradient by a running average
// of its recent magnitude", Neural Networks for Machine Learning, Coursera 2012.
#pragma once

#include "engine/base/decimal.h"
#include "engine/parts/optimizers/define.h"

namespace backprop::optimizer_entries {

// 1 − ρ. Near 1 a float keeps few digits of what it lacks to 1: 0.99999 as a float lacks 0.14 % too
// much, so there it is taken from the decimal that was set. Up to 0.999 what the float lacks is
// right to 3e-5, and stays as it always was, for the bits' sake.
inline float rest_of(float rho) {
  if (rho <= 0.999f) return 1.0f - rho;
  const Decimal decimal = shortest_decimal(rho);  // 0.d₁d₂…, at most nine digits
  double digits = 0, worth = 1;
  for (const char digit : decimal.digits) {
    digits = 10 * digits + (digit - '0');
    worth *= 10;
  }
  return static_cast<float>(1 - digits / worth);
}

inline void rmsprop(const OptimizerSettings& settings, const float*, const float* gradients,
                    OptimizerState& state, float* updates, int count) {
  ++state.steps;
  const f32x4 rate = splat(-settings.learning_rate);
  const f32x4 rho = splat(settings.rho);
  const f32x4 rest = splat(rest_of(settings.rho));
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
            .numpy = "    rest = 1 - RHO if RHO <= 0.999 else np.float32(1 - float(str(RHO)))\n"
                     "    memory.second = RHO * memory.second + rest * gradient ** 2\n"
                     "    return -rate * gradient / (np.sqrt(memory.second) + EPSILON)",
            .torch = "RMSprop($LR, alpha=RHO, eps=EPSILON)",
            .torch_state = "step=torch.tensor($STEPS), square_avg=second",
        },
};

}  // namespace backprop::optimizer_entries
