// Lessons about where a network starts: symmetry, scale, depth, dead neurons.
#include <array>
#include <vector>

#include "tests/engine/batch.h"
#include "tests/engine/lessons.h"

namespace backprop::lessons {
namespace {

// Two outputs under ½MSE with sigmoids are no experiment of the table; the phases can do them.
TEST_CASE("lesson: backpropagation goes through the weights that made the error") {
  const std::array<LayerSpec, 2> layers = {
      {{2, &activation("sigmoid")}, {2, &activation("sigmoid")}}};
  const auto error_after = [&](bool with_new_weights) {
    Network network(2, layers);
    const float start[] = {.15f, .20f, .25f, .30f, .35f, .35f, .40f, .45f, .50f, .55f, .60f, .60f};
    std::ranges::copy(start, network.parameters().begin());
    Workspace workspace = make_batch(network, {{.05, .10}}, {{.01, .99}});
    run_phases(network, loss("mse"), workspace);
    const auto descend = [&](int layer) {  // the example trains weights alone
      const Network::Layer& shape = network.layer(layer);
      for (std::size_t i = shape.weights; i < shape.biases; ++i) {
        network.data()[i] -= 0.5f * workspace.data_gradients[i];
      }
    };
    descend(1);
    if (with_new_weights) {  // the mistake: the hidden deltas come after the output's update
      backward(network, loss("mse"), workspace, fast_kernels());
      compute_gradients(network, workspace, fast_kernels());
    }
    descend(0);
    run_phases(network, loss("mse"), workspace);
    return static_cast<double>(workspace.loss);
  };
  CHECK(std::abs(error_after(false) - .2910277737) < 1e-7);
  CHECK(std::abs(error_after(true) - .291027924) < 1e-7);
  CHECK(error_after(true) > error_after(false));
}

constexpr const char* kXor =
    "dataset=xor&samples=200&trainFraction=1&layers=4&loss=bce"
    "&learningRate=0.1";
constexpr int kXorSteps = 300 * 20;

TEST_CASE("lesson: weights of zero never break symmetry") {
  for (int seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    const std::string link = with_seed(kXor, seed);
    Trainer zero = run_of(link + "&initializer=zero");
    for (int epoch = 0; epoch < 300; ++epoch) {
      train(zero, 20);
      REQUIRE(gradient_norm(zero, 0) == 0.0);
    }
    CHECK(accuracy(zero) <= 0.6);

    Trainer xavier = run_of(link + "&initializer=xavier_normal");
    train(xavier, kXorSteps);
    CHECK(accuracy(xavier) > 0.95);

    // A sigmoid of zero is a half: gradients flow, and are the same for every hidden neuron.
    Trainer sigmoid = run_of(link + "&initializer=zero&activation=sigmoid");
    train(sigmoid, kXorSteps);
    CHECK(gradient_norm(sigmoid, 0) > 0);
    const auto weights = sigmoid.network().weights(0);
    CHECK(norm(weights) > 0);
    for (std::size_t neuron = 1; neuron < 4; ++neuron) {
      CHECK(std::ranges::equal(weights.subspan(2 * neuron, 2), weights.first(2)));
    }
  }
}

// A circle divided by 5 for networks of six hidden layers of eight.
constexpr const char* kDeep =
    "dataset=circle&samples=300&trainFraction=1&layers=8,8,8,8,8,8&loss=bce";
constexpr int kDeepSteps = 200 * 30;

TEST_CASE("lesson: gradients vanish on their way through sigmoids") {
  const auto ratio = [](const Trainer& trainer) {
    return gradient_norm(trainer, 0) / gradient_norm(trainer, 6);
  };
  for (int seed = 1; seed <= 2; ++seed) {
    CAPTURE(seed);
    const std::string link = with_seed(kDeep, seed) + "&learningRate=0.1";
    Trainer sigmoid = shrunk_run_of(link + "&activation=sigmoid&initializer=xavier_normal");
    Trainer tanh = shrunk_run_of(link + "&initializer=xavier_normal");
    Trainer relu = shrunk_run_of(link + "&activation=relu&initializer=he_normal");
    CHECK(ratio(sigmoid) < 1e-3);
    CHECK(ratio(tanh) > 0.05);
    CHECK(ratio(relu) > 0.01);
    train(sigmoid, kDeepSteps);
    train(tanh, kDeepSteps);
    CHECK(accuracy(sigmoid) < 0.6);
    CHECK(accuracy(tanh) > 0.95);
  }
}

TEST_CASE("lesson: initial weights too small or too large stop a deep network") {
  for (int seed = 1; seed <= 2; ++seed) {
    CAPTURE(seed);
    const std::string link = with_seed(kDeep, seed) + "&learningRate=0.03";
    Trainer small = shrunk_run_of(link + "&initializer=xavier_normal&initializerScale=0.1");
    CHECK(gradient_norm(small, 0) < 1e-5);
    train(small, kDeepSteps);
    CHECK(accuracy(small) < 0.6);

    const std::string relu = link + "&activation=relu&initializer=he_normal";
    const double usual = gradient_norm(shrunk_run_of(relu), 0);
    Trainer large = shrunk_run_of(relu + "&initializerScale=4");
    CHECK(gradient_norm(large, 0) > 100 * usual);
    large.steps(kDeepSteps);
    const bool stuck = large.divergence() || accuracy(large) < 0.75;
    CHECK(stuck);
  }
}

// Hidden neurons that no training point switches on.
int dead_neurons(const Trainer& trainer) {
  const Workspace workspace = full_batch(trainer);
  int dead = 0;
  for (int neuron = 0; neuron < trainer.network().layer(0).outputs; ++neuron) {
    bool on = false;
    for (int s = 0; s < workspace.samples; ++s) on = on || workspace.a(0, neuron, s) > 0;
    dead += on ? 0 : 1;
  }
  return dead;
}

TEST_CASE("lesson: a rate too high kills ReLU neurons for good") {
  const std::string link =
      "dataset=circle&samples=300&trainFraction=1&layers=8&activation=relu"
      "&initializer=he_normal&loss=bce";
  int killed = 0;
  for (int seed = 1; seed <= 10; ++seed) {
    CAPTURE(seed);
    Trainer gentle = run_of(with_seed(link, seed) + "&learningRate=0.03");
    train(gentle, 100 * 30);
    CHECK(dead_neurons(gentle) < 4);
    Trainer rough = run_of(with_seed(link, seed) + "&learningRate=3");
    rough.steps(100 * 30);
    killed += dead_neurons(rough) >= 4 ? 1 : 0;
  }
  CHECK(killed >= 4);  // 13 of 20 in float64

  Trainer dead = run_of(link);
  for (int neuron = 0; neuron < 8; ++neuron) {
    dead.set_parameter(dead.network().bias_index(0, neuron), -20);
  }
  CHECK(dead_neurons(dead) == 8);
  CHECK(gradient_norm(dead, 0) == 0);
  const std::vector<float> before(dead.network().weights(0).begin(),
                                  dead.network().weights(0).end());
  train(dead, 300);
  CHECK(std::ranges::equal(dead.network().weights(0), before));
}

}  // namespace
}  // namespace backprop::lessons
