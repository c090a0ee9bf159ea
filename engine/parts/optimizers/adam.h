// Adam. D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015,
// arXiv:1412.6980.
#pragma once

#include "engine/parts/optimizers/define.h"

namespace backprop::optimizer_entries {

// Δw = −η/(1−β₁ᵗ)·m / (√v/√(1−β₂ᵗ) + ε) − decay·w
inline void adam_with_decay(const OptimizerSettings& settings, float decay, const float* parameters,
                            const float* gradients, OptimizerState& state, float* updates,
                            int count) {
  ++state.steps;
  const double correction1 = 1.0 - math::power(static_cast<double>(settings.beta1), state.steps);
  const double correction2 = 1.0 - math::power(static_cast<double>(settings.beta2), state.steps);
  const f32x4 rate =
      splat(static_cast<float>(-static_cast<double>(settings.learning_rate) / correction1));
  const f32x4 root = splat(static_cast<float>(math::sqrt(correction2)));
  const f32x4 beta1 = splat(settings.beta1);
  const f32x4 beta2 = splat(settings.beta2);
  const f32x4 rest1 = 1.0f - beta1;
  const f32x4 rest2 = 1.0f - beta2;
  float* first = state.first.data();
  float* second = state.second.data();
  for (int i = 0; i < count; i += kLanes) {
    const f32x4 g = load(gradients + i);
    const f32x4 m = beta1 * load(first + i) + rest1 * g;
    const f32x4 v = beta2 * load(second + i) + rest2 * (g * g);
    store(first + i, m);
    store(second + i, v);
    f32x4 update = rate * m / (square_root(v) / root + settings.epsilon);
    if (decay != 0.0f) update -= decay * load(parameters + i);
    store(updates + i, update);
  }
}

inline void adam(const OptimizerSettings& settings, const float* parameters, const float* gradients,
                 OptimizerState& state, float* updates, int count) {
  adam_with_decay(settings, 0.0f, parameters, gradients, state, updates, count);
}

// r = η/((1−β₁ᵗ)·(√v̂ + ε)) is the parameter's own rate, by which m is multiplied.
inline UpdateRecipe adam_recipe(const UpdateInputs& in) {
  const double beta1 = static_cast<double>(in.settings.beta1);
  const double beta2 = static_cast<double>(in.settings.beta2);
  const double epsilon = static_cast<double>(in.settings.epsilon);
  const double correction1 = 1 - math::power(beta1, in.steps);
  const double correction2 = 1 - math::power(beta2, in.steps);
  const double v_hat = in.second / correction2;
  const double own_rate = in.rate / (correction1 * (math::sqrt(v_hat) + epsilon));
  return {.scale = own_rate * (1 - beta1),
          .scale_name = "r·(1 − β₁)",
          .scale_latex = "r\\,(1-\\beta_1)",
          .memory = -own_rate * beta1 * in.first_before,
          .memory_name = "−r·β₁·mₜ₋₁",
          .memory_latex = "-r\\,\\beta_1\\,m_{t-1}",
          .memory_help =
              "What is left of earlier gradients: m = β₁·mₜ₋₁ + (1 − β₁)·g, and "
              "r = η/((1 − β₁ᵗ)·(√v\u0302 + ε)) is this parameter's own rate.",
          .quantities = {{"t", "t", static_cast<double>(in.steps)},
                         {"β₁", "\\beta_1", beta1},
                         {"β₂", "\\beta_2", beta2},
                         {"mₜ₋₁", "m_{t-1}", in.first_before},
                         {"m", "m", in.first},
                         {"v", "v", in.second},
                         {"m\u0302", "\\hat m", in.first / correction1},
                         {"v\u0302", "\\hat v", v_hat},
                         {"ε", "\\varepsilon", epsilon},
                         {"r", "r", own_rate}}};
}

inline constexpr Optimizer kAdam = {
    .name = "adam",
    .label = "Adam",
    .formula = "m ← β₁·m + (1−β₁)·g, v ← β₂·v + (1−β₂)·g², Δw = −η·m̂/(√v̂ + ε)",
    .help = "Momentum and RMSprop together, corrected for their start at zero.",
    .uses_first = true,
    .uses_second = true,
    .settings = kAdamSettings,
    .compute = adam,
    .recipe = adam_recipe,
    .largest_step = nullptr,
    .forms =
        {
            .numpy = "    memory.steps += 1\n"
                     "    memory.first = BETA1 * memory.first + (1 - BETA1) * gradient\n"
                     "    memory.second = BETA2 * memory.second + (1 - BETA2) * gradient ** 2\n"
                     "    first = memory.first / (1 - float(BETA1) ** memory.steps)\n"
                     "    second = memory.second / (1 - float(BETA2) ** memory.steps)\n"
                     "    return -rate * first / (np.sqrt(second) + EPSILON)",
            .torch = "Adam(\n        $LR, betas=(BETA1, BETA2), eps=EPSILON)",
            .torch_state = "step=torch.tensor($STEPS), exp_avg=first, exp_avg_sq=second",
        },
};

}  // namespace backprop::optimizer_entries
