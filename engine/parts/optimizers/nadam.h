// Nadam. T. Dozat, "Incorporating Nesterov Momentum into Adam", ICLR 2016 workshop; with a constant
// β₁, which in PyTorch is an endless momentum_decay.
#pragma once

#include "engine/parts/optimizers/define.h"

namespace backprop::optimizer_entries {

// Δw = −η·(β₁/(1−β₁ᵗ⁺¹)·m + (1−β₁)/(1−β₁ᵗ)·g) / (√v/√(1−β₂ᵗ) + ε)
inline void nadam(const OptimizerSettings& settings, const float*, const float* gradients,
                  OptimizerState& state, float* updates, int count) {
  ++state.steps;
  const double rate = -static_cast<double>(settings.learning_rate);
  const double kept = static_cast<double>(settings.beta1);
  const double correction2 = 1.0 - math::power(static_cast<double>(settings.beta2), state.steps);
  const f32x4 ahead =
      splat(static_cast<float>(rate * kept / (1.0 - math::power(kept, state.steps + 1))));
  const f32x4 now =
      splat(static_cast<float>(rate * (1.0 - kept) / (1.0 - math::power(kept, state.steps))));
  const f32x4 root = splat(static_cast<float>(math::sqrt(correction2)));
  const f32x4 beta1 = splat(settings.beta1);
  const f32x4 beta2 = splat(settings.beta2);
  float* first = state.first.data();
  float* second = state.second.data();
  for (int i = 0; i < count; i += kLanes) {
    const f32x4 g = load(gradients + i);
    const f32x4 m = beta1 * load(first + i) + (1.0f - beta1) * g;
    const f32x4 v = beta2 * load(second + i) + (1.0f - beta2) * (g * g);
    store(first + i, m);
    store(second + i, v);
    store(updates + i, (ahead * m + now * g) / (square_root(v) / root + settings.epsilon));
  }
}

// r = η/(√v̂ + ε) is the parameter's own rate, c = (1−β₁)/(1−β₁ᵗ) the share of this step's gradient.
inline UpdateRecipe nadam_recipe(const UpdateInputs& in) {
  const double beta1 = static_cast<double>(in.settings.beta1);
  const double beta2 = static_cast<double>(in.settings.beta2);
  const double epsilon = static_cast<double>(in.settings.epsilon);
  const double m_hat = in.first / (1 - math::power(beta1, in.steps + 1));
  const double v_hat = in.second / (1 - math::power(beta2, in.steps));
  const double own_rate = in.rate / (math::sqrt(v_hat) + epsilon);
  const double share = (1 - beta1) / (1 - math::power(beta1, in.steps));
  return {.scale = own_rate * share,
          .scale_name = "r·c",
          .scale_latex = "r\\,c",
          .memory = -own_rate * beta1 * m_hat,
          .memory_name = "−r·β₁·m\u0302",
          .memory_latex = "-r\\,\\beta_1\\,\\hat m",
          .memory_help =
              "m = β₁·mₜ₋₁ + (1 − β₁)·g, this step's gradient included: a look ahead. "
              "r = η/(√v\u0302 + ε) is this parameter's own rate, c = (1 − β₁)/(1 − β₁ᵗ).",
          .quantities = {{"t", "t", static_cast<double>(in.steps)},
                         {"β₁", "\\beta_1", beta1},
                         {"β₂", "\\beta_2", beta2},
                         {"m", "m", in.first},
                         {"v", "v", in.second},
                         {"m\u0302", "\\hat m", m_hat},
                         {"v\u0302", "\\hat v", v_hat},
                         {"ε", "\\varepsilon", epsilon},
                         {"r", "r", own_rate},
                         {"c", "c", share}}};
}

inline constexpr Optimizer kNadam = {
    .name = "nadam",
    .label = "Nadam",
    .formula = "m̂ = m/(1−β₁ᵗ⁺¹), Δw = −η·(β₁·m̂ + (1−β₁)·g/(1−β₁ᵗ))/(√v̂ + ε)",
    .help = "Adam whose momentum looks one step ahead, as Nesterov's does.",
    .uses_first = true,
    .uses_second = true,
    .settings = kAdamSettings,
    .compute = nadam,
    .recipe = nadam_recipe,
    .largest_step = nullptr,
    .forms =
        {
            .numpy = "    memory.steps += 1\n"
                     "    memory.first = BETA1 * memory.first + (1 - BETA1) * gradient\n"
                     "    memory.second = BETA2 * memory.second + (1 - BETA2) * gradient ** 2\n"
                     "    ahead = BETA1 * memory.first / (1 - float(BETA1) ** (memory.steps + 1))\n"
                     "    now = (1 - BETA1) * gradient / (1 - float(BETA1) ** memory.steps)\n"
                     "    second = memory.second / (1 - float(BETA2) ** memory.steps)\n"
                     "    return -rate * (ahead + now) / (np.sqrt(second) + EPSILON)",
            .torch = "NAdam(\n"
                     "        $LR, betas=(BETA1, BETA2), eps=EPSILON,\n"
                     "        momentum_decay=1e6)  # BETA1 as it is from the first step on",
            .torch_state = "step=torch.tensor($STEPS), mu_product=torch.tensor(BETA1 ** $STEPS), "
                           "exp_avg=first, exp_avg_sq=second",
        },
};

}  // namespace backprop::optimizer_entries
