#include "engine/math/random.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <numeric>
#include <vector>

namespace backprop {
namespace {

// PCG32 once more, from its paper: multiply, add, xorshift high, rotate by the top five bits.
struct PaperPcg {
  std::uint64_t state, increment;
  std::uint32_t next() {
    const std::uint64_t old = state;
    state = old * 6364136223846793005ull + increment;
    const auto shifted = static_cast<std::uint32_t>(((old >> 18u) ^ old) >> 27u);
    const auto turn = static_cast<std::uint32_t>(old >> 59u);
    return (shifted >> turn) | (shifted << ((32u - turn) & 31u));
  }
};

TEST_CASE("random numbers are PCG32's") {
  Random random(42, Random::Stream::kWeights);
  PaperPcg paper{0, (static_cast<std::uint64_t>(Random::Stream::kWeights) << 1) | 1};
  paper.next();
  paper.state += 42;
  paper.next();
  for (int i = 0; i < 1000; ++i) REQUIRE(random.next() == paper.next());
}

TEST_CASE("the generator gives the numbers published with PCG32") {
  // The reference program's first outputs for state 42 and stream 54.
  Random random;
  Random::State state{0, (54u << 1) | 1};
  random.restore(state);
  random.next();
  state = random.state();
  state.state += 42;
  random.restore(state);
  random.next();
  for (std::uint32_t expected :
       {0xa15c02b7u, 0x7b47f409u, 0xba1d3330u, 0x83d2f293u, 0xbfa4784bu, 0xcbed606eu}) {
    CHECK(random.next() == expected);
  }
}

TEST_CASE("streams of one seed and seeds of one stream differ") {
  Random data(7, Random::Stream::kData);
  Random weights(7, Random::Stream::kWeights);
  Random other(8, Random::Stream::kData);
  int same = 0;
  for (int i = 0; i < 100; ++i) {
    const std::uint32_t value = data.next();
    same += value == weights.next();
    same += value == other.next();
  }
  CHECK(same == 0);
}

TEST_CASE("a saved state continues the same sequence") {
  Random random(3, Random::Stream::kDropout);
  for (int i = 0; i < 10; ++i) random.next();
  const Random::State state = random.state();
  std::vector<double> first;
  for (int i = 0; i < 20; ++i) first.push_back(random.normal());
  Random again(99, Random::Stream::kData);
  again.restore(state);
  for (double value : first) CHECK(again.normal() == value);
}

TEST_CASE("uniform numbers fill their range evenly") {
  Random random(1, Random::Stream::kData);
  const int count = 200000;
  double sum = 0, squares = 0, low = 1, high = 0;
  for (int i = 0; i < count; ++i) {
    const double u = random.uniform();
    sum += u;
    squares += u * u;
    low = std::min(low, u);
    high = std::max(high, u);
  }
  CHECK(low >= 0);
  CHECK(low < 1e-4);
  CHECK(high < 1);
  CHECK(high > 1 - 1e-4);
  CHECK(std::abs(sum / count - 0.5) < 0.003);
  CHECK(std::abs(squares / count - 1.0 / 3) < 0.003);
  for (int i = 0; i < 1000; ++i) {
    const double u = random.uniform(-6, 6);
    REQUIRE(u >= -6);
    REQUIRE(u < 6);
  }
}

TEST_CASE("normal numbers have the normal distribution's moments") {
  Random random(2, Random::Stream::kWeights);
  const int count = 200000;
  double sum = 0, squares = 0, fourth = 0;
  int beyond_two = 0;
  for (int i = 0; i < count; ++i) {
    const double n = random.normal();
    sum += n;
    squares += n * n;
    fourth += n * n * n * n;
    beyond_two += std::abs(n) > 2;
  }
  CHECK(std::abs(sum / count) < 0.01);
  CHECK(std::abs(squares / count - 1) < 0.015);
  CHECK(std::abs(fourth / count - 3) < 0.1);
  CHECK(std::abs(beyond_two / static_cast<double>(count) - 0.0455) < 0.002);
}

TEST_CASE("numbers below a bound are even and in range") {
  Random random(5, Random::Stream::kBatchOrder);
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) ++counts[random.below(7)];
  for (int count : counts) CHECK(std::abs(count - 10000) < 400);
  CHECK(random.below(1) == 0);
  for (int i = 0; i < 100; ++i) CHECK(random.below(0x80000001u) <= 0x80000000u);
}

TEST_CASE("shuffling permutes, and all places are equally likely") {
  std::vector<int> where_zero_went(5);
  Random random(11, Random::Stream::kBatchOrder);
  for (int round = 0; round < 20000; ++round) {
    std::vector<int> values(5);
    std::iota(values.begin(), values.end(), 0);
    random.shuffle(values);
    const auto zero = std::ranges::find(values, 0);
    REQUIRE(zero != values.end());
    ++where_zero_went[static_cast<std::size_t>(zero - values.begin())];
    std::ranges::sort(values);
    REQUIRE(values == std::vector{0, 1, 2, 3, 4});
  }
  for (int count : where_zero_went) CHECK(std::abs(count - 4000) < 250);
}

}  // namespace
}  // namespace backprop
