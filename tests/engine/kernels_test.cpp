// The kernels that run against the kernels that are read: equal bit for bit.
#include "engine/network/kernels.h"

#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/math/math.h"
#include "engine/math/random.h"
#include "engine/math/simd.h"

namespace backprop {
namespace {

std::vector<float> random_values(int count, Random& random) {
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) {
    // Of very different sizes, so that another order of adding would show.
    value = static_cast<float>(random.normal() * math::power(8, random.below(7)));
  }
  return values;
}

// Equal bits, or both NaN: which NaN comes out of ∞·0 is not for us to say.
int differing(const std::vector<float>& a, const std::vector<float>& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::isnan(a[i]) && std::isnan(b[i])) continue;
    count += std::bit_cast<std::uint32_t>(a[i]) != std::bit_cast<std::uint32_t>(b[i]);
  }
  return count;
}

struct Operands {
  int inputs, outputs, stride;
  std::vector<float> weights, biases, a, delta;

  Operands(int in, int out, int samples, Random& random)
      : inputs(in),
        outputs(out),
        stride(padded(samples)),
        weights(random_values(inputs * outputs, random)),
        biases(random_values(outputs, random)),
        a(random_values(inputs * stride, random)),
        delta(random_values(outputs * stride, random)) {
    for (int j = 0; j < outputs; ++j) {
      for (int s = samples; s < stride; ++s) delta[static_cast<std::size_t>(j * stride + s)] = 0;
    }
  }
};

constexpr float kUntouched = 12345.0f;

struct Results {
  std::vector<float> z, upstream, dw, db;

  // One number more than needed at every end shows whether a kernel writes beyond.
  Results(const Operands& o, const Kernels& kernels)
      : z(size(o.outputs * o.stride), kUntouched),
        upstream(size(o.inputs * o.stride), kUntouched),
        dw(size(o.inputs * o.outputs), kUntouched),
        db(size(o.outputs), kUntouched) {
    kernels.weighted_sums(o.weights.data(), o.biases.data(), o.a.data(), z.data(), o.inputs,
                          o.outputs, o.stride);
    kernels.input_gradients(o.weights.data(), o.delta.data(), upstream.data(), o.inputs, o.outputs,
                            o.stride);
    kernels.parameter_gradients(o.delta.data(), o.a.data(), 1.0f / 3, dw.data(), db.data(),
                                o.inputs, o.outputs, o.stride);
  }
  static std::size_t size(int count) { return static_cast<std::size_t>(count) + 1; }
};

void check_equal(const Operands& operands) {
  CAPTURE(operands.inputs, operands.outputs, operands.stride);
  const Results naive(operands, naive_kernels());
  const Results fast(operands, fast_kernels());
  CHECK(differing(naive.z, fast.z) == 0);
  CHECK(differing(naive.upstream, fast.upstream) == 0);
  CHECK(differing(naive.dw, fast.dw) == 0);
  CHECK(differing(naive.db, fast.db) == 0);
  for (const auto* values : {&fast.z, &fast.upstream, &fast.dw, &fast.db}) {
    CHECK(values->back() == kUntouched);
  }
}

TEST_CASE("fast kernels equal the naive ones bit for bit in every shape") {
  Random random(1, Random::Stream::kWeights);
  for (int inputs : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 64}) {
    for (int outputs : {1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 64}) {
      for (int samples : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 30, 64}) {
        check_equal(Operands(inputs, outputs, samples, random));
      }
    }
  }
}

TEST_CASE("fast kernels equal the naive ones on zeros, infinities, NaN and subnormal numbers") {
  const float infinity = std::numeric_limits<float>::infinity();
  const float special[] = {
      0.0f,   -0.0f,   infinity, -infinity, std::numeric_limits<float>::quiet_NaN(),
      1e-40f, -1e-44f, 3.4e38f,  -3.4e38f,  1.0f};
  Random random(2, Random::Stream::kWeights);
  for (int round = 0; round < 200; ++round) {
    const int inputs = static_cast<int>(1 + random.below(9));
    const int outputs = static_cast<int>(1 + random.below(9));
    Operands operands(inputs, outputs, static_cast<int>(1 + random.below(20)), random);
    for (auto* values : {&operands.weights, &operands.biases, &operands.a, &operands.delta}) {
      for (float& value : *values) {
        if (random.below(3) == 0) value = special[random.below(10)];
      }
    }
    check_equal(operands);
  }
}

TEST_CASE("the naive kernels are the sums they say, against double") {
  Random random(3, Random::Stream::kWeights);
  const int inputs = 5, outputs = 3, samples = 6, stride = 8;
  std::vector<float> w(15), b(3), a(inputs * stride), d(outputs * stride);
  for (auto* values : {&w, &b, &a, &d}) {
    for (float& value : *values) value = static_cast<float>(random.normal());
  }
  for (std::size_t j = 0; j < 3; ++j) d[j * 8 + 6] = d[j * 8 + 7] = 0;
  std::vector<float> z(outputs * stride), upstream(inputs * stride), dw(15), db(3);
  const Kernels& kernels = naive_kernels();
  kernels.weighted_sums(w.data(), b.data(), a.data(), z.data(), inputs, outputs, stride);
  kernels.input_gradients(w.data(), d.data(), upstream.data(), inputs, outputs, stride);
  kernels.parameter_gradients(d.data(), a.data(), 1.0f / samples, dw.data(), db.data(), inputs,
                              outputs, stride);
  const auto at = [](const std::vector<float>& v, int row, int columns, int column) {
    return static_cast<double>(v[static_cast<std::size_t>(row * columns + column)]);
  };
  for (int s = 0; s < stride; ++s) {
    for (int j = 0; j < outputs; ++j) {
      double sum = at(b, 0, 1, j);
      for (int i = 0; i < inputs; ++i) sum += at(w, j, inputs, i) * at(a, i, stride, s);
      CHECK(std::abs(at(z, j, stride, s) - sum) < 1e-5);
    }
    for (int i = 0; i < inputs; ++i) {
      double sum = 0;
      for (int j = 0; j < outputs; ++j) sum += at(w, j, inputs, i) * at(d, j, stride, s);
      CHECK(std::abs(at(upstream, i, stride, s) - sum) < 1e-5);
    }
  }
  for (int j = 0; j < outputs; ++j) {
    double bias = 0;
    for (int s = 0; s < samples; ++s) bias += at(d, j, stride, s) / samples;
    CHECK(std::abs(at(db, 0, 1, j) - bias) < 1e-6);
    for (int i = 0; i < inputs; ++i) {
      double sum = 0;
      for (int s = 0; s < samples; ++s) sum += at(d, j, stride, s) * at(a, i, stride, s) / samples;
      CHECK(std::abs(at(dw, j, inputs, i) - sum) < 1e-6);
    }
  }
}

}  // namespace
}  // namespace backprop
