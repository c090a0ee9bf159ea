#include "engine/parts/regularizer.h"
#include "engine/network/regularize.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/parts/initializer.h"

namespace backprop {
namespace {

TEST_CASE("a regularizer's gradient is the derivative of its penalty") {
  const double h = 1e-6;
  for (const Regularizer& entry : regularizers()) {
    CAPTURE(entry.name);
    for (double w : {-2.0, -0.3, 0.01, 0.7, 3.0}) {
      const double numeric = (entry.penalty(0.1, w + h) - entry.penalty(0.1, w - h)) / (2 * h);
      CHECK(std::abs(static_cast<double>(entry.gradient(0.1f, static_cast<float>(w))) - numeric) <
            1e-6);
    }
  }
  CHECK(regularizer("l1").penalty(0.1, -3) == 0.1 * 3);
  CHECK(std::abs(regularizer("l2").penalty(0.1, -3) - 0.45) < 1e-15);
  CHECK(regularizer("l1").gradient(0.1f, 0) == 0);
  CHECK(std::isnan(regularizer("l1").gradient(0.1f, std::numeric_limits<float>::quiet_NaN())));
}

TEST_CASE("regularization adds to weights, bit for bit, and leaves biases alone") {
  const std::vector<LayerSpec> specs = {{3, &activation("tanh")}, {1, &activation("linear")}};
  Network network(3, specs);
  Random random(6, Random::Stream::kWeights);
  network.initialize(initializer("peer"), 1, random);
  network.data()[4] = 0;
  std::vector<float> data(network.parameter_capacity()), gradients(data.size());
  for (float& value : data) value = static_cast<float>(random.normal());
  for (const Regularizer& entry : regularizers()) {
    CAPTURE(entry.name);
    regularize(entry, 0.3f, network, data.data(), gradients.data());
    for (std::size_t i = 0; i < network.parameter_count(); ++i) {
      const float term = network.is_weight(i) ? entry.gradient(0.3f, network.data()[i]) : 0.0f;
      CHECK(gradients[i] == data[i] + term);
    }
    regularize(entry, 0.0f, network, data.data(), gradients.data());
    CHECK(gradients == data);
  }
}

TEST_CASE("clipping limits the length or each number") {
  const std::vector<float> g = {3, 0, -4, 0, 0, 0, 12, 0};  // of length 13
  std::vector<float> clipped = g;
  clip(Clipping::kNone, 1, clipped.data(), 8);
  CHECK(clipped == g);
  clip(Clipping::kNorm, 13, clipped.data(), 8);
  CHECK(clipped == g);
  clip(Clipping::kNorm, 6.5f, clipped.data(), 8);
  for (std::size_t i = 0; i < 8; ++i) CHECK(clipped[i] == g[i] / 2);
  clipped = g;
  clip(Clipping::kValue, 3.5f, clipped.data(), 8);
  CHECK(clipped == std::vector<float>{3, 0, -3.5f, 0, 0, 0, 3.5f, 0});
}

TEST_CASE("a gradient whose squares are too large for a float keeps its direction") {
  for (const float size : {1e19f, 1e25f, 1e30f, 2e37f}) {
    CAPTURE(size);
    std::vector<float> g = {3 * size, 0, -4 * size, 0, 0, 0, 12 * size, 0};
    clip(Clipping::kNorm, 26, g.data(), 8);
    const float wanted[] = {6, 0, -8, 0, 0, 0, 24, 0};
    for (std::size_t i = 0; i < 8; ++i) CHECK(std::abs(g[i] - wanted[i]) <= 1e-5f);
  }
  std::vector<float> largest(64, std::numeric_limits<float>::max());  // of infinite length
  clip(Clipping::kNorm, 8, largest.data(), 64);
  for (const float value : largest) CHECK(std::abs(value - 1) < 1e-5f);
}

TEST_CASE("clipping does not hide NaN") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (Clipping clipping : {Clipping::kNorm, Clipping::kValue}) {
    std::vector<float> g = {1, nan, 100, 1};
    clip(clipping, 1, g.data(), 4);
    CHECK(std::isnan(g[1]));
  }
}

}  // namespace
}  // namespace backprop
