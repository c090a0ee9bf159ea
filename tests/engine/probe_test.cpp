#include "engine/insight/probe.h"

#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "engine/experiment/link.h"
#include "engine/run/trainer.h"

namespace backprop {
namespace {

using Catch::Matchers::WithinAbs;

bool same_bits(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

constexpr const char* kLinks[] = {
    "",
    "layers=",
    "dataset=spiral&layers=8,8,8&features=x1,x2,sinx1,sinx2,angle&activation=relu,tanh,gelu",
    "dataset=blobs&classes=5&layers=7&loss=cross_entropy",
    "dataset=xor&layers=5,3&dropout=0.5&loss=bce",
};

TEST_CASE("cells lie where a picture of the plane has them") {
  const Feature* plane[] = {&feature("x1"), &feature("x2")};
  Probe probe;
  probe.configure(plane, 4, 6);
  REQUIRE(probe.resolution() == 4);
  const auto x1 = probe.feature_map(0), x2 = probe.feature_map(1);
  REQUIRE(x1.size() == 16);
  const float centres[4] = {-4.5f, -1.5f, 1.5f, 4.5f};
  for (std::size_t row = 0; row < 4; ++row) {
    for (std::size_t column = 0; column < 4; ++column) {
      REQUIRE(x1[row * 4 + column] == centres[column]);
      REQUIRE(x2[row * 4 + column] == centres[3 - row]);  // the top row is the highest
    }
  }
}

TEST_CASE("the output's maps alone are those it has among all") {
  for (const char* link : kLinks) {
    INFO(link);
    const Trainer trainer(parse_link(link).experiment);
    const Network& network = trainer.network();
    const int last = network.layer_count() - 1;
    Probe all, output;
    for (Probe* probe : {&all, &output}) probe->configure(trainer.experiment().features, 25);
    all.evaluate(network);
    output.evaluate(network);  // to and fro
    output.evaluate(network, Probe::Keep::kOutput);
    for (int neuron = 0; neuron < network.output_count(); ++neuron) {
      REQUIRE(std::ranges::equal(all.neuron_map(last, neuron), output.neuron_map(last, neuron),
                                 same_bits));
    }
    output.evaluate(network);
    REQUIRE(std::ranges::equal(all.neuron_map(0, 0), output.neuron_map(0, 0), same_bits));
  }
}

TEST_CASE("maps hold the activations at their cells, bit for bit") {
  for (const char* link : kLinks) {
    Trainer trainer(parse_link(link).experiment);
    REQUIRE(trainer.steps(50) == 50);
    const auto& features = trainer.experiment().features;
    for (const int resolution : {1, 3, 25}) {  // 625 cells are more than one block
      INFO(link << " at " << resolution);
      Probe probe;
      probe.configure(features, resolution);
      probe.evaluate(trainer.network());
      for (int row = 0; row < resolution; ++row) {
        for (int column = 0; column < resolution; ++column) {
          const double x1 = (column + 0.5) * 2 * kPlaneExtent / resolution - kPlaneExtent;
          const double x2 = kPlaneExtent - (row + 0.5) * 2 * kPlaneExtent / resolution;
          const auto expected = activations_at(trainer.network(), features, x1, x2);
          const auto cell = static_cast<std::size_t>(row * resolution + column);
          for (int layer = 0; layer < trainer.network().layer_count(); ++layer) {
            for (int neuron = 0; neuron < trainer.network().layer(layer).outputs; ++neuron) {
              const float value =
                  expected[static_cast<std::size_t>(layer)][static_cast<std::size_t>(neuron)];
              REQUIRE(same_bits(probe.neuron_map(layer, neuron)[cell], value));
            }
          }
        }
      }
    }
  }
}

TEST_CASE("activations at a training point are those the step used, bit for bit") {
  for (const char* link : kLinks) {
    INFO(link);
    Experiment experiment = parse_link(link).experiment;
    experiment.dropout = 0;
    Trainer trainer(experiment);
    REQUIRE(trainer.steps(20) == 20);
    REQUIRE(trainer.advance_phase());
    for (std::size_t s = 0; s < trainer.batch().size(); ++s) {
      const Point& point = trainer.data().points[static_cast<std::size_t>(trainer.batch()[s])];
      const auto values =
          activations_at(trainer.network(), experiment.features, static_cast<double>(point.x1),
                         static_cast<double>(point.x2));
      for (std::size_t layer = 0; layer < values.size(); ++layer) {
        for (std::size_t neuron = 0; neuron < values[layer].size(); ++neuron) {
          REQUIRE(same_bits(values[layer][neuron],
                            trainer.workspace().a(static_cast<int>(layer), static_cast<int>(neuron),
                                                  static_cast<int>(s))));
        }
      }
    }
  }
}

TEST_CASE("a probe follows networks of changing shape") {
  Probe probe;
  for (const char* link :
       {"layers=4,2", "layers=8", "layers=", "layers=4,2&features=x1,x1x2,radius",
        "dataset=rings&classes=6&layers=2"}) {
    INFO(link);
    const Experiment experiment = parse_link(link).experiment;
    const Network network = make_network(experiment);
    probe.configure(experiment.features, 10);
    probe.evaluate(network);
    const auto middle = activations_at(network, experiment.features, 0.6, 0.6);
    const auto last = network.layer_count() - 1;
    for (int k = 0; k < network.output_count(); ++k) {
      REQUIRE(same_bits(probe.neuron_map(last, k)[45],
                        middle[static_cast<std::size_t>(last)][static_cast<std::size_t>(k)]));
    }
  }
}

TEST_CASE("class probabilities add up to one at every cell") {
  const Experiment experiment = parse_link("dataset=blobs&classes=4&loss=cross_entropy").experiment;
  Trainer trainer(experiment);
  REQUIRE(trainer.steps(100) == 100);
  Probe probe;
  probe.configure(experiment.features, 30);
  probe.evaluate(trainer.network());
  const int last = trainer.network().layer_count() - 1;
  for (std::size_t cell = 0; cell < 900; ++cell) {
    float sum = 0;
    for (int k = 0; k < 4; ++k) sum += probe.neuron_map(last, k)[cell];
    REQUIRE_THAT(sum, WithinAbs(1, 1e-5));
  }
}

}  // namespace
}  // namespace backprop
