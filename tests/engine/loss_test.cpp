#include "engine/parts/loss.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/math/random.h"
#include "engine/parts/activation.h"

namespace backprop {
namespace {

constexpr int kOutputs = 3, kSamples = 6, kStride = 8;

struct Batch {
  std::vector<float> z, a, target;

  explicit Batch(const Loss& loss) : Batch(loss, activation(loss.output_activation)) {}
  Batch(const Loss& loss, const Activation& output)
      : z(kOutputs * kStride), a(z.size()), target(z.size()) {
    Random random(21, Random::Stream::kData);
    for (float& value : z) value = static_cast<float>(random.normal() * 2);
    for (int s = 0; s < kSamples; ++s) {
      for (int k = 0; k < kOutputs; ++k) {
        target[static_cast<std::size_t>(k * kStride + s)] =
            k == s % kOutputs ? loss.target_high : loss.target_low;
      }
    }
    activate(output, z.data(), a.data(), kOutputs, kStride);
  }
  double at(const std::vector<float>& values, int k, int s) const {
    return static_cast<double>(values[static_cast<std::size_t>(k * kStride + s)]);
  }
};

// Straight from the textbook: of one output, on its activation.
using Textbook = double (*)(double a, double y);
std::optional<Textbook> textbook(std::string_view name) {
  static const std::pair<std::string_view, Textbook> formulas[] = {
      {"mse", [](double a, double y) { return 0.5 * (a - y) * (a - y); }},
      {"huber",
       [](double a, double y) {
         const double r = std::abs(a - y);
         return r <= 1 ? 0.5 * r * r : r - 0.5;
       }},
      {"squared_error", [](double a, double y) { return (a - y) * (a - y); }},
      {"mean_squared_error", [](double a, double y) { return (a - y) * (a - y); }},
      {"mean_absolute_error", [](double a, double y) { return std::abs(a - y); }},
      {"hinge", [](double a, double y) { return std::max(0.0, 1 - y * a); }},
      {"bce", [](double a, double y) { return -y * std::log(a) - (1 - y) * std::log1p(-a); }},
      {"cross_entropy", [](double a, double y) { return -y * std::log(a); }},
  };
  for (const auto& [known, formula] : formulas) {
    if (known == name) return formula;
  }
  return std::nullopt;
}

double sum_over_outputs(Textbook formula, const Batch& b, int s) {
  double sum = 0;
  for (int k = 0; k < kOutputs; ++k) sum += formula(b.at(b.a, k, s), b.at(b.target, k, s));
  return sum;
}

TEST_CASE("losses are what their formulas say, and padding counts nothing") {
  const auto check = [](const Loss& loss, const Activation& output, bool on_logits) {
    CAPTURE(loss.name, output.name, on_logits);
    const LossFunctions& functions = on_logits ? *loss.on_logits : loss.functions;
    const Batch batch(loss, output);
    std::vector<float> values(kStride, -1.0f), upstream(kOutputs * kStride, -1.0f);
    functions.value(batch.z.data(), batch.a.data(), batch.target.data(), values.data(), kOutputs,
                    kSamples, kStride);
    functions.gradient(batch.z.data(), batch.a.data(), batch.target.data(), upstream.data(),
                       kOutputs, kSamples, kStride);
    for (int s = 0; s < kStride; ++s) {
      const double value = static_cast<double>(values[static_cast<std::size_t>(s)]);
      if (s >= kSamples) {
        CHECK(value == 0);
        for (int k = 0; k < kOutputs; ++k) CHECK(batch.at(upstream, k, s) == 0);
        continue;
      }
      const auto formula = textbook(loss.name);
      REQUIRE(formula);
      const double mean = loss.spelling.mean ? 1.0 / kOutputs : 1.0;
      CHECK(std::abs(value - mean * sum_over_outputs(*formula, batch, s)) < 4e-6);
      std::vector<double> z, a, y;
      for (int k = 0; k < kOutputs; ++k) {
        z.push_back(batch.at(batch.z, k, s));
        a.push_back(batch.at(batch.a, k, s));
        y.push_back(batch.at(batch.target, k, s));
      }
      CHECK(std::abs(value - functions.value_double(z.data(), a.data(), y.data(), kOutputs)) <
            4e-6);
      // What reaches the outputs is the derivative, by a, or by z for those on logits.
      for (std::size_t k = 0; k < kOutputs; ++k) {
        const double h = 1e-6;
        double& moved = on_logits ? z[k] : a[k];
        const double middle = moved;
        moved = middle + h;
        const double above = functions.value_double(z.data(), a.data(), y.data(), kOutputs);
        moved = middle - h;
        const double below = functions.value_double(z.data(), a.data(), y.data(), kOutputs);
        moved = middle;
        const double numeric = (above - below) / (2 * h);
        const double size = std::max(1.0, std::abs(numeric));
        CHECK(std::abs(batch.at(upstream, static_cast<int>(k), s) - numeric) < 2e-6 * size);
      }
    }
  };
  for (const Loss& loss : losses()) {
    if (loss.on_logits != nullptr) check(loss, activation(loss.output_activation), true);
    for (const char* name : {"linear", "tanh", "sigmoid", "softmax"}) {
      if (goes_with(loss, activation(name))) check(loss, activation(name), false);
    }
  }
}

TEST_CASE("losses on the logits stay finite where the formula would overflow") {
  const float z[4] = {200, -200, 200, -200};
  const float y[4] = {1, 0, 0, 1};
  float a[4], values[4], delta[4];
  activation("sigmoid").apply(z, a, 4);
  const LossFunctions& bce = *loss("bce").on_logits;
  bce.value(z, a, y, values, 1, 4, 4);
  bce.gradient(z, a, y, delta, 1, 4, 4);
  CHECK(values[0] == 0.0f);
  CHECK(values[1] == 0.0f);
  CHECK(values[2] == 200.0f);
  CHECK(values[3] == 200.0f);
  CHECK(delta[2] == 1.0f);
  CHECK(delta[3] == -1.0f);

  const float logits[8] = {500, 500, -500, 0, -500, 500, 500, 1000};
  const float classes[8] = {1, 1, 1, 1, 0, 0, 0, 0};
  const LossFunctions& cross_entropy = *loss("cross_entropy").on_logits;
  cross_entropy.value(logits, logits, classes, values, 2, 4, 4);
  CHECK(values[0] == 0.0f);
  CHECK(std::abs(values[1] - std::log(2.0f)) < 1e-6f);
  CHECK(values[2] == 1000.0f);
  CHECK(values[3] == 1000.0f);
}

TEST_CASE("no loss hides NaN") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const Loss& loss : losses()) {
    CAPTURE(loss.name);
    Batch batch(loss);
    batch.z[1] = batch.a[1] = nan;
    std::vector<float> values(kStride), upstream(kOutputs * kStride);
    for (const LossFunctions* functions :
         {&loss.functions, static_cast<const LossFunctions*>(loss.on_logits)}) {
      if (functions == nullptr) continue;
      functions->value(batch.z.data(), batch.a.data(), batch.target.data(), values.data(), kOutputs,
                       kSamples, kStride);
      functions->gradient(batch.z.data(), batch.a.data(), batch.target.data(), upstream.data(),
                          kOutputs, kSamples, kStride);
      CHECK(std::isnan(values[1]));
      CHECK(std::isnan(upstream[1]));
      CHECK_FALSE(std::isnan(values[0]));
    }
  }
}

