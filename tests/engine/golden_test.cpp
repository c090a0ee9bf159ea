// Networks that PyTorch ran in float64, number for number: tests/golden/README.md.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "engine/network/regularize.h"
#include "engine/parts/optimizer.h"
#include "engine/parts/regularizer.h"
#include "tests/engine/golden_case.h"

namespace backprop {
namespace {

constexpr double kGradientTolerance = 4.8e-5;  // relative to the layer's largest
constexpr double kSmallestScale = 1e-3;        // when all of the layer is smaller than this
constexpr double kParameterTolerance = 2e-4;   // absolute

const char* chosen_folder() { return std::getenv("BACKPROP_GOLDEN_DIR"); }

std::vector<std::filesystem::path> golden_files() {
  const char* chosen = chosen_folder();
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(
           chosen && *chosen ? chosen : BACKPROP_GOLDEN_DEFAULT_DIR, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

// The largest difference of two lists, relative to the largest expected number.
class Difference {
 public:
  void add(double actual, double expected) {
    // Written so that NaN counts as different.
    const double error = std::abs(actual - expected);
    if (!(error <= largest_error_)) largest_error_ = error;
    largest_expected_ = std::max(largest_expected_, std::abs(expected));
    ++count_;
  }
  double absolute() const { return largest_error_; }
  double relative() const { return largest_error_ / std::max(largest_expected_, kSmallestScale); }
  int count() const { return count_; }

 private:
  double largest_error_ = 0;
  double largest_expected_ = 0;
  int count_ = 0;
};

Network make_network(const GoldenCase& golden) {
  std::vector<LayerSpec> specs;
  for (std::size_t l = 0; l < golden.activations.size(); ++l) {
    specs.push_back({golden.layers[l + 1], &activation(golden.activations[l])});
  }
  Network network(golden.layers[0], specs);
  for (int l = 0; l < network.layer_count(); ++l) {
    const auto& from = golden.parameters[static_cast<std::size_t>(l)];
    for (int j = 0; j < network.layer(l).outputs; ++j) {
      const auto& row = from.weights[static_cast<std::size_t>(j)];
      for (int i = 0; i < network.layer(l).inputs; ++i) {
        network.data()[network.weight_index(l, j, i)] =
            static_cast<float>(row[static_cast<std::size_t>(i)]);
      }
      network.data()[network.bias_index(l, j)] =
          static_cast<float>(from.biases[static_cast<std::size_t>(j)]);
    }
  }
  return network;
}

Difference compare_values(const Workspace& workspace, int layer, const Rows& expected,
                          float (Workspace::*value)(int, int, int) const) {
  Difference difference;
  for (std::size_t s = 0; s < expected.size(); ++s) {
    for (std::size_t j = 0; j < expected[s].size(); ++j) {
      difference.add((workspace.*value)(layer, static_cast<int>(j), static_cast<int>(s)),
                     expected[s][j]);
    }
  }
  return difference;
}

// `values` is laid out as the network's parameters.
Difference compare_parameters(const Network& network, const float* values, int layer,
                              const GoldenCase::Parameters& expected) {
  Difference difference;
  for (int j = 0; j < network.layer(layer).outputs; ++j) {
    const auto& row = expected.weights[static_cast<std::size_t>(j)];
    for (int i = 0; i < network.layer(layer).inputs; ++i) {
      difference.add(values[network.weight_index(layer, j, i)], row[static_cast<std::size_t>(i)]);
    }
    difference.add(values[network.bias_index(layer, j)],
                   expected.biases[static_cast<std::size_t>(j)]);
  }
  return difference;
}

void check_first_step(const GoldenCase& golden, const Network& network,
                      const Workspace& workspace) {
  CHECK(std::abs(static_cast<double>(workspace.loss) - golden.first_loss) <=
        kGradientTolerance * std::max(golden.first_loss, kSmallestScale));
  const int samples = static_cast<int>(golden.inputs.size());
  for (int l = 0; l < network.layer_count(); ++l) {
    CAPTURE(l);
    const auto index = static_cast<std::size_t>(l);
    const auto z = compare_values(workspace, l, golden.pre_activations[index], &Workspace::z);
    const auto a = compare_values(workspace, l, golden.activation_values[index], &Workspace::a);
    const auto delta = compare_values(workspace, l, golden.deltas[index], &Workspace::delta);
    const auto gradient =
        compare_parameters(network, workspace.gradients.data(), l, golden.gradients[index]);
    const int outputs = network.layer(l).outputs;
    REQUIRE(z.count() == outputs * samples);
    REQUIRE(a.count() == outputs * samples);
    REQUIRE(delta.count() == outputs * samples);
    REQUIRE(gradient.count() == outputs * (network.layer(l).inputs + 1));
    CHECK(z.relative() <= kGradientTolerance);
    CHECK(a.relative() <= kGradientTolerance);
    CHECK(delta.relative() <= kGradientTolerance);
    CHECK(gradient.relative() <= kGradientTolerance);
  }
}

void check_parameters(const Network& network, const std::vector<GoldenCase::Parameters>& expected) {
  REQUIRE(expected.size() == static_cast<std::size_t>(network.layer_count()));
  for (int l = 0; l < network.layer_count(); ++l) {
    CAPTURE(l);
    const auto difference =
        compare_parameters(network, network.data(), l, expected[static_cast<std::size_t>(l)]);
    CHECK(difference.absolute() <= kParameterTolerance);
  }
}

void check_case(const GoldenCase& golden, const Kernels& kernels) {
  Network network = make_network(golden);
  Workspace workspace = make_batch(network, golden.inputs, golden.targets);
  const int count = static_cast<int>(network.parameter_capacity());
  OptimizerState state = make_state(optimizer(golden.optimizer), count);
  for (std::size_t step = 0; step < golden.losses.size(); ++step) {
    CAPTURE(step);
    run_phases(network, loss(golden.loss), workspace, kernels);
    regularize(regularizer(golden.regularization), static_cast<float>(golden.regularization_rate),
               network, workspace.data_gradients.data(), workspace.gradients.data());
    if (step == 0) check_first_step(golden, network, workspace);
    CHECK(std::abs(static_cast<double>(workspace.loss) - golden.losses[step]) <=
          kParameterTolerance * std::max(golden.losses[step], 1.0));
    optimizer(golden.optimizer)
        .compute(golden.settings, network.data(), workspace.gradients.data(), state,
                 workspace.updates.data(), count);
    for (int i = 0; i < count; ++i) {
      network.data()[i] += workspace.updates[static_cast<std::size_t>(i)];
    }
    if (step == 0) check_parameters(network, golden.parameters_after_1);
  }
  check_parameters(network, golden.parameters_after_20);
}

TEST_CASE("golden cases from PyTorch, every phase and 20 updates", "[golden]") {
  const auto files = golden_files();
  REQUIRE(files.size() >= (chosen_folder() ? 1u : 136u));
  std::size_t compared = 0;
  for (const auto& file : files) {
    CAPTURE(file.string());
    const auto golden = read_golden_case(file);
    if (!golden) FAIL(golden.error().message);
    REQUIRE(golden->losses.size() == 20);
    {
      INFO("naive kernels");
      check_case(*golden, naive_kernels());
    }
    {
      INFO("fast kernels");
      check_case(*golden, fast_kernels());
    }
    ++compared;
  }
  CHECK(compared == files.size());
}

}  // namespace
}  // namespace backprop
