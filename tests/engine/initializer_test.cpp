#include "engine/parts/initializer.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "engine/network/network.h"

namespace backprop {
namespace {

std::vector<float> fill(const char* name, int inputs, int outputs, float scale,
                        std::uint64_t seed = 1) {
  std::vector<float> weights(static_cast<std::size_t>(inputs * outputs));
  Random random(seed, Random::Stream::kWeights);
  initializer(name).fill(weights, inputs, outputs, scale, random);
  return weights;
}

double variance(const std::vector<float>& values) {
  double sum = 0, squares = 0;
  for (float value : values) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  const auto count = static_cast<double>(values.size());
  CHECK(std::abs(sum / count) < 0.02 * std::sqrt(squares / count));  // centred on zero
  return squares / count;
}

double largest(const std::vector<float>& values) {
  double result = 0;
  for (float value : values) result = std::max(result, std::abs(static_cast<double>(value)));
  return result;
}

TEST_CASE("an initializer says whether its scale makes a difference") {
  for (const Initializer& entry : initializers()) {
    CAPTURE(entry.name);
    const auto filled = [&](float scale) {
      std::vector<float> weights(12);
      Random random(3, Random::Stream::kWeights);
      entry.fill(weights, 4, 3, scale, random);
      return weights;
    };
    CHECK(static_cast<bool>(entry.scales) == (filled(1) != filled(2)));
  }
}

TEST_CASE("uniform initializers fill the range their formula gives") {
  const int in = 200, out = 100;
  const struct {
    const char* name;
    double limit;
  } cases[] = {{"peer", 0.5},
               {"uniform", 0.5},
               {"xavier_uniform", std::sqrt(6.0 / 300)},
               {"he_uniform", std::sqrt(6.0 / 200)},
               {"lecun_uniform", std::sqrt(3.0 / 200)}};
  for (const auto& c : cases) {
    CAPTURE(c.name);
    const auto weights = fill(c.name, in, out, 1);
    CHECK(largest(weights) <= c.limit * 1.000001);
    CHECK(largest(weights) > 0.999 * c.limit);
    CHECK(std::abs(variance(weights) / (c.limit * c.limit / 3) - 1) < 0.03);
  }
}

TEST_CASE("normal initializers have the variance their formula gives") {
  const int in = 200, out = 100;
  CHECK(std::abs(variance(fill("xavier_normal", in, out, 1)) / (2.0 / 300) - 1) < 0.03);
  CHECK(std::abs(variance(fill("he_normal", in, out, 1)) / (2.0 / 200) - 1) < 0.03);
  CHECK(std::abs(variance(fill("lecun_normal", in, out, 1)) / (1.0 / 200) - 1) < 0.03);
  CHECK(largest(fill("he_normal", in, out, 1)) > 3 * std::sqrt(2.0 / 200));
}

TEST_CASE("orthogonal weights stretch nothing") {
  for (const auto& shape : {std::pair{5, 3}, {3, 5}, {4, 4}, {1, 6}, {6, 1}, {1, 1}, {20, 20}}) {
    const int in = shape.first, out = shape.second;
    CAPTURE(in, out);
    const auto w = fill("orthogonal", in, out, 2);
    const int vectors = std::min(in, out), length = std::max(in, out);
    const auto at = [&](int vector, int k) {
      const int row = out <= in ? vector : k, column = out <= in ? k : vector;
      return static_cast<double>(w[static_cast<std::size_t>(row * in + column)]);
    };
    for (int u = 0; u < vectors; ++u) {
      for (int v = 0; v <= u; ++v) {
        double dot = 0;
        for (int k = 0; k < length; ++k) dot += at(u, k) * at(v, k);
        CHECK(std::abs(dot - (u == v ? 4.0 : 0.0)) < 1e-5);  // lengths are the scale, 2
      }
    }
  }
}

TEST_CASE("every initializer is scaled, and repeats under the same seed only") {
  for (const Initializer& entry : initializers()) {
    const std::string name(entry.name);
    CAPTURE(name);
    const auto once = fill(name.c_str(), 6, 5, 1);
    const auto half = fill(name.c_str(), 6, 5, 0.5f);
    for (std::size_t i = 0; i < once.size(); ++i) CHECK(std::abs(half[i] - once[i] / 2) < 1e-7f);
    CHECK(fill(name.c_str(), 6, 5, 1) == once);
    const bool fixed = name == "zero" || name == "constant";
    CHECK((fill(name.c_str(), 6, 5, 1, 2) == once) == fixed);
    if (fixed) CHECK(std::ranges::count(once, once[0]) == 30);
    CHECK(entry.bias == (name == "peer" ? 0.1f : 0.0f));
  }
}

TEST_CASE("a network's parameters lie layer by layer and are all set") {
  const std::vector<LayerSpec> specs = {{3, &activation("tanh")}, {2, &activation("linear")}};
  Network network(4, specs);
  CHECK(network.input_count() == 4);
  CHECK(network.output_count() == 2);
  CHECK(network.layer_count() == 2);
  CHECK(network.parameter_count() == 4 * 3 + 3 + 3 * 2 + 2);
  CHECK(network.parameter_capacity() == 24);
  CHECK(network.weight_index(0, 2, 3) == 11);
  CHECK(network.bias_index(0, 2) == 14);
  CHECK(network.weight_index(1, 1, 0) == 18);
  CHECK(network.bias_index(1, 0) == 21);
  CHECK(network.place(11) == ParameterPlace{0, 2, 3});
  CHECK(network.place(14) == ParameterPlace{0, 2, -1});
  CHECK(network.place(18) == ParameterPlace{1, 1, 0});
  CHECK(network.place(22) == ParameterPlace{1, 1, -1});
  CHECK(network.place(22).is_bias());
  for (std::size_t i = 0; i < network.parameter_count(); ++i) {
    CHECK(network.is_weight(i) == (i < 12 || (i >= 15 && i < 21)));
    const auto [layer, output, input] = network.place(i);
    CHECK(i == (input < 0 ? network.bias_index(layer, output)
                          : network.weight_index(layer, output, input)));
    CHECK(network.parameters()[i] == 0);
  }
  Random random(3, Random::Stream::kWeights);
  network.initialize(initializer("peer"), 1, random);
  for (std::size_t i = 0; i < network.parameter_count(); ++i) {
    const float value = network.parameters()[i];
    CHECK((network.is_weight(i) ? value != 0 && std::abs(value) <= 0.5f : value == 0.1f));
  }
  CHECK(network.data()[23] == 0);  // padding
  CHECK(network.weights(1).size() == 6);
  CHECK(network.weights(1)[3] == network.data()[18]);
  CHECK(network.biases(0).size() == 3);
}

}  // namespace
}  // namespace backprop
