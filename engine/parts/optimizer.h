// Optimizers: how a gradient becomes an update. Definitions as in PyTorch.
//
// One entry each in engine/parts/optimizers/, listed in optimizer.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/entry.h"

namespace backprop {

// All parameters any optimizer has; an entry says which it uses.
struct OptimizerSettings {
  float learning_rate = 0.03f;  // η > 0, after the schedule
  float momentum = 0.9f;        // μ of momentum and nesterov, 0 ≤ μ < 1
  float beta1 = 0.9f;           // 0 ≤ β < 1
  float beta2 = 0.999f;
  float rho = 0.9f;             // 0 ≤ ρ < 1
  float epsilon = 1e-8f;        // ε > 0
  float weight_decay = 0.01f;   // decoupled, adamw only
};

// Per-parameter memory of an optimizer: up to two buffers as long as the parameters, and t.
// A buffer the optimizer does not use is empty.
struct OptimizerState {
  std::vector<float> first;   // velocity or m (momentum, nesterov, adam, adamw, nadam)
  std::vector<float> second;  // squared gradients or v (adagrad, rmsprop, adam, adamw, nadam)
  std::int64_t steps = 0;     // updates done, for bias correction
};

// One update of one parameter, told in its parts: Δw = −scale·g + memory, with a scale that may
// depend on the parameter's past. All that made up g passes through it. Every name is a formula of
// the quantities, η and g, so that what is said can be worked out.
struct UpdateRecipe {
  double scale = 0;
  std::string_view scale_name = "η", scale_latex = "\\eta";
  double memory = 0;  // what earlier gradients left; named when the optimizer has any
  std::string_view memory_name = {}, memory_latex = {}, memory_help = {};
  double decay = 0;  // d: apart from its gradient the parameter loses η·d·w
  // What it used beside η and g, in the order in which it is shown.
  struct Quantity {
    std::string_view symbol, latex;
    double value;
  };
  std::vector<Quantity> quantities = {};
};

// What a recipe is made from: the gradient, and the memory before the update and after it.
struct UpdateInputs {
  double rate;  // η of that update
  double gradient;
  double first_before;
  double first, second;
  std::int64_t steps;
  const OptimizerSettings& settings;
};

// How an optimizer is said elsewhere. Settings are constants named as the properties are: BETA1,
// WEIGHT_DECAY.
struct OptimizerForms {
  // NumPy: lines that advance memory.steps, memory.first and memory.second, and return Δw from
  // rate, parameters and gradient.
  Text numpy;
  // PyTorch: the class in torch.optim and its settings; $LR stands for the parameters and the rate.
  Text torch;
  // What its state has for a parameter, from tensors first and second; $STEPS are those done.
  MaybeText torch_state;
};

struct Optimizer {
  Text name;  // "adam"
  Text label;  // "Adam"
  Text formula;  // "Δw = −η·m̂/(√v̂ + ε)"
  Text help;
  Given<bool> uses_first, uses_second;  // which of the two buffers it has
  Given<std::span<const std::string_view>> settings;  // properties it reads: "momentum", ...
  // updates[i] = Δw for all parameters, and advances the state. count is a multiple of kLanes.
  Given<void (*)(const OptimizerSettings& settings, const float* parameters, const float* gradients,
                 OptimizerState& state, float* updates, int count)>
      compute;
  // The parts of the update that was computed last.
  Given<UpdateRecipe (*)(const UpdateInputs& inputs)> recipe;
  // The product of η and the curvature from which on steps on a bowl grow; null where the length of
  // a step does not follow the gradient's.
  Given<double (*)(const OptimizerSettings& settings)> largest_step;
  OptimizerForms forms;

  constexpr bool has_memory() const { return uses_first || uses_second; }
};

// All of them, in the order in which they are offered.
std::span<const Optimizer> optimizers();
const Optimizer& optimizer(std::string_view name);  // the name must exist

// Zeroed state for `count` parameters.
OptimizerState make_state(const Optimizer& optimizer, int count);

}  // namespace backprop
