#include "engine/parts/activation.h"

#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "engine/math/random.h"
#include "engine/math/simd.h"
#include "tests/engine/c_expression.h"

namespace backprop {
namespace {

bool same_bits(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

std::vector<const Activation*> elementwise() {
  std::vector<const Activation*> result;
  for (const Activation& entry : activations()) {
    if (!entry.output_only) result.push_back(&entry);
  }
  return result;
}

TEST_CASE("every activation has a name of its own, and softmax is the last") {
  for (const Activation& entry : activations()) {
    CHECK(&activation(entry.name) == &entry);
    CHECK(entry.output_only == (&entry == &activations().back()));
  }
  CHECK(activations().back().name == "softmax");
}

// What the textbooks say, by the C library.
TEST_CASE("the usual activations are what their formulas say, in double to the last digits") {
  using Formula = double (*)(double);
  const std::pair<const char*, Formula> formulas[] = {
      {"linear", [](double z) { return z; }},
      {"relu", [](double z) { return std::max(z, 0.0); }},
      {"leaky_relu", [](double z) { return z > 0 ? z : 0.01 * z; }},
      {"elu", [](double z) { return z > 0 ? z : std::expm1(z); }},
      {"tanh", [](double z) { return std::tanh(z); }},
      {"sigmoid", [](double z) { return 1 / (1 + std::exp(-z)); }},
      {"softplus", [](double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))); }},
      {"silu", [](double z) { return z / (1 + std::exp(-z)); }},
      {"gelu",
       [](double z) {
         return 0.5 * z * (1 + std::tanh(std::sqrt(2 / M_PI) * (z + 0.044715 * z * z * z)));
       }},
      {"sine", [](double z) { return std::sin(z); }},
  };
  for (const auto& [name, formula] : formulas) {
    CAPTURE(name);
    double worst = 0;
    for (int i = -4000; i <= 4000; ++i) {
      const double z = i / 128.0;
      const double difference = activation(name).value_double(z) - formula(z);
      worst = std::max(worst, std::abs(difference) / std::max(1.0, std::abs(formula(z))));
    }
    CHECK(worst < 2e-15);
  }
}

TEST_CASE("activations are what their forms in C say") {
  for (const Activation* entry : elementwise()) {
    CAPTURE(entry->name);
    double worst = 0, worst_double = 0;
    for (int i = -4000; i <= 4000; i += 3) {
      const float z = static_cast<float>(i) / 128.0f;
      const double exact = c_value(entry->forms.c, {{"z", static_cast<double>(z)}});
      const double scale = std::max(1.0, std::abs(exact));
      worst = std::max(worst, std::abs(static_cast<double>(entry->value(z)) - exact) / scale);
      worst_double = std::max(
          worst_double, std::abs(entry->value_double(static_cast<double>(z)) - exact) / scale);
    }
    CHECK(worst < 2e-7);
    CHECK(worst_double < 1e-8);  // the forms' constants have the digits of a float
  }
}

TEST_CASE("an activation's values fill its bounds and stay within them") {
  for (const Activation* entry : elementwise()) {
    CAPTURE(entry->name);
    float least = 0, most = 0;
    for (int i = -6400; i <= 6400; ++i) {
      const float z = static_cast<float>(i) / 128.0f;
      for (const float value : {entry->value(z), entry->value(z * z * z)}) {
        least = std::min(least, value);
        most = std::max(most, value);
      }
    }
    CHECK(least >= entry->lowest);
    CHECK(most <= entry->highest);
    const auto reached = [](float bound, float value) {
      return std::isinf(bound) ? std::abs(value) > 10 : std::abs(value - bound) < 1e-5f;
    };
    CHECK(reached(entry->lowest, least));
    CHECK(reached(entry->highest, most));
  }
  CHECK(stays_within_one(activation("tanh")));
  CHECK(stays_within_one(activation("softmax")));
  CHECK_FALSE(stays_within_one(activation("elu")));
}

TEST_CASE("slopes are the derivatives of the values") {
  const double h = 1e-5;
  for (const Activation* entry : elementwise()) {
    CAPTURE(entry->name);
    for (int i = -1500; i <= 1500; ++i) {
      const double z = i / 100.0 + 0.003;  // not at a kink
      const double numeric = (entry->value_double(z + h) - entry->value_double(z - h)) / (2 * h);
      const auto zf = static_cast<float>(z);
      REQUIRE(std::abs(static_cast<double>(entry->slope(zf, entry->value(zf))) - numeric) < 4e-6);
    }
  }
}

TEST_CASE("a kink is where left and right slopes differ") {
  for (const Activation* entry : elementwise()) {
    CAPTURE(entry->name);
    for (int i = -40; i <= 40; ++i) {
      const double z = i / 4.0;
      const double h = 1e-6;
      const double left = (entry->value_double(z) - entry->value_double(z - h)) / h;
      const double right = (entry->value_double(z + h) - entry->value_double(z)) / h;
      const bool differ = std::abs(left - right) > 1e-3;
      CHECK(differ == (std::ranges::find(entry->kinks, z) != entry->kinks.end()));
    }
  }
}

