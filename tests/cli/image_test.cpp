#include "shell/cli/image.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "shell/cli/color_scale.h"

namespace backprop {
namespace {

constexpr Color kBlack = Color::hex(0x000000), kWhite = Color::hex(0xffffff);

// How much black there is on a white picture, in pixels.
double ink(const Image& image) {
  double sum = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) sum += 1 - double{image.at(x, y).r};
  }
  return sum;
}

TEST_CASE("a disc covers its area, wherever its centre is") {
  for (const float shift : {0.0f, 0.25f, 0.5f, 0.9f}) {
    Image image(40, 40, kWhite);
    image.disc(20 + shift, 20 - shift, 7.3f, kBlack);
    CHECK(ink(image) == Catch::Approx(3.14159265 * 7.3 * 7.3).epsilon(0.01));
    CHECK(image.at(20, 19).r == 0);
    CHECK(image.at(20, 10).r == 1);
  }
}

TEST_CASE("the rim of a disc is smooth") {
  Image image(40, 40, kWhite);
  image.disc(20, 20, 10, kBlack);
  int between = 0;
  for (int x = 0; x < 40; ++x) {
    for (int y = 0; y < 40; ++y) between += image.at(x, y).r > 0.05f && image.at(x, y).r < 0.95f;
  }
  CHECK(between > 40);
}

TEST_CASE("a square covers its area without its corners") {
  Image image(60, 60, kWhite);
  image.square(10, 10, 40, 8, [](float, float) { return kBlack; });
  CHECK(ink(image) == Catch::Approx(40 * 40 - (4 - 3.14159265) * 64).epsilon(0.01));
  CHECK(image.at(10, 10).r == 1);
  CHECK(image.at(10, 30).r == 0);
  CHECK(image.at(9, 30).r == 1);
}

TEST_CASE("a curve goes from one end to the other with its width") {
  Image image(120, 100, kWhite);
  image.curve(10, 20, 110, 80, 4, kBlack, 1);
  for (const int x : {10, 30, 60, 90, 109}) {
    const float t = (static_cast<float>(x) + 0.5f - 10) / 100;
    const float y = 20 + 60 * t * t * (3 - 2 * t);
    INFO(x);
    CHECK(image.at(x, static_cast<int>(y)).r == 0);
    CHECK(image.at(x, static_cast<int>(y) + 8).r == 1);
  }
  CHECK(image.at(5, 20).r == 1);
  CHECK(image.at(115, 80).r == 1);
  // Its area is its length times its width, up to how an end is cut.
  double length = 0;
  for (int i = 0; i < 1000; ++i) {
    const double t = (i + 0.5) / 1000, slope = 60 * 6 * t * (1 - t) / 100;
    length += 0.1 * std::sqrt(1 + slope * slope);
  }
  CHECK(ink(image) == Catch::Approx(4 * length).epsilon(0.02));
}

TEST_CASE("a hairline is fainter, not thinner than a pixel") {
  Image image(50, 20, kWhite);
  image.curve(0, 10.5f, 50, 10.5f, 0.25f, kBlack, 1);
  CHECK(image.at(25, 10).r == Catch::Approx(0.75f).margin(0.01));
}

TEST_CASE("shapes beyond the picture's edges are cut off") {
  Image image(10, 10, kWhite);
  image.disc(0, 0, 5, kBlack);
  image.disc(-20, 4, 5, kBlack);
  image.disc(500, 500, 5, kBlack);
  image.square(-5, -5, 30, 2, [](float, float) { return kBlack; });
  image.curve(-10, 40, 30, -40, 3, kBlack, 1);
  CHECK(image.at(9, 9).r == 0);
}

TEST_CASE("the value ramp goes from negative over zero to positive and no further") {
  CHECK(value_color(-1).r == kNegative.r);
  CHECK(value_color(0).g == kZero.g);
  CHECK(value_color(1).b == kPositive.b);
  CHECK(value_color(50).b == kPositive.b);
  CHECK(value_color(-INFINITY).r == kNegative.r);
  CHECK(value_color(NAN).r == kZero.r);
  CHECK(value_color(0.5f).r == Catch::Approx((kZero.r + kPositive.r) / 2));
}

}  // namespace
}  // namespace backprop
