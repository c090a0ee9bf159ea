#include "shell/canvas/heatmap.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <span>
#include <vector>

#include "shell/session/activation_maps.h"

using namespace backprop;

namespace {

Palette palette() {
  Palette colors;
  colors.ground = IM_COL32(10, 20, 30, 255);
  colors.zero = IM_COL32(40, 40, 40, 255);
  colors.negative = IM_COL32(250, 150, 60, 255);
  colors.positive = IM_COL32(70, 160, 250, 255);
  return colors;
}

}  // namespace

TEST_CASE("a ramp goes from negative over zero to positive") {
  const ColorRamp ramp = ColorRamp::diverging(palette(), 1);
  CHECK(ramp.at(-1) == palette().negative);
  CHECK(ramp.at(0) == palette().zero);
  CHECK(ramp.at(1) == palette().positive);
  CHECK(ramp.at(-7) == palette().negative);
  CHECK(ramp.at(std::numeric_limits<float>::infinity()) == palette().positive);
  CHECK(ramp.at(std::numeric_limits<float>::quiet_NaN()) == palette().zero);
}

TEST_CASE("without strength a ramp is the ground") {
  const ColorRamp ramp = ColorRamp::diverging(palette(), 0);
  for (const float value : {-1.0f, 0.0f, 0.4f, 1.0f}) CHECK(ramp.at(value) == palette().ground);
}

TEST_CASE("a map is painted as its values are, one by one") {
  const ColorRamp ramp = ColorRamp::diverging(palette(), 0.8f);
  const MapScale scale = {0.25f, 3};
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> values = {std::numeric_limits<float>::quiet_NaN(), infinity, -infinity, 1e30f};
  for (int i = -50; i <= 50; ++i) values.push_back(static_cast<float>(i) * 0.11f);
  std::vector<ImU32> painted(values.size());
  for (std::size_t count = 0; count <= values.size(); ++count) {  // whole vectors and not
    std::fill(painted.begin(), painted.end(), 0u);
    ramp.paint(std::span(values).first(count), scale, painted.data());
    for (std::size_t i = 0; i < count; ++i) REQUIRE(painted[i] == ramp.at(scale(values[i])));
    for (std::size_t i = count; i < values.size(); ++i) REQUIRE(painted[i] == 0);
  }
}

TEST_CASE("maps are scaled by what the neuron can give") {
  Experiment experiment;
  REQUIRE(set_property(experiment, "layers", "4"));
  REQUIRE(set_property(experiment, "activation", "relu"));
  Trainer trainer(experiment);
  Probe probe;
  probe.configure(trainer.experiment().features, 20);

  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    trainer.set_parameter(i, 0.01f);
  }
  probe.evaluate(trainer.network());
  CHECK(map_scale(trainer, probe, {0, 0}).reach == 1);  // small values stay dark
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    trainer.set_parameter(i, 100);
  }
  probe.evaluate(trainer.network());
  const float reach = map_scale(trainer, probe, {0, 0}).reach;
  CHECK((reach == 500 || reach == 1000));
  CHECK(map_scale(trainer, probe, {0, 3}).reach == reach);
  CHECK(map_scale(trainer, probe, {1, 0})(-1) == Catch::Approx(-1));
  CHECK(map_scale(trainer, probe, {-1, 0}).reach == Catch::Approx(5.7f));

  REQUIRE(trainer.set("loss", "bce"));
  probe.evaluate(trainer.network());
  CHECK(map_scale(trainer, probe, {1, 0})(0) == Catch::Approx(-1));
  CHECK(map_scale(trainer, probe, {1, 0})(0.5f) == Catch::Approx(0).margin(1e-6));
  CHECK(map_scale(trainer, probe, {1, 0})(1) == Catch::Approx(1));
}

TEST_CASE("the plane shows a neuron only when the network has it") {
  Experiment experiment;
  REQUIRE(set_property(experiment, "layers", "4"));
  const Trainer trainer(experiment);
  View view;
  CHECK_FALSE(shown_neuron(view, trainer.network()));
  view.pinned_neuron = NeuronId{0, 3};
  CHECK(shown_neuron(view, trainer.network()) == NeuronId{0, 3});
  view.hovered_neuron = NeuronId{-1, 1};
  CHECK(shown_neuron(view, trainer.network()) == NeuronId{-1, 1});
  view.hovered_neuron = NeuronId{0, 4};
  CHECK_FALSE(shown_neuron(view, trainer.network()));
}
