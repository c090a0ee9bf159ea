#include "engine/insight/distribution.h"

#include <catch2/catch_approx.hpp>
#include <cmath>
#include <numeric>

#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

using testing::trainer_with;

int sum(const Histogram& histogram) {
  return std::accumulate(histogram.counts.begin(), histogram.counts.end(), 0);
}

TEST_CASE("distribution: every activation and gradient is counted, on scales all layers share") {
  Trainer trainer = trainer_with({{"layers", "5,3"}, {"samples", "100"}});
  trainer.steps(20);
  const auto layers = layer_distributions(trainer, 24);
  const Network& network = trainer.network();
  REQUIRE(static_cast<int>(layers.size()) == network.layer_count());
  for (int l = 0; l < network.layer_count(); ++l) {
    const LayerDistribution& layer = layers[static_cast<std::size_t>(l)];
    const Network::Layer& shape = network.layer(l);
    CHECK(layer.activations.total == shape.outputs * trainer.data().train_count);
    CHECK(sum(layer.activations) == layer.activations.total);
    CHECK(layer.gradients.total + layer.zero_gradients == shape.inputs * shape.outputs);
    CHECK(sum(layer.gradients) == layer.gradients.total);
    CHECK(layer.activations.low == layers[0].activations.low);
    CHECK(layer.activations.high == layers[0].activations.high);
    CHECK(layer.gradients.low == layers[0].gradients.low);
    CHECK(layer.activations.low >= -1);  // tanh
    CHECK(layer.activations.high <= 1);
    CHECK(layer.gradients.high - layer.gradients.low <= kDecades);
  }
}

TEST_CASE("distribution: weights of zero have no gradient to speak of, and nothing breaks") {
  const Trainer trainer = trainer_with({{"layers", "4,3"}, {"initializer", "zero"}});
  const auto layers = layer_distributions(trainer, 10);
  CHECK(layers[0].zero_gradients == 2 * 4);
  CHECK(layers[0].gradients.total == 0);
  CHECK(layers[0].gradients.high > layers[0].gradients.low);
  CHECK(layers[0].activations.high > layers[0].activations.low);
  CHECK(layers[0].deviation == Catch::Approx(0).margin(1e-12));
}

}  // namespace
}  // namespace backprop
