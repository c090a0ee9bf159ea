// What Health looks at: norms of a step, and how the neurons stand over the training set.
#include "engine/insight/observation.h"

#include <catch2/catch_approx.hpp>
#include <cmath>

#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

using testing::run_phases;
using testing::trainer_with;

TEST_CASE("measure: norms are those of the workspace, and absent before there are any") {
  Trainer trainer = trainer_with({{"layers", "3"}});
  StepStatistics statistics = measure(trainer);
  REQUIRE(statistics.gradient_norms.size() == 2);
  CHECK(std::isnan(statistics.gradient_norms[0]));
  CHECK(std::isnan(statistics.update_ratios[1]));
  CHECK(std::isnan(statistics.loss));
  CHECK(statistics.train_loss == trainer.metrics().train_loss);

  const Network& network = trainer.network();
  trainer.steps(3);
  statistics = measure(trainer);
  CHECK(statistics.step == 3);
  CHECK(statistics.loss == static_cast<double>(trainer.workspace().loss));
  for (int l = 0; l < network.layer_count(); ++l) {
    double gradient = 0, update = 0, weight = 0;
    for (std::size_t i = network.layer(l).weights; i < network.layer(l).biases; ++i) {
      const auto square = [](float value) {
        return static_cast<double>(value) * static_cast<double>(value);
      };
      gradient += square(trainer.workspace().data_gradients[i]);
      update += square(trainer.workspace().updates[i]);
      weight += square(trainer.workspace().parameters_used[i]);
    }
    const auto layer = static_cast<std::size_t>(l);
    CHECK(statistics.gradient_norms[layer] == Catch::Approx(std::sqrt(gradient)));
    CHECK(statistics.update_ratios[layer] == Catch::Approx(std::sqrt(update / weight)));
  }
  // In the middle of the next step they are still the last ones.
  run_phases(trainer, 2);
  CHECK(measure(trainer).gradient_norms == statistics.gradient_norms);
}

TEST_CASE("neuron health: shares and moments are those of the training set") {
  Trainer trainer = trainer_with({{"layers", "3"}, {"samples", "100"}});
  const Network& network = trainer.network();
  // Neuron 0 follows x1 steeply, neuron 1 is stuck at +1, neuron 2 is off.
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 3; ++j) trainer.set_parameter(network.weight_index(0, j, i), 0);
  }
  trainer.set_parameter(network.weight_index(0, 0, 0), 2);
  trainer.set_parameter(network.bias_index(0, 0), 0);
  trainer.set_parameter(network.bias_index(0, 1), 20);
  trainer.set_parameter(network.bias_index(0, 2), 0);
  const auto health = neuron_health(trainer);
  REQUIRE(health.size() == 2);
  REQUIRE(health[0].size() == 3);

  double mean = 0, squares = 0, flat = 0;
  for (const Point& point : trainer.data().train()) {
    const double a = std::tanh(2.0 * static_cast<double>(point.x1));
    mean += a / trainer.data().train_count;
    squares += a * a / trainer.data().train_count;
    flat += 1 - a * a < 1e-3 ? 1.0 / trainer.data().train_count : 0.0;
  }
  CHECK(health[0][0].mean == Catch::Approx(mean).margin(1e-5));
  CHECK(health[0][0].deviation == Catch::Approx(std::sqrt(squares - mean * mean)).epsilon(1e-4));
  CHECK(health[0][0].flat_share == Catch::Approx(flat).margin(0.021));
  CHECK_FALSE(health[0][0].dead);
  CHECK(health[0][1].dead);
  CHECK(health[0][1].saturated);
  CHECK(health[0][1].mean == Catch::Approx(1.0));
  CHECK(health[0][1].deviation == Catch::Approx(0.0).margin(1e-4));
  CHECK(health[0][2].flat_share == 0);
}

TEST_CASE("neuron health: a ReLU that is off for most points is not saturated") {
  Trainer trainer = trainer_with({{"layers", "2"}, {"activation", "relu"}});
  const Network& network = trainer.network();
  for (int i = 0; i < 2; ++i) trainer.set_parameter(network.weight_index(0, 0, i), 1);
  trainer.set_parameter(network.bias_index(0, 0), -4);
  const NeuronHealth health = neuron_health(trainer)[0][0];
  CHECK(health.flat_share > 0.5F);
  CHECK_FALSE(health.saturated);
  CHECK_FALSE(health.dead);
}

}  // namespace
}  // namespace backprop
