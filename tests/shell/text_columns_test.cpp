#include "shell/canvas/text_columns.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <random>

namespace backprop {
namespace {

TEST_CASE("columns stand in even shares of the room") {
  const std::array<float, 3> widths = {40, 50, 60};
  std::array<float, 3> starts{};
  CHECK(spread_columns(widths, 300, 10, starts));
  CHECK(starts == std::array<float, 3>{0, 100, 200});
}

TEST_CASE("columns make way for one that is wider than its share") {
  std::array<float, 3> starts{};
  CHECK(spread_columns(std::array<float, 3>{130, 50, 60}, 300, 10, starts));
  CHECK(starts == std::array<float, 3>{0, 140, 200});
  CHECK(spread_columns(std::array<float, 3>{40, 50, 130}, 300, 10, starts));
  CHECK(starts == std::array<float, 3>{0, 100, 170});
  CHECK_FALSE(spread_columns(std::array<float, 3>{130, 130, 60}, 300, 10, starts));
  CHECK(starts == std::array<float, 3>{0, 100, 200});
}

TEST_CASE("columns that have room never touch, whatever their widths") {
  std::minstd_rand random(7);
  std::uniform_real_distribution<float> width(5, 150);
  int fitted = 0;
  for (int round = 0; round < 2000; ++round) {
    const std::array<float, 3> widths = {width(random), width(random), width(random)};
    const float room = 2 * width(random) + 60, gap = 10;
    std::array<float, 3> starts{};
    const bool fits = spread_columns(widths, room, gap, starts);
    CHECK(fits == (widths[0] + widths[1] + widths[2] + 2 * gap <= room));
    if (!fits) continue;
    ++fitted;
    CHECK(starts[0] >= 0);
    for (std::size_t i = 0; i + 1 < 3; ++i) {
      CHECK(starts[i] + widths[i] + gap <= starts[i + 1] + 1e-3f);
    }
    CHECK(starts[2] + widths[2] <= room + 1e-3f);
  }
  CHECK(fitted > 200);
}

}  // namespace
}  // namespace backprop
