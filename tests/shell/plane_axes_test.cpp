#include "shell/panels/output/plane_axes.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "engine/base/text.h"
#include "engine/parts/dataset.h"

namespace backprop {
namespace {

TEST_CASE("ticks of a scaled axis are round numbers of the table") {
  const Column columns[] = {{"height", 170.2, 9.13},
                            {"year", 2001.5, 3.25},
                            {"share", 0.5, 0.1},
                            {"price", 245000, 51000},
                            {"tiny", -2e-7, 3e-8}};
  for (const Column& column : columns) {
    INFO(column.name);
    const std::vector<AxisTick> ticks = axis_ticks(&column);
    REQUIRE(ticks.size() >= 2);
    REQUIRE(ticks.size() <= 8);
    for (const AxisTick& tick : ticks) {
      CHECK(std::fabs(tick.at) < 6);
      std::string text = tick.text;
      if (text.starts_with("−")) text = "-" + text.substr(3);
      if (text.find("e") != text.npos) continue;  // with signs of its own
      const auto number = parse_number<double>(text);
      REQUIRE(number);
      CHECK(std::fabs(column.coordinate(*number) - static_cast<double>(tick.at)) < 1e-4);
    }
  }
  CHECK(axis_ticks(&columns[0]).front().text == "120");
  CHECK(axis_ticks(nullptr).size() == 11);
}

TEST_CASE("a place is said in the table's numbers") {
  const Column height{{170.25, 9}, "height of a person"};
  CHECK(shown_coordinate(&height, 0) == "170.25");
  CHECK(shown_coordinate(&height, -1.5) == "156.75");
  CHECK(shown_coordinate(nullptr, -1.5) == "−1.50");
  const Column below{{-10, 2}, ""};
  CHECK(shown_coordinate(&below, 1) == "−8");
  CHECK(shown_coordinate(&below, 5) == "0");
  CHECK(short_name(&height, "x") == "height of a…");
  CHECK(short_name(&below, "x₁") == "x₁");
  const Column wide{{}, "Größenverhältnis"};
  CHECK(short_name(&wide, "x", 4) == "Größ…");
}

}  // namespace
}  // namespace backprop
