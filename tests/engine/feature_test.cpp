#include "engine/parts/feature.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "tests/engine/c_expression.h"

namespace backprop {
namespace {

using Catch::Matchers::WithinAbs;

TEST_CASE("features are what their forms in C say, over the plane and on its axes") {
  for (const Feature& entry : features()) {
    INFO(entry.name);
    for (int i = -24; i <= 24; ++i) {
      for (int j = -24; j <= 24; ++j) {
        const double x1 = i * 0.25, x2 = j * 0.25;
        INFO(x1 << ", " << x2);
        REQUIRE_THAT(entry.value(x1, x2),
                     WithinAbs(c_value(entry.forms.c, {{"x1", x1}, {"x2", x2}}), 1e-13));
      }
    }
  }
}

TEST_CASE("every feature has a name of its own") {
  for (const Feature& entry : features()) REQUIRE(&feature(entry.name) == &entry);
}

}  // namespace
}  // namespace backprop
