#include "shell/panels/network/network_edges.h"
#include "engine/insight/notation.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "shell/panels/network/mean_delta.h"
#include "shell/panels/network/network_tiles.h"
#include "shell/panels/network/parameter_editor.h"

using namespace backprop;

namespace {

Trainer make_trainer(std::string_view layers) {
  Experiment experiment;
  REQUIRE(set_property(experiment, "layers", layers));
  return Trainer(experiment);
}

}  // namespace

TEST_CASE("strengths: weights linearly, gradients over three decades") {
  const EdgeScale weights = {EdgeMode::kWeight, 5};
  CHECK(weights.strength(0) == 0);
  CHECK(weights.strength(-2.5f) == Catch::Approx(0.5));
  CHECK(weights.strength(80) == 1);
  const EdgeScale gradients = {EdgeMode::kGradient, 0.2f};
  CHECK(gradients.strength(-0.2f) == Catch::Approx(1));
  CHECK(gradients.strength(0.002f) == Catch::Approx(1.0 / 3));
  CHECK(gradients.strength(1e-9f) == 0);
  CHECK(gradients.strength(0) == 0);
  CHECK(gradients.strength(std::numeric_limits<float>::quiet_NaN()) == 0);
  CHECK(EdgeScale{EdgeMode::kUpdate, 0}.strength(1) == 0);
}

TEST_CASE("edges are all weights, weakest first") {
  const Trainer trainer = make_trainer("5,3");
  const std::vector<Edge> edges = collect_edges(trainer, {EdgeMode::kWeight, 5});
  CHECK(edges.size() == 2 * 5 + 5 * 3 + 3);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const Edge& edge = edges[i];
    CHECK(edge.parameter == trainer.network().weight_index(edge.layer, edge.to, edge.from));
    CHECK(edge.value == trainer.network().parameters()[edge.parameter]);
    if (i > 0) CHECK(std::abs(edges[i - 1].value) <= std::abs(edge.value));
  }
}

TEST_CASE("of very many edges the strongest remain") {
  const Trainer trainer = make_trainer("64,64");
  const std::vector<Edge> edges = collect_edges(trainer, {EdgeMode::kWeight, 5});
  REQUIRE(edges.size() == kMaxEdges);
  const Network& network = trainer.network();
  std::size_t stronger = 0;
  for (std::size_t i = 0; i < network.parameter_count(); ++i) {
    const bool beats = std::abs(network.parameters()[i]) > std::abs(edges.front().value);
    if (network.is_weight(i) && beats) ++stronger;
  }
  CHECK(stronger < kMaxEdges);
}

TEST_CASE("values belong to the step in progress from their phase on") {
  Trainer trainer = make_trainer("3");
  CHECK_FALSE(values_current(trainer, EdgeMode::kGradient));
  for (int phase = 1; phase <= kPhaseCount; ++phase) {
    REQUIRE(trainer.advance_phase());
    CHECK(values_current(trainer, EdgeMode::kWeight));
    CHECK(values_current(trainer, EdgeMode::kGradient) == (phase >= 4));
    CHECK(values_current(trainer, EdgeMode::kUpdate) == (phase >= 5));
    CHECK((mean_delta(trainer, {0, 0}) > 0) == (phase >= 3));
  }
  CHECK(largest_value(trainer.network(), edge_values(trainer, EdgeMode::kGradient)) > 0);
}

TEST_CASE("a ring is as strong as the logarithm of mean |δ|") {
  CHECK(ring_strength(0) == 0);
  CHECK(ring_strength(1) == 1);
  CHECK(ring_strength(40) == 1);
  CHECK(ring_strength(1e-5f) == Catch::Approx(0).margin(1e-6));
  CHECK(ring_strength(0.1f) == Catch::Approx(0.8));
}

TEST_CASE("parameters have a name to read") {
  const Trainer trainer = make_trainer("4,2");
  const Network& network = trainer.network();
  CHECK(parameter_label(trainer, network.weight_index(0, 1, 0)) ==
        "w from x₁ to hidden layer 1, neuron 2");
  CHECK(parameter_label(trainer, network.weight_index(2, 0, 1)) ==
        "w from hidden layer 2, neuron 2 to output");
  CHECK(parameter_label(trainer, network.bias_index(1, 0)) == "bias of hidden layer 2, neuron 1");
}
