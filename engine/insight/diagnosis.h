// What is going wrong, measured: each finding says the rule and the numbers that triggered it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/run/trainer.h"

namespace backprop {

// What is watched over the last steps; the application adds one entry per refresh.
struct StepStatistics {
  std::int64_t step;
  double loss;                            // batch loss; NaN before there is one
  double train_loss, test_loss;           // full sets
  double train_accuracy, test_accuracy;
  std::vector<float> gradient_norms;  // per layer ‖∂L/∂W‖ of the batch; NaN before there is one
  std::vector<float> update_ratios;  // per layer ‖ΔW‖/‖W‖; NaN before an update
};
StepStatistics measure(const Trainer& trainer);

enum class Severity { kGood, kNote, kWarning, kProblem };

struct Finding {
  std::string_view rule;  // "vanishing", "dead", … stable name
  Severity severity;
  std::string text;  // "Layer 1 receives 1.2e−5 of layer 7's gradient: vanishing."
  std::string advice;  // what to try
  std::vector<std::pair<std::string, double>> numbers;  // what triggered it
  int layer = -1;  // where, if it has a place
  std::vector<int> neurons;
};

struct Rule {
  std::string_view name, label, help;
};
std::span<const Rule> diagnosis_rules();

// All findings, worst first; at least one (kGood: "Gradients reach every layer: …").
// `history` is oldest first and may be empty; rules that need it are then silent.
std::vector<Finding> diagnose(const Trainer& trainer, std::span<const StepStatistics> history);

// Per neuron of a layer, over the training set (of large ones a part) with the current
// parameters: share of samples where
// φ′(z) is (nearly) zero, mean and spread of the activation.
struct NeuronHealth {
  float flat_share;  // share of samples with |φ′(z)| < 1e-3·max|φ′|
  float mean, deviation;
  bool dead;  // flat for every sample
  bool saturated;  // flat for more than half, of an activation that levels off on both sides
};
std::vector<std::vector<NeuronHealth>> neuron_health(const Trainer& trainer);

}  // namespace backprop
