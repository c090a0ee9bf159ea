#include "shell/canvas/upsample.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <vector>

using namespace backprop;

TEST_CASE("enlarging keeps constants, and planes inside the border") {
  constexpr int kSide = 12, kFactor = 3;
  std::vector<float> plane(kSide * kSide), rows, fine;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      plane[static_cast<std::size_t>(y * kSide + x)] = static_cast<float>(2 * x - 3 * y + 1);
    }
  }
  upsample(plane, kSide, kFactor, rows, fine);
  REQUIRE(fine.size() == kSide * kSide * kFactor * kFactor);
  for (int y = 6; y < kSide * kFactor - 6; ++y) {
    for (int x = 6; x < kSide * kFactor - 6; ++x) {
      const float cx = (static_cast<float>(x) + 0.5f) / kFactor - 0.5f;
      const float cy = (static_cast<float>(y) + 0.5f) / kFactor - 0.5f;
      REQUIRE(std::abs(fine[static_cast<std::size_t>(y * kSide * kFactor + x)] -
                       (2 * cx - 3 * cy + 1)) < 1e-4f);
    }
  }
  upsample(std::vector<float>(kSide * kSide, 0.25f), kSide, kFactor, rows, fine);
  for (const float value : fine) REQUIRE(std::abs(value - 0.25f) < 1e-6f);
}

TEST_CASE("enlarging by one returns the map") {
  const std::vector<float> map = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  std::vector<float> rows, fine;
  upsample(map, 3, 1, rows, fine);
  CHECK(fine == map);
}
