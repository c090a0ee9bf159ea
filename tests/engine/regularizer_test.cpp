#include "engine/parts/regularizer.h"
#include "engine/network/regularize.h"

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

TEST_CASE("a regularizer says whether its pull grows with the weight") {
  for (const Regularizer& entry : regularizers()) {
    CAPTURE(entry.name);
    const bool grows = entry.gradient(1, 2) != entry.gradient(1, 1);
    CHECK(static_cast<bool>(entry.grows_with_weight) == grows);
    CHECK(entry.forms.numpy_cut.empty() == (entry.cut_step == nullptr));
    CHECK(entry.forms.torch_cut.empty() == (entry.cut_step == nullptr));
  }
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

}  // namespace
}  // namespace backprop
