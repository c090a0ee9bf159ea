// Where widgets are, by name.
#include "shell/canvas/places.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <string_view>
#include <vector>

namespace backprop {
namespace {

TEST_CASE("places are found by their whole name, the last of two alike") {
  Places places;
  places.begin(1);
  places.add("toolbar.play", {1, 2, 3, 4});
  places.add("toolbar.play.again", {5, 6, 7, 8});
  places.add("toolbar.play", {9, 2, 3, 4});
  REQUIRE(places.find("toolbar.play") != nullptr);
  CHECK(places.find("toolbar.play")->x == 9);
  CHECK(places.contains("toolbar.play.again"));
  CHECK_FALSE(places.contains("toolbar"));
  CHECK(places.names() == std::vector<std::string_view>{"toolbar.play", "toolbar.play.again"});
  int below = 0;
  places.for_each_below("toolbar.play.", [&](const Place& place) { below += place.x == 5; });
  CHECK(below == 1);
  places.begin(2);
  CHECK_FALSE(places.contains("toolbar.play"));
  CHECK(places.scale() == 2);
}

TEST_CASE("names of many places are put together from numbers") {
  CHECK(PlaceName("network.weight", {3, 1, 64}) == std::string_view("network.weight.3.1.64"));
  CHECK(PlaceName("network.edges", {0}) == std::string_view("network.edges.0"));
  constexpr int kMost = std::numeric_limits<int>::min();
  CHECK(PlaceName("twenty-four characters..", {kMost, kMost, kMost}) ==
        std::string_view("twenty-four characters...-2147483648.-2147483648.-2147483648"));
}

}  // namespace
}  // namespace backprop
