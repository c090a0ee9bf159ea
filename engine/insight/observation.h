// What the rules of diagnosis look at: the gradient's flow through the layers and the health of the
// neurons, measured over the training set with the current parameters.
#pragma once

#include <span>
#include <vector>

#include "engine/insight/step_statistics.h"

namespace backprop {

// How many training points are measured: all of most sets, fewer on large networks, so that looking
// stays a matter of a few milliseconds at worst.
int observed_points(const Network& network);

// Per neuron of a layer, over the training set (of large ones a part) with the current
// parameters: share of samples where
// φ′(z) is (nearly) zero, mean and spread of the activation.
struct NeuronHealth {
  float flat_share;  // share of samples with |φ′(z)| < 1e-3·max|φ′|
  float mean, deviation;
  bool dead;  // flat for every sample
  bool saturated;  // flat for more than half, of an activation that levels off on both sides
  float steepest = 0;  // largest |φ′(z)| of all samples
};
std::vector<std::vector<NeuronHealth>> neuron_health(const Trainer& trainer);

struct LayerFlow {
  double weight_norm;  // ‖W‖
  double gradient_norm;  // ‖∂L/∂W‖
  double delta;  // root of the mean δ²
  double pull = gradient_norm;  // ‖∂L/∂W + the penalty's slope‖: what an update follows
};

struct Observation {
  const Trainer& trainer;
  std::span<const StepStatistics> history;
  double loss;  // data loss of the training set
  std::vector<LayerFlow> layers;
  std::vector<std::vector<NeuronHealth>> health;
  double output_flat_share;  // share of outputs with a flat slope …
  double output_wrong_share;  // … and of those, the ones on the wrong side
  // The largest range of an output's z over the points, in proportion to the largest |z| (or 1);
  // not a number where there are not two different points.
  double output_spread = 0;
  double largest_input = 0;  // without its sign
  std::vector<int> predicted = {}, actual = {};  // points by class; empty in regression
  std::vector<float> gradients = {};  // ∂L/∂w over these points, laid out as the parameters

  const Network& network() const { return trainer.network(); }
  int last() const { return trainer.network().layer_count() - 1; }
};

Observation observe(const Trainer& trainer, std::span<const StepStatistics> history);

}  // namespace backprop
