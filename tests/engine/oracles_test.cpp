// Worked examples people learn backpropagation from, by their published numbers.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>

#include "engine/parts/optimizer.h"
#include "tests/engine/batch.h"

namespace backprop {
namespace {

bool close(float actual, double expected, double tolerance = 1e-6) {
  return std::abs(static_cast<double>(actual) - expected) <= tolerance;
}

const Kernels& both_kernels() { return GENERATE(false, true) ? fast_kernels() : naive_kernels(); }

// Update phase with plain SGD; frozen biases keep their values.
void descend(Network& network, Workspace& workspace, float rate, bool train_biases) {
  const int count = static_cast<int>(network.parameter_capacity());
  OptimizerSettings settings;
  settings.learning_rate = rate;
  OptimizerState state = make_state(optimizer("sgd"), count);
  optimizer("sgd").compute(settings, network.data(), workspace.data_gradients.data(), state,
                           workspace.updates.data(), count);
  for (std::size_t i = 0; i < network.parameter_count(); ++i) {
    if (train_biases || network.is_weight(i)) network.data()[i] += workspace.updates[i];
  }
}

// --- Mazur's step-by-step example: 2-2-2 sigmoid, E = ½Σ, rate ½ -------------------------------

struct Mazur {
  Network network;
  Workspace workspace;

  Mazur() {
    const std::array<LayerSpec, 2> layers = {
        {{2, &activation("sigmoid")}, {2, &activation("sigmoid")}}};
    network = Network(2, layers);
    // Layer by layer: weights [output][input], then biases.
    const float start[] = {.15f, .20f, .25f, .30f, .35f, .35f, .40f, .45f, .50f, .55f, .60f, .60f};
    std::ranges::copy(start, network.parameters().begin());
    workspace = make_batch(network, {{.05, .10}}, {{.01, .99}});
  }
};

TEST_CASE("Mazur's example: every quantity of the first step") {
  const Kernels& kernels = both_kernels();
  Mazur mazur;
  Network& network = mazur.network;
  Workspace& workspace = mazur.workspace;
  const Loss& mse = loss("mse");

  forward(network, workspace, kernels);
  CHECK(close(workspace.z(0, 0, 0), .3775));
  CHECK(close(workspace.z(0, 1, 0), .3925));
  CHECK(close(workspace.a(0, 0, 0), .5932699921));
  CHECK(close(workspace.a(0, 1, 0), .5968843783));
  CHECK(close(workspace.a(1, 0, 0), .7513650696));
  CHECK(close(workspace.a(1, 1, 0), .7729284653));

  compute_loss(network, mse, workspace);
  CHECK(close(workspace.loss, .2983711088));
  CHECK(close(workspace.sample_loss[0], .2748110832 + .0235600256));

  backward(network, mse, workspace, kernels);
  CHECK(close(workspace.delta(1, 0, 0), .1384985616));
  CHECK(close(workspace.delta(1, 1, 0), -.0380982365));
  CHECK(close(workspace.delta(0, 0, 0), .0087713547));
  CHECK(close(workspace.delta(0, 1, 0), .0099542547));

  compute_gradients(network, workspace, kernels);
  const double gradients[] = {.0004385677,  .0008771355,  .0004977127, .0009954255,
                              .0087713547,  .0099542547,  .0821670406, .0826676278,
                              -.0226025405, -.0227402422, .1384985616, -.0380982365};
  for (std::size_t i = 0; i < 12; ++i) CHECK(close(workspace.data_gradients[i], gradients[i]));

  descend(network, workspace, 0.5f, false);
  const double after[] = {.1497807161, .1995614323, .2497511436, .2995022873, .35, .35,
                          .3589164797, .4086661861, .5113012702, .5613701211, .60, .60};
  for (std::size_t i = 0; i < 12; ++i) CHECK(close(network.parameters()[i], after[i]));

  // With the new output weights in the hidden delta, as the page's program has it, this would be
  // .291027924.
  forward(network, workspace, kernels);
  compute_loss(network, mse, workspace);
  CHECK(close(workspace.loss, .2910277737, 1e-7));
}

TEST_CASE("Mazur's example with the biases trained too") {
  Mazur mazur;
  run_phases(mazur.network, loss("mse"), mazur.workspace, both_kernels());
  descend(mazur.network, mazur.workspace, 0.5f, true);
  CHECK(close(mazur.network.biases(0)[0], .3456143227));
  CHECK(close(mazur.network.biases(0)[1], .3450228726));
  CHECK(close(mazur.network.biases(1)[0], .5307507192));
  CHECK(close(mazur.network.biases(1)[1], .6190491183));
  forward(mazur.network, mazur.workspace, naive_kernels());
  compute_loss(mazur.network, loss("mse"), mazur.workspace);
  CHECK(close(mazur.workspace.loss, .2804714468));
}

TEST_CASE("Mazur's example after 10,000 steps") {
  const Kernels& kernels = both_kernels();
  Mazur mazur;
  for (int step = 0; step < 10000; ++step) {
    run_phases(mazur.network, loss("mse"), mazur.workspace, kernels);
    descend(mazur.network, mazur.workspace, 0.5f, false);
  }
  forward(mazur.network, mazur.workspace, kernels);
  compute_loss(mazur.network, loss("mse"), mazur.workspace);
  CHECK(close(mazur.workspace.loss, 3.5101878e-5));
  CHECK(close(mazur.workspace.a(1, 0, 0), .0159136204));
  CHECK(close(mazur.workspace.a(1, 1, 0), .9840642735));
}

// --- single neurons ----------------------------------------------------------------------------

struct Neuron {
  Network network;
  Workspace workspace;