TEST_CASE("logarithms stay finite where an output has come to 0 or 1") {
  const float a[4] = {0, 1, 0, 1}, y[4] = {1, 0, 0, 1};
  float values[4], upstream[4];
  for (const char* name : {"bce", "cross_entropy"}) {
    CAPTURE(name);
    const LossFunctions& functions = loss(name).functions;
    functions.value(a, a, y, values, 1, 4, 4);
    functions.gradient(a, a, y, upstream, 1, 4, 4);
    for (int s = 0; s < 4; ++s) {
      CHECK(std::isfinite(values[s]));
      CHECK(std::isfinite(upstream[s]));
    }
    CHECK(values[0] > 80);
    CHECK(values[3] == 0);
  }
}

TEST_CASE("cross-entropy takes targets that do not add up to 1") {
  const Loss& loss = backprop::loss("cross_entropy");
  Batch batch(loss);
  for (float& y : batch.target) y = y == 1 ? 0.9f : 0.1f;
  std::vector<float> upstream(kOutputs * kStride);
  (*loss.on_logits)
      .gradient(batch.z.data(), batch.a.data(), batch.target.data(), upstream.data(), kOutputs,
                kSamples, kStride);
  for (int k = 0; k < kOutputs; ++k) {
    CHECK(std::abs(batch.at(upstream, k, 0) -
                   (batch.at(batch.a, k, 0) * 1.1 - batch.at(batch.target, k, 0))) < 1e-6);
  }
}

TEST_CASE("a loss's entry fits its output layer") {
  for (const Loss& loss : losses()) {
    CAPTURE(loss.name);
    CHECK(&backprop::loss(loss.name) == &loss);
    CHECK((loss.classification || loss.regression));
    const Activation& output = activation(loss.output_activation);
    CHECK(output.output_only == loss.output_per_class);
    // Targets are what the output comes near.
    if (loss.own_targets) continue;
    CHECK(loss.target_low == output.lowest);
    CHECK(loss.target_high == output.highest);
    CHECK(goes_with(loss, output));
    CHECK(is_on_logits(loss, output) == (loss.on_logits != nullptr));
  }
}

}  // namespace
}  // namespace backprop
