// AdamW. I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019,
// arXiv:1711.05101.
#pragma once

#include "engine/parts/optimizers/adam.h"

namespace backprop::optimizer_entries {

inline void adamw(const OptimizerSettings& settings, const float* parameters,
                  const float* gradients, OptimizerState& state, float* updates, int count) {
  adam_with_decay(settings, settings.learning_rate * settings.weight_decay, parameters, gradients,
                  state, updates, count);
}

inline UpdateRecipe adamw_recipe(const UpdateInputs& in) {
  UpdateRecipe recipe = adam_recipe(in);
  recipe.decay = static_cast<double>(in.settings.weight_decay);
  recipe.quantities.push_back({"d", "d", recipe.decay});
  return recipe;
}

inline constexpr std::string_view kAdamwSettings[] = {"beta1", "beta2", "epsilon", "weightDecay"};

inline constexpr Optimizer kAdamw = {
    .name = "adamw",
    .label = "AdamW",
    .formula = "Δw = −η·m̂/(√v̂ + ε) − η·d·w",
    .help = "Adam with weight decay kept apart from the gradient.",
    .uses_first = true,
    .uses_second = true,
    .settings = kAdamwSettings,
    .compute = adamw,
    .recipe = adamw_recipe,
    .largest_step = nullptr,
    .forms =
        {
            .numpy = "    memory.steps += 1\n"
                     "    memory.first = BETA1 * memory.first + (1 - BETA1) * gradient\n"
                     "    memory.second = BETA2 * memory.second + (1 - BETA2) * gradient ** 2\n"
                     "    first = memory.first / (1 - float(BETA1) ** memory.steps)\n"
                     "    second = memory.second / (1 - float(BETA2) ** memory.steps)\n"
                     "    return -rate * first / (np.sqrt(second) + EPSILON) - rate * WEIGHT_DECAY "
                     "* parameters",
            .torch = "AdamW(\n        $LR, betas=(BETA1, BETA2), eps=EPSILON,\n        "
                     "weight_decay=WEIGHT_DECAY)",
            .torch_state = "step=torch.tensor($STEPS), exp_avg=first, exp_avg_sq=second",
        },
};

}  // namespace backprop::optimizer_entries
