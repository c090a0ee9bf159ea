// What the tests of the lessons share. Each lesson is a short run whose sign was measured in
// float64 over many seeds; the margins leave room for the seeds and the floats of this engine.
// Where nothing else is said, the runs have SGD, batches of 10, a sigmoid output with BCE, and
// every point trains.
#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <span>
#include <string>

#include "engine/experiment/link.h"
#include "engine/run/training_set.h"

namespace backprop::lessons {

inline Experiment experiment_of(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link);
  REQUIRE(parsed.messages.empty());
  return parsed.experiment;
}

// "seed=N" after the link's other settings.
inline std::string with_seed(const std::string& link, int seed) {
  return link + "&seed=" + std::to_string(seed);
}

inline Trainer run_of(const std::string& link) { return Trainer(experiment_of(link)); }

// The same points, placed by hand with their coordinates divided.
inline Trainer shrunk_run_of(const std::string& link, float by_x1 = 5, float by_x2 = 5) {
  Experiment experiment = experiment_of(link);
  experiment.custom_points = make_points(experiment);
  for (Point& point : experiment.custom_points) {
    point.x1 /= by_x1;
    point.x2 /= by_x2;
  }
  experiment.dataset = nullptr;
  return Trainer(experiment);
}

inline void train(Trainer& trainer, int steps) { REQUIRE(trainer.steps(steps) == steps); }

inline double norm(std::span<const float> values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(sum);
}

inline double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  }
  return sum;
}

// The first four phases on a workspace that holds a batch.
inline void run_phases(const Network& network, const Loss& loss, Workspace& workspace) {
  forward(network, workspace, fast_kernels());
  compute_loss(network, loss, workspace);
  backward(network, loss, workspace, fast_kernels());
  compute_gradients(network, workspace, fast_kernels());
}

// The whole training set as one batch, through the phases with the parameters as they are.
inline Workspace full_batch(const Trainer& trainer) {
  Workspace workspace;
  load_training_set(trainer, trainer.data().train_count, workspace);
  run_phases(trainer.network(), trainer.loss(), workspace);
  return workspace;
}

// ∂L/∂W of one layer in a workspace.
inline std::span<const float> weight_gradients(const Network& network, const Workspace& workspace,
                                               int layer) {
  const Network::Layer& shape = network.layer(layer);
  return std::span(workspace.data_gradients).subspan(shape.weights, shape.biases - shape.weights);
}

// ‖∂L/∂W‖ of a layer over the training set.
inline double gradient_norm(const Trainer& trainer, int layer) {
  const Workspace workspace = full_batch(trainer);
  return norm(weight_gradients(trainer.network(), workspace, layer));
}

inline double accuracy(const Trainer& trainer) { return trainer.metrics().train_accuracy; }
inline double loss_of(const Trainer& trainer) { return trainer.metrics().train_loss; }

}  // namespace backprop::lessons
