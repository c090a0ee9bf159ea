#include "shell/panels/output/plane_axes.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>

#include "engine/base/text.h"
#include "engine/experiment/sample_names.h"
#include "engine/parts/dataset.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

TEST_CASE("ticks of a scaled axis are round numbers of the table") {
  const Column columns[] = {{{170.2, 9.13}, "height"},
                            {{2001.5, 3.25}, "year"},
                            {{0.5, 0.1}, "share"},
                            {{245000, 51000}, "price"},
                            {{-2e-7, 3e-8}, "tiny"}};
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

TEST_CASE("the names and numbers of both axes never touch, whatever the range") {
  const Frames frames;
  App app("dataset=xor");
  app.start();
  Frames::draw(app);
  const Theme& theme = app.canvas().theme;
  const auto apart = [](const Rect& a, const Rect& b) {
    return a.max.x <= b.min.x || b.max.x <= a.min.x || a.max.y <= b.min.y || b.max.y <= a.min.y;
  };
  std::minstd_rand random(3);
  std::uniform_real_distribution<double> share(-1, 1), power(-6, 6);
  const auto number = [&] { return share(random) * std::pow(10, power(random)); };
  for (int round = 0; round < 400; ++round) {
    Columns columns;
    for (Column& column : columns.inputs) {
      column.name = std::string(static_cast<std::size_t>(round % 31), 'm');
      column.centre = number();
      column.spread = std::abs(number()) + 1e-6;
    }
    const float side = 200 + static_cast<float>(round % 7) * 60;
    const Rect square = {{20, 30}, {20 + side, 30 + side}};
    const std::vector<AxisText> texts = axis_texts(theme, square, &columns);
    std::size_t names = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      INFO(texts[i].text);
      names += texts[i].is_name ? 1 : 0;
      CHECK(texts[i].area.min.x >= square.min.x);
      CHECK(texts[i].area.max.x <= square.max.x);
      for (std::size_t j = 0; j < i; ++j) CHECK(apart(texts[i].area, texts[j].area));
    }
    CHECK(names == (columns.inputs[0].name.empty() ? 0 : 2));
  }
  CHECK(axis_texts(theme, {{0, 0}, {300, 300}}, nullptr).size() >= 5);  // bare coordinates
}

}  // namespace
}  // namespace backprop
