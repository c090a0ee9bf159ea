// What the rules of diagnosis look at: the gradient's flow through the layers and the health of the
// neurons, measured over the training set with the current parameters.
#pragma once

#include <span>
#include <vector>

#include "engine/insight/diagnosis.h"

namespace backprop {

// How many training points are measured: all of most sets, fewer on large networks, so that looking
// stays a matter of a few milliseconds at worst.
int observed_points(const Network& network);

struct LayerFlow {
  double weight_norm;  // ‖W‖
  double gradient_norm;  // ‖∂L/∂W‖
  double delta;  // root of the mean δ²
};

struct Observation {
  const Trainer& trainer;
  std::span<const StepStatistics> history;
  double loss;  // data loss of the training set
  std::vector<LayerFlow> layers;
  std::vector<std::vector<NeuronHealth>> health;
  double output_flat_share;  // share of outputs with a flat slope …
  double output_wrong_share;  // … and of those, the ones on the wrong side

  const Network& network() const { return trainer.network(); }
  int last() const { return trainer.network().layer_count() - 1; }
};

Observation observe(const Trainer& trainer, std::span<const StepStatistics> history);

}  // namespace backprop
