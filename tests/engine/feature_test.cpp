#include "engine/parts/feature.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <string>

namespace backprop {
namespace {

using Catch::Matchers::WithinAbs;

TEST_CASE("features are what their names say, over the plane and on its axes") {
  const std::map<std::string, std::function<double(double, double)>> formulas = {
      {"x1", [](double x, double) { return x; }},
      {"x2", [](double, double y) { return y; }},
      {"x1sq", [](double x, double) { return x * x; }},
      {"x2sq", [](double, double y) { return y * y; }},
      {"x1x2", [](double x, double y) { return x * y; }},
      {"sinx1", [](double x, double) { return std::sin(x); }},
      {"sinx2", [](double, double y) { return std::sin(y); }},
      {"cosx1", [](double x, double) { return std::cos(x); }},
      {"cosx2", [](double, double y) { return std::cos(y); }},
      {"radius", [](double x, double y) { return std::hypot(x, y); }},
      {"angle", [](double x, double y) { return std::atan2(y, x); }},
  };
  REQUIRE(features().size() == formulas.size());
  for (const Feature& entry : features()) {
    INFO(entry.name);
    const auto& formula = formulas.at(std::string(entry.name));
    for (int i = -24; i <= 24; ++i) {
      for (int j = -24; j <= 24; ++j) {
        const double x1 = i * 0.25, x2 = j * 0.25;
        INFO(x1 << ", " << x2);
        REQUIRE_THAT(entry.value(x1, x2), WithinAbs(formula(x1, x2), 1e-13));
      }
    }
  }
}

TEST_CASE("features have names, labels and help") {
  for (const Feature& entry : features()) {
    REQUIRE(&feature(entry.name) == &entry);
    REQUIRE(!entry.label.empty());
    REQUIRE(!entry.help.empty());
  }
}

}  // namespace
}  // namespace backprop