  Neuron(const char* function, const std::vector<float>& parameters, const std::vector<double>& x) {
    const std::array<LayerSpec, 1> layers = {{{1, &activation(function)}}};
    network = Network(static_cast<int>(x.size()), layers);
    std::ranges::copy(parameters, network.parameters().begin());
    workspace = make_batch(network, {x}, {{0}});
  }

  // Gradients of the neuron's output itself: a target one below it makes ∂L/∂a = 1.
  void gradients_of_output(const Kernels& kernels) {
    forward(network, workspace, kernels);
    workspace.targets[0] = workspace.a(0, 0, 0) - 1;
    run_phases(network, loss("mse"), workspace, kernels);
  }

  std::vector<float> input_gradients(const Kernels& kernels) {
    std::vector<float> upstream(static_cast<std::size_t>(4 * network.input_count()));
    kernels.input_gradients(network.data(), workspace.layers[0].delta.data(), upstream.data(),
                            network.input_count(), 1, workspace.stride);
    std::vector<float> result;
    for (std::size_t i = 0; i < upstream.size(); i += 4) result.push_back(upstream[i]);
    return result;
  }
};

TEST_CASE("the tanh neuron of the micrograd lectures") {
  const Kernels& kernels = both_kernels();
  Neuron neuron("tanh", {-3, 1, 6.8813735870195432f}, {2, 0});
  neuron.gradients_of_output(kernels);
  CHECK(close(neuron.workspace.a(0, 0, 0), .7071067812));
  const auto dx = neuron.input_gradients(kernels);
  CHECK(close(dx[0], -1.5));
  CHECK(close(dx[1], .5));
  CHECK(close(neuron.workspace.data_gradients[0], 1));
  CHECK(close(neuron.workspace.data_gradients[1], 0));
  CHECK(close(neuron.workspace.data_gradients[2], .5));
}

TEST_CASE("CS231n's sigmoid neuron") {
  const Kernels& kernels = both_kernels();
  Neuron neuron("sigmoid", {2, -3, -3}, {-1, -2});
  neuron.gradients_of_output(kernels);
  CHECK(close(neuron.workspace.a(0, 0, 0), .7310585786));
  const auto dx = neuron.input_gradients(kernels);
  CHECK(close(dx[0], .3932238665));
  CHECK(close(dx[1], -.5898357997));
  CHECK(close(neuron.workspace.data_gradients[0], -.1966119332));
  CHECK(close(neuron.workspace.data_gradients[1], -.3932238665));
  CHECK(close(neuron.workspace.data_gradients[2], .1966119332));
}

TEST_CASE("CS231n's softmax gradient") {
  const std::array<LayerSpec, 1> layers = {{{3, &activation("softmax")}}};
  Network network(1, layers);
  // Inputs of zero leave the biases as logits.
  for (int k = 0; k < 3; ++k) {
    network.data()[network.bias_index(0, k)] =
        static_cast<float>(std::log((k == 2) ? .5 : .2 + .1 * k));
  }
  Workspace workspace = make_batch(network, {{0}}, {{0, 1, 0}});
  run_phases(network, loss("cross_entropy"), workspace, both_kernels());
  CHECK(close(workspace.delta(0, 0, 0), .2));
  CHECK(close(workspace.delta(0, 1, 0), -.7));
  CHECK(close(workspace.delta(0, 2, 0), .5));
  CHECK(close(workspace.loss, -std::log(.3)));
}

TEST_CASE("Nielsen's neuron that learns slowly when it is badly wrong") {
  const Kernels& kernels = both_kernels();
  const auto output_after = [&](Neuron& neuron, int epochs) {
    for (int epoch = 0; epoch < epochs; ++epoch) {
      run_phases(neuron.network, loss("mse"), neuron.workspace, kernels);
      descend(neuron.network, neuron.workspace, 0.15f, true);
    }
    forward(neuron.network, neuron.workspace, kernels);
    return neuron.workspace.a(0, 0, 0);
  };
  Neuron near("sigmoid", {.6f, .9f}, {1});
  CHECK(close(output_after(near, 0), .8175744762));
  CHECK(close(output_after(near, 300), .093956));
  Neuron far("sigmoid", {2, 2}, {1});
  CHECK(close(output_after(far, 0), .9820137900));
  run_phases(far.network, loss("mse"), far.workspace, kernels);
  CHECK(close(far.workspace.delta(0, 0, 0), .0173450211));
  run_phases(far.network, loss("bce"), far.workspace, kernels);
  CHECK(close(far.workspace.delta(0, 0, 0), .9820137900));
  CHECK(close(output_after(far, 150), .933417));
  CHECK(close(output_after(far, 150), .202848, 2e-6));  // 300 in all
}

}  // namespace
}  // namespace backprop
