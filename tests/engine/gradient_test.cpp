// The analytic gradients against central differences of the loss, through a forward pass in
// double that shares no code with the phases.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>

#include "engine/math/math.h"
#include "engine/parts/initializer.h"
#include "tests/engine/batch.h"

namespace backprop {
namespace {

constexpr float kKeptScale = 1.0f / 0.7f;

struct Scene {
  Network network;
  Rows inputs, targets;
  const Loss* loss;
  std::vector<std::vector<std::uint8_t>> masks;  // per layer [neuron][stride], may be empty
};

std::vector<double> layer_values(const Activation& activation, const std::vector<double>& z) {
  std::vector<double> a(z.size());
  if (activation.name != "softmax") {
    for (std::size_t k = 0; k < z.size(); ++k) a[k] = activation.value_double(z[k]);
    return a;
  }
  double sum = 0;
  for (double value : z) sum += math::exp(value);
  for (std::size_t k = 0; k < z.size(); ++k) a[k] = math::exp(z[k]) / sum;
  return a;
}

double loss_in_double(const Scene& scene, const std::vector<double>& parameters) {
  const std::size_t stride =
      static_cast<std::size_t>(padded(static_cast<int>(scene.inputs.size())));
  double total = 0;
  for (std::size_t s = 0; s < scene.inputs.size(); ++s) {
    std::vector<double> a = scene.inputs[s], z;
    for (int l = 0; l < scene.network.layer_count(); ++l) {
      const Network::Layer& layer = scene.network.layer(l);
      z.assign(static_cast<std::size_t>(layer.outputs), 0);
      for (int j = 0; j < layer.outputs; ++j) {
        double& sum = z[static_cast<std::size_t>(j)];
        sum = parameters[scene.network.bias_index(l, j)];
        for (int i = 0; i < layer.inputs; ++i) {
          sum += parameters[scene.network.weight_index(l, j, i)] * a[static_cast<std::size_t>(i)];
        }
      }
      a = layer_values(*layer.activation, z);
      const auto& mask = scene.masks[static_cast<std::size_t>(l)];
      for (std::size_t k = 0; k < a.size() && !mask.empty(); ++k) {
        a[k] *= mask[k * stride + s] != 0 ? static_cast<double>(kKeptScale) : 0.0;
      }
    }
    total +=
        functions_of(*scene.loss, *scene.network.layers().back().activation)
            .value_double(z.data(), a.data(), scene.targets[s].data(), static_cast<int>(z.size()));
  }
  return total / static_cast<double>(scene.inputs.size());
}

double as_float(double value) { return static_cast<double>(static_cast<float>(value)); }

Scene random_scene(const Activation& hidden, const Loss& loss, const Activation& output,
                   std::uint64_t seed) {
  Random random(seed, Random::Stream::kData);
  const int inputs = static_cast<int>(1 + random.below(4));
  const int samples = static_cast<int>(1 + random.below(9));
  std::vector<LayerSpec> layers;
  for (std::uint32_t l = random.below(3); l != ~0u; --l) {
    layers.push_back({static_cast<int>(1 + random.below(6)), &hidden});
  }
  const bool probabilities = loss.of_probabilities;
  const bool several = loss.output_per_class || output.output_only;
  const int outputs = several ? 3 : static_cast<int>(1 + random.below(2));
  layers.push_back({outputs, &output});
  Scene scene{Network(inputs, layers), {}, {}, &loss, {}};
  scene.network.initialize(initializer("xavier_normal"), 1.5f, random);
  for (float& parameter : scene.network.parameters()) {
    if (parameter == 0) parameter = static_cast<float>(random.normal() * 0.3);  // biases too
  }
  for (int s = 0; s < samples; ++s) {
    std::vector<double> x, y;
    for (int i = 0; i < inputs; ++i) x.push_back(as_float(random.normal() * 1.5));
    const auto right = static_cast<int>(random.below(static_cast<std::uint32_t>(outputs)));
    for (int k = 0; k < outputs; ++k) {
      if (loss.own_targets) {
        y.push_back(static_cast<double>(k == right ? loss.target_high : loss.target_low));
      } else {
        y.push_back(probabilities ? (k == right ? 1 : 0) : as_float(random.uniform(-3, 3)));
      }
    }
    scene.inputs.push_back(x);
    scene.targets.push_back(y);
  }
  scene.masks.resize(layers.size());
  return scene;
}

// The largest excess of |analytic − numeric| over what rounding in float explains.
void check_gradients(const Scene& scene, const Kernels& kernels) {
  Workspace workspace = make_batch(scene.network, scene.inputs, scene.targets);
  for (std::size_t l = 0; l < scene.masks.size(); ++l) workspace.layers[l].kept = scene.masks[l];
  workspace.kept_scale = kKeptScale;
  run_phases(scene.network, *scene.loss, workspace, kernels);
  std::vector<double> parameters(scene.network.parameters().begin(),
                                 scene.network.parameters().end());
  const double loss = loss_in_double(scene, parameters);
  CHECK(std::abs(static_cast<double>(workspace.loss) - loss) <= 2e-6 * std::max(1.0, loss));
  const double h = 1e-6;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const double at = parameters[p];
    parameters[p] = at + h;
    const double above = loss_in_double(scene, parameters);
    parameters[p] = at - h;
    const double below = loss_in_double(scene, parameters);
    parameters[p] = at;
    const double numeric = (above - below) / (2 * h);
    const double analytic = static_cast<double>(workspace.data_gradients[p]);
    CAPTURE(p, numeric, analytic);
    CHECK(std::abs(analytic - numeric) <= 3e-6 + 1e-5 * std::abs(numeric));
  }
}

TEST_CASE("gradients are those of the loss, for every activation under every loss") {
  std::uint64_t seed = 1;
  for (const Loss& loss : losses()) {
    for (const Activation& hidden : activations()) {
      if (hidden.output_only) continue;
      CAPTURE(loss.name, hidden.name);
      const Scene scene = random_scene(hidden, loss, activation(loss.output_activation), seed++);
      check_gradients(scene, naive_kernels());
      check_gradients(scene, fast_kernels());
      if (loss.regression) {
        check_gradients(random_scene(hidden, loss, activation("linear"), seed++), fast_kernels());
      }
    }
  }
}

TEST_CASE("gradients are those of the loss under every output activation it is defined for") {
  std::uint64_t seed = 1000;
  int combinations = 0;
  for (const Loss& loss : losses()) {
    for (const Activation& output : activations()) {
      if (!goes_with(loss, output)) continue;
      ++combinations;
      for (int time = 0; time < 10; ++time) {
        CAPTURE(loss.name, output.name, seed);
        const Scene scene = random_scene(activation("tanh"), loss, output, seed++);
        check_gradients(scene, naive_kernels());
        check_gradients(scene, fast_kernels());
      }
    }
  }
  CHECK(combinations > 30);
}

TEST_CASE("naive and fast kernels give the same bits under every loss and output activation") {
  std::uint64_t seed = 5000;
  for (const Loss& loss : losses()) {
    for (const Activation& output : activations()) {
      if (!goes_with(loss, output)) continue;
      CAPTURE(loss.name, output.name);
      const Scene scene = random_scene(activation("sigmoid"), loss, output, seed++);
      Workspace naive = make_batch(scene.network, scene.inputs, scene.targets);
      Workspace fast = make_batch(scene.network, scene.inputs, scene.targets);
      run_phases(scene.network, loss, naive, naive_kernels());
      run_phases(scene.network, loss, fast, fast_kernels());
      CHECK(naive.loss == fast.loss);
      CHECK(naive.data_gradients == fast.data_gradients);
      for (std::size_t l = 0; l < naive.layers.size(); ++l) {
        CHECK(naive.layers[l].delta == fast.layers[l].delta);
      }
    }
  }
}

TEST_CASE("on its own activation a loss on the logits has the gradient that the chain rule gives") {
  std::uint64_t seed = 7000;
  for (const Loss& loss : losses()) {
    if (loss.on_logits == nullptr) continue;
    CAPTURE(loss.name);
    const Activation& output = activation(loss.output_activation);
    REQUIRE(is_on_logits(loss, output));
    Loss chained = loss;
    chained.on_logits = nullptr;
    for (int time = 0; time < 20; ++time) {
      const Scene scene = random_scene(activation("tanh"), loss, output, seed++);
      Workspace direct = make_batch(scene.network, scene.inputs, scene.targets);
      Workspace by_chain = make_batch(scene.network, scene.inputs, scene.targets);
      run_phases(scene.network, loss, direct, fast_kernels());
      run_phases(scene.network, chained, by_chain, fast_kernels());
      CHECK(std::abs(direct.loss - by_chain.loss) <= 1e-5f * std::max(1.0f, direct.loss));
      for (std::size_t i = 0; i < direct.data_gradients.size(); ++i) {
        CHECK(std::abs(direct.data_gradients[i] - by_chain.data_gradients[i]) <= 1e-5f);
      }
    }
  }
}

TEST_CASE("gradients are those of the loss under dropout masks") {
  std::uint64_t seed = 2000;
  for (const Activation& hidden : activations()) {
    if (hidden.output_only) continue;
    CAPTURE(hidden.name);
    Scene scene = random_scene(hidden, loss("mse"), activation("linear"), seed);
    Random random(seed++, Random::Stream::kDropout);
    const int stride = padded(static_cast<int>(scene.inputs.size()));
    int dropped = 0;
    for (int l = 0; l + 1 < scene.network.layer_count(); ++l) {
      auto& mask = scene.masks[static_cast<std::size_t>(l)];
      mask.resize(static_cast<std::size_t>(scene.network.layer(l).outputs * stride));
      for (std::uint8_t& kept : mask) {
        kept = random.uniform() < 0.3 ? 0 : 1;
        dropped += kept == 0;
      }
    }
    CHECK(dropped > 0);
    check_gradients(scene, naive_kernels());
    check_gradients(scene, fast_kernels());
  }
}

TEST_CASE("padding columns add nothing to deltas and gradients") {
  for (int samples : {1, 2, 3, 5, 6, 7}) {
    const std::vector<LayerSpec> layers = {{5, &activation("softplus")}, {3, &activation("tanh")}};
    Network network(2, layers);
    Random random(77, Random::Stream::kWeights);
    network.initialize(initializer("peer"), 1, random);
    Rows inputs, targets;
    for (int s = 0; s < samples; ++s) {
      inputs.push_back({random.normal(), random.normal()});
      targets.push_back({1, -1, 1});
    }
    for (const char* name : {"mse", "huber"}) {
      Workspace workspace = make_batch(network, inputs, targets);
      run_phases(network, loss(name), workspace, fast_kernels());
      for (int s = samples; s < workspace.stride; ++s) {
        CHECK(workspace.sample_loss[static_cast<std::size_t>(s)] == 0);
        for (int l = 0; l < 2; ++l) {
          for (int j = 0; j < network.layer(l).outputs; ++j) CHECK(workspace.delta(l, j, s) == 0);
        }
      }
    }
  }
}

TEST_CASE("a smaller batch in the same workspace gives what a workspace of its own would") {
  const std::vector<LayerSpec> layers = {{4, &activation("tanh")}, {1, &activation("sigmoid")}};
  Network network(3, layers);
  Random random(5, Random::Stream::kWeights);
  network.initialize(initializer("he_normal"), 1, random);
  Rows inputs, targets;
  for (int s = 0; s < 30; ++s) {
    inputs.push_back({random.normal(), random.normal(), random.normal()});
    targets.push_back({static_cast<double>(s % 2)});
  }
  Workspace shared = make_batch(network, inputs, targets);
  run_phases(network, loss("bce"), shared, fast_kernels());
  for (int count : {30, 1, 7, 12}) {
    const Rows some_inputs(inputs.begin(), inputs.begin() + count);
    const Rows some_targets(targets.begin(), targets.begin() + count);
    Workspace own = make_batch(network, some_inputs, some_targets);
    run_phases(network, loss("bce"), own, fast_kernels());
    shared.set_samples(count);
    fill_columns(some_inputs, shared.stride, shared.inputs);
    fill_columns(some_targets, shared.stride, shared.targets);
    run_phases(network, loss("bce"), shared, fast_kernels());
    CHECK(shared.loss == own.loss);
    CHECK(shared.data_gradients == own.data_gradients);
    CHECK(shared.parameters_used == own.parameters_used);
    CHECK(shared.delta(0, 3, count - 1) == own.delta(0, 3, count - 1));
    CHECK(shared.input(2, count - 1) == own.input(2, count - 1));
  }
}

}  // namespace
}  // namespace backprop
