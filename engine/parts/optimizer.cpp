#include "engine/parts/optimizer.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/math/math.h"
#include "engine/math/simd.h"

namespace backprop {
namespace {

// All functions take: settings, parameters w, gradients g, state, updates Δw, count.

void sgd(const OptimizerSettings& settings, const float*, const float* gradients,
         OptimizerState& state, float* updates, int count) {
  ++state.steps;
  const f32x4 rate = splat(-settings.learning_rate);
  for (int i = 0; i < count; i += kLanes) store(updates + i, rate * load(gradients + i));
}

void momentum(const OptimizerSettings& settings, const float*, const float* gradients,
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

void nesterov(const OptimizerSettings& settings, const float*, const float* gradients,
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

void adagrad(const OptimizerSettings& settings, const float*, const float* gradients,
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

void rmsprop(const OptimizerSettings& settings, const float*, const float* gradients,
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

// Δw = −η/(1−β₁ᵗ)·m / (√v/√(1−β₂ᵗ) + ε) − decay·w
void adam_with_decay(const OptimizerSettings& settings, float decay, const float* parameters,
                     const float* gradients, OptimizerState& state, float* updates, int count) {
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

void adam(const OptimizerSettings& settings, const float* parameters, const float* gradients,
          OptimizerState& state, float* updates, int count) {
  adam_with_decay(settings, 0.0f, parameters, gradients, state, updates, count);
}

void adamw(const OptimizerSettings& settings, const float* parameters, const float* gradients,
           OptimizerState& state, float* updates, int count) {
  adam_with_decay(settings, settings.learning_rate * settings.weight_decay, parameters, gradients,
                  state, updates, count);
}

constexpr std::string_view kMomentumSettings[] = {"momentum"};
constexpr std::string_view kAdagradSettings[] = {"epsilon"};
constexpr std::string_view kRmspropSettings[] = {"rho", "epsilon"};
constexpr std::string_view kAdamSettings[] = {"beta1", "beta2", "epsilon"};
constexpr std::string_view kAdamwSettings[] = {"beta1", "beta2", "epsilon", "weightDecay"};

constexpr Optimizer kOptimizers[] = {
    {
        .name = "sgd",
        .label = "SGD",
        .formula = "Δw = −η·g",
        .help = "A step straight down the gradient.",
        .buffers = 0,
        .uses_first = false,
        .uses_second = false,
        .settings = {},
        .compute = sgd,
    },
    {
        .name = "momentum",
        .label = "Momentum",
        .formula = "v ← μ·v + g, Δw = −η·v",
        .help = "Gradients add up to a velocity: faster along a ravine, calmer across it.",
        .buffers = 1,
        .uses_first = true,
        .uses_second = false,
        .settings = kMomentumSettings,
        .compute = momentum,
    },
    {
        .name = "nesterov",
        .label = "Nesterov",
        .formula = "v ← μ·v + g, Δw = −η·(g + μ·v)",
        .help = "Momentum that looks one step ahead.",
        .buffers = 1,
        .uses_first = true,
        .uses_second = false,
        .settings = kMomentumSettings,
        .compute = nesterov,
    },
    {
        .name = "adagrad",
        .label = "Adagrad",
        .formula = "s ← s + g², Δw = −η·g/(√s + ε)",
        .help = "Each weight has its own rate, which shrinks with the gradients it has seen.",
        .buffers = 1,
        .uses_first = false,
        .uses_second = true,
        .settings = kAdagradSettings,
        .compute = adagrad,
    },
    {
        .name = "rmsprop",
        .label = "RMSprop",
        .formula = "s ← ρ·s + (1−ρ)·g², Δw = −η·g/(√s + ε)",
        .help = "Adagrad that forgets: recent gradients set each weight's rate.",
        .buffers = 1,
        .uses_first = false,
        .uses_second = true,
        .settings = kRmspropSettings,
        .compute = rmsprop,
    },
    {
        .name = "adam",
        .label = "Adam",
        .formula = "m ← β₁·m + (1−β₁)·g, v ← β₂·v + (1−β₂)·g², Δw = −η·m̂/(√v̂ + ε)",
        .help = "Momentum and RMSprop together, corrected for their start at zero.",
        .buffers = 2,
        .uses_first = true,
        .uses_second = true,
        .settings = kAdamSettings,
        .compute = adam,
    },
    {
        .name = "adamw",
        .label = "AdamW",
        .formula = "Δw = −η·m̂/(√v̂ + ε) − η·λ·w",
        .help = "Adam with weight decay kept apart from the gradient.",
        .buffers = 2,
        .uses_first = true,
        .uses_second = true,
        .settings = kAdamwSettings,
        .compute = adamw,
    },
};

}  // namespace

std::span<const Optimizer> optimizers() { return kOptimizers; }

const Optimizer& optimizer(std::string_view name) {
  const Optimizer* entry = find_entry(optimizers(), name);
  assert(entry);
  return *entry;
}

OptimizerState make_state(const Optimizer& optimizer, int count) {
  const auto size = static_cast<std::size_t>(padded(count));
  OptimizerState state;
  if (optimizer.uses_first) state.first.assign(size, 0.0f);
  if (optimizer.uses_second) state.second.assign(size, 0.0f);
  return state;
}

}  // namespace backprop
