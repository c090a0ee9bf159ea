#include "engine/insight/notation.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "engine/experiment/link.h"
#include "engine/insight/explain.h"
#include "engine/run/trainer.h"

namespace backprop {
namespace {

TEST_CASE("notation: numbers keep the digits asked for and a true minus sign") {
  CHECK(significant(0.795123) == "0.795");
  CHECK(significant(-0.0213449) == "−0.0213");
  CHECK(significant(9.84e-4) == "9.84e−4");
  CHECK(significant(1.2e-5, 2) == "1.2e−5");
  CHECK(significant(0.00999999) == "0.0100");
  CHECK(significant(12345.6) == "12300");
  CHECK(significant(12345.6, 6) == "12345.6");
  CHECK(significant(1.5e6) == "1.5e6");
  CHECK(significant(999999.9, 3) == "1.00e6");
  CHECK(significant(-3.4e38) == "−3.4e38");
}

TEST_CASE("notation: exact numbers are short, rounded ones say so by their zeros") {
  CHECK(significant(0.5) == "0.5");
  CHECK(significant(1) == "1");
  CHECK(significant(100) == "100");
  CHECK(significant(0.50004) == "0.500");
  CHECK(significant(static_cast<double>(0.03F), 6) == "0.03");
  CHECK(significant(1e-8F) == "1e−8");
  CHECK(significant(0) == "0");
}

TEST_CASE("notation: what is not a number has a name") {
  CHECK(significant(std::numeric_limits<double>::quiet_NaN()) == "NaN");
  CHECK(significant(std::numeric_limits<double>::infinity()) == "∞");
  CHECK(significant(-std::numeric_limits<double>::infinity()) == "−∞");
  CHECK(significant(1e-45F).starts_with("1.4"));
}

TEST_CASE("notation: LaTeX numbers") {
  CHECK(significant_latex(-2.13e-5, 3) == "-2.13 \\cdot 10^{-5}");
  CHECK(significant_latex(0.25) == "0.25");
  CHECK(significant_latex(0.123456789) == "0.123457");
  CHECK(significant_latex(-std::numeric_limits<double>::infinity()) == "-\\infty");
}

TEST_CASE("notation: symbols carry layer and indices, counted from one") {
  CHECK(neuron_symbol("z", "z", 1, 2).text == "z⁽²⁾₃");
  CHECK(neuron_symbol("δ", "\\delta", 0, 9).latex == "\\delta^{(1)}_{10}");
  CHECK(neuron_symbol("δ", "\\delta", 0, 0, true).latex == "\\bar{\\delta}^{(1)}_{1}");
  CHECK(weight_symbol(1, 2, 0).text == "w⁽²⁾₃₁");
  CHECK(weight_symbol(1, 11, 0).text == "w⁽²⁾₁₂,₁");
  CHECK(weight_symbol(0, 0, 10).latex == "w^{(1)}_{1,11}");
  CHECK(bias_symbol(7, 63).text == "b⁽⁸⁾₆₄");
  CHECK(parameter_symbol({1, 2, 0}).text == "w⁽²⁾₃₁");
  CHECK(parameter_symbol({1, 2, -1}).text == "b⁽²⁾₃");
  CHECK(label_symbol("x₁²").latex == "x_{1}^{2}");
  CHECK(label_symbol("x₃").latex == "x_{3}");
  CHECK(label_symbol("x₈").latex == "x_{8}");
  CHECK(label_symbol("sin x₂").latex == "\\sin x_{2}");
  CHECK(label_symbol("x₁x₂").text == "x₁x₂");
}

TEST_CASE("notation: widths count what shows") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("δ⁽²⁾₃") == 5);
  CHECK(display_width(neuron_symbol("z", "z", 0, 0, true).text) == 5);  // the bar takes no room
}

TEST_CASE("notation: layers are named as on the canvas") {
  const std::array<LayerSpec, 3> layers = {
      {{4, &activation("tanh")}, {2, &activation("tanh")}, {1, &activation("tanh")}}};
  const Network network(2, layers);
  CHECK(layer_name(network, -1) == "Inputs");
  CHECK(layer_name(network, 0) == "Hidden layer 1");
  CHECK(layer_name(network, 2) == "Output");
  const Trainer trainer(parse_link("dataset=circle&layers=4,2").experiment);
  CHECK(neuron_name(trainer, 1, 1) == "Hidden layer 2, neuron 2");
  CHECK(neuron_name(trainer, 2, 0) == "Output");
  const Trainer classes(
      parse_link("dataset=blobs&classes=3&loss=cross_entropy&layers=").experiment);
  CHECK(neuron_name(classes, 0, 2) == "Output 3");
}

TEST_CASE("notation: inputs and outputs of a table are called what it calls them") {
  const auto trainer_of = [](const char* link) { return Trainer(parse_link(link).experiment); };
  const Trainer adder = trainer_of("dataset=table&table=half_adder&layers=2");
  CHECK(neuron_label(adder, -1, 0) == adder.experiment().table->inputs[0]);
  CHECK(neuron_label(adder, 0, 1) == "hidden layer 1, neuron 2");
  CHECK(neuron_label(adder, 1, 1) == "output carry");
  CHECK(neuron_name(adder, 1, 0) == "Output sum");
  CHECK(parameter_label(adder, adder.network().weight_index(1, 1, 0)) ==
        "w from hidden layer 1, neuron 1 to output carry");
  const Trainer iris = trainer_of("dataset=table&table=iris&layers=2");
  CHECK(neuron_label(iris, -1, 3) == iris.experiment().table->inputs[3]);
  CHECK(neuron_label(iris, 1, 2) == "output " + iris.experiment().table->classes[2]);
  // One output for two classes is called what they tell apart.
  const Trainer two = trainer_of("dataset=table&table=w;pet~cat~dog;1,cat;2,dog&layers=1");
  CHECK(neuron_label(two, 1, 0) == "output pet");
  const Trainer target = trainer_of("dataset=table&table=w;price;1,5;2,7&layers=1");
  CHECK(neuron_label(target, 1, 0) == "output price");
  // Points of the plane have none of this.
  const Trainer plane = trainer_of("dataset=circle&layers=1");
  CHECK(neuron_label(plane, -1, 0) == "x₁");
  CHECK(neuron_label(plane, 1, 0) == "output");

  const Result<Explanation> output = explain(adder, {ExplainTarget::Kind::kNeuron, 1, 1});
  REQUIRE(output.has_value());
  CHECK(output->title.starts_with("Output carry: "));
  const Result<ExplainTarget> weight = parse_target(adder, "weight:1.2.1");
  REQUIRE(weight.has_value());
  CHECK(explain(adder, *weight)
            ->title.starts_with("Weight from " + adder.experiment().table->inputs[0] +
                                " to hidden layer 1, neuron 2: "));
}

}  // namespace
}  // namespace backprop
