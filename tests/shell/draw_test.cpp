// Numbers as text, slider scales, colours.
#include <algorithm>
#include <array>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "shell/canvas/slider.h"
#include "shell/canvas/theme.h"
#include "shell/canvas/widgets.h"

using namespace backprop;

namespace {

std::string format(double value) {
  char buffer[32];
  return format_number(value, buffer);
}

// WCAG 2: relative luminance and contrast ratio.
double luminance(ImU32 color) {
  const auto linear = [color](int shift) {
    const double value = ((color >> shift) & 0xff) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(IM_COL32_R_SHIFT) + 0.7152 * linear(IM_COL32_G_SHIFT) +
         0.0722 * linear(IM_COL32_B_SHIFT);
}

double contrast(ImU32 a, ImU32 b) {
  const double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
  return std::max(one, other) / std::min(one, other);
}

}  // namespace

TEST_CASE("numbers show three significant digits and a real minus sign") {
  CHECK(format(0) == "0");
  CHECK(format(-0.0) == "0");
  CHECK(format(1) == "1.00");
  CHECK(format(-0.0123) == "−0.0123");
  CHECK(format(0.005234) == "0.00523");
  CHECK(format(0.9996) == "1.00");
  CHECK(format(9.996) == "10.0");
  CHECK(format(-48.04) == "−48.0");
  CHECK(format(12345) == "12345");
  CHECK(format(0.00012345) == "1.23e−4");
  CHECK(format(-1.5e-38) == "−1.50e−38");
  CHECK(format(6.02e23) == "6.02e23");
  CHECK(format(std::numeric_limits<double>::infinity()) == "∞");
  CHECK(format(-std::numeric_limits<double>::infinity()) == "−∞");
  CHECK(format(std::numeric_limits<double>::quiet_NaN()) == "–");
}

TEST_CASE("whole numbers are grouped by thousands") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1200) == "1,200");
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(grouped(-1000) == "−1,000");
}

TEST_CASE("a slider with stops reaches each of them and shows values between") {
  const std::vector<double> stops = {0, 0.001, 0.01, 1, 10};
  const SliderScale scale{0, 100, true, stops};
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const double fraction = static_cast<double>(i) / static_cast<double>(stops.size() - 1);
    CHECK(scale.from_fraction(fraction) == stops[i]);
    CHECK(scale.to_fraction(stops[i]) == Catch::Approx(fraction));
  }
  CHECK(scale.to_fraction(5.5) == Catch::Approx(0.875));
  CHECK(scale.to_fraction(-1) == 0);
  CHECK(scale.to_fraction(100) == 1);
  CHECK(scale.from_fraction(-3) == 0);
  CHECK(scale.from_fraction(7) == 10);
}

TEST_CASE("arrow keys go from stop to stop, also from between two") {
  const std::vector<double> stops = {1, 10, 100};
  const SliderScale scale{1, 100, false, stops};
  CHECK(scale.neighbour(10, 1) == 100);
  CHECK(scale.neighbour(10, -1) == 1);
  CHECK(scale.neighbour(40, 1) == 100);
  CHECK(scale.neighbour(40, -1) == 10);
  CHECK(scale.neighbour(100, 1) == 100);
  CHECK(scale.neighbour(1, -1) == 1);
}

TEST_CASE("sliders without stops: ends are exact, logarithms are even") {
  const SliderScale linear{-2, 6};
  CHECK(linear.from_fraction(0) == -2);
  CHECK(linear.from_fraction(1) == 6);
  CHECK(linear.from_fraction(0.5) == Catch::Approx(2));
  const SliderScale logarithmic{1e-12, 1, true};
  CHECK(logarithmic.from_fraction(0) == Catch::Approx(1e-12));
  CHECK(logarithmic.from_fraction(0.5) == Catch::Approx(1e-6));
  CHECK(logarithmic.to_fraction(1e-6) == Catch::Approx(0.5));
  CHECK(logarithmic.from_fraction(1) == 1);
}

TEST_CASE("colours mix by channel, values by sign") {
  CHECK(mix(IM_COL32(0, 10, 255, 0), IM_COL32(200, 20, 55, 255), 0.5f) ==
        IM_COL32(100, 15, 155, 128));
  CHECK(with_alpha(IM_COL32(1, 2, 3, 200), 0.5f) == IM_COL32(1, 2, 3, 100));
  Palette palette{};
  palette.negative = IM_COL32(255, 0, 0, 255);
  palette.zero = IM_COL32(0, 0, 0, 255);
  palette.positive = IM_COL32(0, 0, 255, 255);
  CHECK(value_color(palette, -2) == palette.negative);
  CHECK(value_color(palette, 1) == palette.positive);
  CHECK(value_color(palette, 0) == palette.zero);
  CHECK(value_color(palette, std::numeric_limits<float>::quiet_NaN()) == palette.zero);
}

TEST_CASE("text can be read in both themes") {
  ImGuiContext* context = ImGui::CreateContext();
  Theme theme;
  for (const bool dark : {true, false}) {
    theme.apply(dark);
    const Palette& palette = theme.palette;
    for (const ImU32 back : {palette.ground, palette.panel, palette.raised}) {
      CHECK(contrast(palette.text, back) >= 7);
      CHECK(contrast(palette.dim, back) >= 4.5);
    }
    CHECK(contrast(palette.error, palette.panel) >= 4.5);
    CHECK(contrast(palette.other, palette.panel) >= 4.5);
  }
  ImGui::DestroyContext(context);
}
