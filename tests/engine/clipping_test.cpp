#include "engine/parts/clipping.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <vector>

namespace backprop {
namespace {

TEST_CASE("clipping limits the length or each number") {
  const std::vector<float> g = {3, 0, -4, 0, 0, 0, 12, 0};  // of length 13
  std::vector<float> clipped = g;
  CHECK(clipping("none").limit == nullptr);
  clipping("norm").limit(13, clipped.data(), 8);
  CHECK(clipped == g);
  clipping("norm").limit(6.5f, clipped.data(), 8);
  for (std::size_t i = 0; i < 8; ++i) CHECK(clipped[i] == g[i] / 2);
  clipped = g;
  clipping("value").limit(3.5f, clipped.data(), 8);
  CHECK(clipped == std::vector<float>{3, 0, -3.5f, 0, 0, 0, 3.5f, 0});
}

TEST_CASE("a gradient whose squares are too large for a float keeps its direction") {
  for (const float size : {1e19f, 1e25f, 1e30f, 2e37f}) {
    CAPTURE(size);
    std::vector<float> g = {3 * size, 0, -4 * size, 0, 0, 0, 12 * size, 0};
    clipping("norm").limit(26, g.data(), 8);
    const float wanted[] = {6, 0, -8, 0, 0, 0, 24, 0};
    for (std::size_t i = 0; i < 8; ++i) CHECK(std::abs(g[i] - wanted[i]) <= 1e-5f);
  }
  std::vector<float> largest(64, std::numeric_limits<float>::max());  // of infinite length
  clipping("norm").limit(8, largest.data(), 64);
  for (const float value : largest) CHECK(std::abs(value - 1) < 1e-5f);
}

TEST_CASE("clipping does not hide NaN") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const Clipping& entry : clippings()) {
    if (entry.limit == nullptr) continue;
    CAPTURE(entry.name);
    std::vector<float> g = {1, nan, 100, 1};
    entry.limit(1, g.data(), 4);
    CHECK(std::isnan(g[1]));
  }
}

TEST_CASE("what multiplies a whole gradient is what limits it") {
  for (const Clipping& entry : clippings()) {
    if (entry.factor == nullptr) continue;
    CAPTURE(entry.name);
    for (const float threshold : {0.5f, 13.0f, 100.0f}) {
      const std::vector<float> g = {3, 0, -4, 0, 0, 0, 12, 0};
      std::vector<float> limited = g;
      entry.limit(threshold, limited.data(), 8);
      const float factor = entry.factor(threshold, g.data(), 8);
      for (std::size_t i = 0; i < 8; ++i) CHECK(limited[i] == g[i] * factor);
    }
  }
}

}  // namespace
}  // namespace backprop
