// One training step of somebody else's program as a file: docs/compare-step.md says what is in it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/network/network.h"
#include "engine/parts/loss.h"
#include "engine/parts/optimizer.h"

namespace backprop {

inline constexpr std::string_view kStepFormat = "backprop-step";
inline constexpr int kStepVersion = 1;
inline constexpr int kMaxStepWidth = 1024;    // of a layer, and inputs
inline constexpr int kMaxStepSamples = 1024;  // of the batch
inline constexpr std::size_t kMaxStepParameters = 100'000;

// What one entry of "layers" is to the network here.
struct StepModule {
  enum class Kind { kLinear, kActivation, kLogSoftmax, kIdentity } kind;
  std::string name;  // "0", as in "0.weight"
  std::string type;  // "Linear"
  int layer;  // whose z it gives (kLinear) or whose a; −1 of kIdentity before the first layer
};

// Lists are laid out as the network's parameters; biases of a layer without any are zero.
struct StepFile {
  std::vector<StepModule> modules;
  std::vector<bool> has_bias;  // of each layer
  Network network;             // with the weights before the step

  const Loss* loss = nullptr;
  std::string loss_type;   // as the file has it: "MSELoss"
  float loss_factor = 1;   // what the file calls the loss is so many times the mean of `loss`
  bool loss_sums = false;  // reduction: "sum"
  // The network ends with the activation that the loss brings itself: it is applied twice.
  bool output_twice = false;

  const Optimizer* optimizer = nullptr;  // null: none is said
  std::string optimizer_type;
  OptimizerSettings settings;  // with the file's rate
  float decay = 0;             // what is added to the gradient is decay·w, of biases too
  OptimizerState state;        // before the step

  int samples = 0;
  std::vector<float> inputs;   // [sample][input]
  std::vector<float> targets;  // [sample][output]
  std::vector<int> classes;    // of each sample, where targets are classes
  bool flat_targets = false;   // a number for each sample, not a list of one

  // What the file says that came of it; empty where it says nothing.
  std::vector<std::vector<float>> outputs;  // of each module, [sample][neuron]
  std::optional<float> loss_value;
  std::vector<float> old_gradients, gradients, after;

  const std::string& layer_name(int layer) const;  // of its Linear
};

}  // namespace backprop
