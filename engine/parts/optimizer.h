// Optimizers: what an update makes of a gradient. Definitions as in PyTorch.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace backprop {

// All parameters any optimizer has; an entry says which it uses.
struct OptimizerSettings {
  float learning_rate = 0.03f;  // after the schedule
  float momentum = 0.9f;        // μ of momentum and nesterov
  float beta1 = 0.9f;
  float beta2 = 0.999f;
  float rho = 0.9f;
  float epsilon = 1e-8f;
  float weight_decay = 0.01f;   // decoupled, adamw only
};

// Per-parameter memory of an optimizer: up to two buffers as long as the parameters, and t.
// A buffer the optimizer does not use is empty.
struct OptimizerState {
  std::vector<float> first;   // velocity or m (momentum, nesterov, adam, adamw)
  std::vector<float> second;  // squared gradients or v (adagrad, rmsprop, adam, adamw)
  std::int64_t steps = 0;     // updates done, for bias correction
};

struct Optimizer {
  std::string_view name;     // "adam"
  std::string_view label;    // "Adam"
  std::string_view formula;  // "Δw = −η·m̂/(√v̂ + ε)"
  std::string_view help;
  int buffers;                     // how many of the two it uses
  bool uses_first, uses_second;    // and which
  std::span<const std::string_view> settings;  // experiment properties it reads: "momentum", ...
  // updates[i] = Δw for all parameters, and advances the state. count is a multiple of kLanes.
  void (*compute)(const OptimizerSettings& settings, const float* parameters,
                  const float* gradients, OptimizerState& state, float* updates, int count);
};

// sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw.
std::span<const Optimizer> optimizers();
const Optimizer& optimizer(std::string_view name);  // the name must exist

// Zeroed state for `count` parameters.
OptimizerState make_state(const Optimizer& optimizer, int count);

}  // namespace backprop