TEST_CASE("whole layers get the same bits as single numbers") {
  Random random(4, Random::Stream::kWeights);
  std::vector<float> z(256), a(256), upstream(256), out(256);
  for (std::size_t i = 0; i < z.size(); ++i) {
    z[i] = static_cast<float>(random.normal() * (i % 5 == 0 ? 50 : 2));
    upstream[i] = static_cast<float>(random.normal());
  }
  z[3] = 0.0f;
  z[5] = -0.0f;
  z[7] = std::numeric_limits<float>::infinity();
  for (const Activation* entry : elementwise()) {
    CAPTURE(entry->name);
    entry->apply(z.data(), a.data(), 256);
    entry->backward(z.data(), a.data(), upstream.data(), out.data(), 256);
    for (std::size_t i = 0; i < z.size(); ++i) {
      if (std::isnan(a[i])) continue;
      CAPTURE(z[i]);
      CHECK(same_bits(a[i], entry->value(z[i])));
      const float expected = entry->slope(z[i], a[i]) * upstream[i];
      CHECK((same_bits(out[i], expected) || (std::isnan(out[i]) && std::isnan(expected))));
    }
    std::vector<float> in_place = upstream;
    entry->backward(z.data(), a.data(), in_place.data(), in_place.data(), 256);
    for (std::size_t i = 0; i < z.size(); ++i) {
      CHECK((same_bits(in_place[i], out[i]) || std::isnan(out[i])));
    }
  }
}

TEST_CASE("no activation hides NaN") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const Activation* entry : elementwise()) {
    CAPTURE(entry->name);
    CHECK(std::isnan(entry->value(nan)));
    CHECK(std::isnan(entry->value_double(static_cast<double>(nan))));
  }
  const Activation& softmax = activation("softmax");
  std::vector<float> z = {1, nan, 1, 1, 2, 2, 2, nan}, a(8);
  softmax.apply_columns(z.data(), a.data(), 2, 4);
  for (std::size_t s = 0; s < 4; ++s) {
    CHECK(std::isnan(a[s]) == (s == 1 || s == 3));
    CHECK(std::isnan(a[4 + s]) == (s == 1 || s == 3));
  }
}

TEST_CASE("far from zero, saturating and gated activations reach their limits") {
  for (float z : {30.0f, 1e3f, 1e10f}) {
    CHECK(activation("tanh").value(-z) == -1.0f);
    CHECK(activation("elu").value(-z) == -1.0f);
    CHECK(std::abs(activation("sigmoid").value(-z)) < 1e-12f);
    CHECK(std::abs(activation("silu").value(-z)) < 1e-11f);
    CHECK(std::abs(activation("gelu").value(-z)) < 1e-11f);
    CHECK(std::abs(activation("softplus").value(-z)) < 1e-12f);
    for (const char* name : {"silu", "gelu", "softplus"}) {
      CAPTURE(name);
      CHECK(activation(name).value(z) == z);
      CHECK(activation(name).slope(z, z) == 1.0f);
      CHECK(std::abs(activation(name).slope(-z, 0)) < 1e-10f);
    }
  }
}

TEST_CASE("softmax turns columns into probabilities") {
  const int outputs = 3, stride = 8;
  Random random(9, Random::Stream::kWeights);
  std::vector<float> z(outputs * stride), a(z.size());
  for (float& value : z) value = static_cast<float>(random.normal() * 3);
  z[2] = z[stride + 2] = z[2 * stride + 2] = 1e30f;  // a tie, and no overflow
  z[3] = 100;                                        // a certain one
  activate(activation("softmax"), z.data(), a.data(), outputs, stride);
  for (std::size_t s = 0; s < stride; ++s) {
    double powers = 0, sum = 0;
    const float largest = std::max({z[s], z[stride + s], z[2 * stride + s]});
    for (std::size_t k = 0; k < 3; ++k) powers += std::exp(double{z[k * stride + s]} - largest);
    for (std::size_t k = 0; k < 3; ++k) {
      const float p = a[k * stride + s];
      CHECK(std::abs(p - std::exp(double{z[k * stride + s]} - largest) / powers) < 2e-7);
      sum += static_cast<double>(p);
    }
    CHECK(std::abs(sum - 1) < 3e-7);
  }
}

TEST_CASE("softmax backward is its Jacobian") {
  const int outputs = 4, stride = 4;
  Random random(10, Random::Stream::kWeights);
  std::vector<float> z(16), a(16), upstream(16), out(16);
  for (std::size_t i = 0; i < 16; ++i) {
    z[i] = static_cast<float>(random.normal());
    upstream[i] = static_cast<float>(random.normal());
  }
  const Activation& softmax = activation("softmax");
  activate(softmax, z.data(), a.data(), outputs, stride);
  activate_backward(softmax, z.data(), a.data(), upstream.data(), out.data(), outputs, stride);
  for (std::size_t s = 0; s < 4; ++s) {
    for (std::size_t k = 0; k < 4; ++k) {
      double expected = 0;
      for (std::size_t j = 0; j < 4; ++j) {
        const double aj = a[j * 4 + s], ak = a[k * 4 + s];
        expected += aj * ((j == k ? 1 : 0) - ak) * upstream[j * 4 + s];
      }
      CHECK(std::abs(static_cast<double>(out[k * 4 + s]) - expected) < 1e-6);
    }
  }
}

TEST_CASE("silu and gelu come to 0 at −∞ and to z at ∞, and so do their slopes") {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const char* name : {"silu", "gelu"}) {
    INFO(name);
    const Activation& phi = activation(name);
    CHECK(phi.value(-kInfinity) == 0);
    CHECK(phi.value(kInfinity) == kInfinity);
    CHECK(phi.slope(-kInfinity, 0) == 0);
    CHECK(phi.slope(kInfinity, kInfinity) == 1);
    CHECK(phi.value(-std::numeric_limits<float>::max()) == 0);
    CHECK(phi.value_double(-std::numeric_limits<double>::infinity()) == 0);
    CHECK(phi.value_double(std::numeric_limits<double>::infinity()) ==
          std::numeric_limits<double>::infinity());
    CHECK(std::isnan(phi.value(std::nanf(""))));
    CHECK(std::isnan(phi.slope(std::nanf(""), 0)));
  }
}

}  // namespace
}  // namespace backprop
