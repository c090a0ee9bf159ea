// A golden case as its file has it; tests/golden/README.md says what the fields mean.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/parts/optimizer.h"
#include "tests/engine/batch.h"

namespace backprop {

struct GoldenCase {
  using Layers = std::vector<Rows>;  // [layer][sample][neuron]

  struct Parameters {  // of one layer
    Rows weights;
    std::vector<double> biases;
  };

  std::string name;
  std::vector<int> layers;
  std::vector<std::string> activations;
  std::string loss;
  std::string optimizer;
  OptimizerSettings settings;
  std::string regularization;
  double regularization_rate = 0;
  std::vector<Parameters> parameters;
  Rows inputs, targets;

  Layers pre_activations, activation_values, deltas;
  double first_loss = 0;
  std::vector<double> losses;
  std::vector<Parameters> gradients, parameters_after_1, parameters_after_20;
};

Result<GoldenCase> read_golden_case(const std::filesystem::path& path);

}  // namespace backprop
