#include "shell/canvas/chart_axis.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <utility>
#include <vector>

using namespace backprop;

TEST_CASE("a logarithmic axis spans its values between round numbers, with lines at the decades") {
  const Axis axis = make_axis(0.003, 0.6, true, 4);
  CHECK(axis.low == Catch::Approx(0.002));
  CHECK(axis.high == Catch::Approx(1));
  CHECK(axis.ticks == std::vector<double>{0.01, 0.1, 1});
  CHECK(axis.place(0.002) == Catch::Approx(0).margin(1e-9));
  CHECK(axis.place(1) == Catch::Approx(1));
  CHECK(axis.place(0) == 0);
  CHECK(axis.place(-1) == 0);
}

TEST_CASE("a logarithmic axis has at least a decade and from two to six lines") {
  for (const auto& [low, high] : std::vector<std::pair<double, double>>{{0.5, 0.6},
                                                                        {0.1, 1},
                                                                        {1.05, 1.1},
                                                                        {1e-11, 3},
                                                                        {4e-7, 0.2},
                                                                        {3, 3},
                                                                        {0, 0},
                                                                        {2e5, 9e9}}) {
    CAPTURE(low, high);
    const Axis axis = make_axis(low, high, true, 4);
    CHECK(axis.high / axis.low >= 9.9);
    CHECK(axis.high >= high);
    CHECK((axis.low <= low || low == 0));
    CHECK(axis.ticks.size() >= 2);
    CHECK(axis.ticks.size() <= 6);
    for (const double tick : axis.ticks) {
      CHECK(tick >= axis.low * 0.999);
      CHECK(tick <= axis.high * 1.001);
    }
  }
}

TEST_CASE("a linear axis has round steps") {
  const Axis axis = make_axis(0.13, 0.87, false, 4);
  CHECK(axis.low == Catch::Approx(0));
  CHECK(axis.high == Catch::Approx(1));
  CHECK(axis.ticks.size() == 6);
  const Axis constant = make_axis(2, 2, false, 4);
  CHECK(constant.low < 2);
  CHECK(constant.high > 2);
  CHECK(constant.place(2) == Catch::Approx(0.5));
}

TEST_CASE("on a low axis the ticks stand as far apart as their labels are high") {
  constexpr float kLine = 13;
  for (const float height : {20.0f, 40.0f, 60.0f, 200.0f}) {
    for (const bool logarithmic : {false, true}) {
      Axis axis = make_axis(logarithmic ? 0.14 : 0.13, logarithmic ? 0.2 : 0.87, logarithmic, 4);
      const std::size_t all = axis.ticks.size();
      thin_out_ticks(axis, height, kLine);
      CAPTURE(height, logarithmic);
      CHECK(!axis.ticks.empty());
      CHECK((height < 100 || axis.ticks.size() == all));
      for (std::size_t i = 1; i < axis.ticks.size(); ++i) {
        const double apart = axis.place(axis.ticks[i]) - axis.place(axis.ticks[i - 1]);
        CHECK(apart * static_cast<double>(height) >= static_cast<double>(kLine));
      }
    }
  }
}

TEST_CASE("labels of ticks are short") {
  CHECK(tick_label(1) == "1");
  CHECK(tick_label(0.01) == "0.01");
  CHECK(tick_label(1e-6) == "1e−6");
  CHECK(tick_label(1e6) == "1e6");
  CHECK(tick_label(-0.5) == "−0.5");
  CHECK(tick_label(0) == "0");
  CHECK(with_thousands(0) == "0");
  CHECK(with_thousands(999) == "999");
  CHECK(with_thousands(1200) == "1,200");
  CHECK(with_thousands(12345678) == "12,345,678");
  CHECK(with_thousands(-1000) == "−1,000");
}
