#include "shell/panels/network/network_layout.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <vector>

using namespace backprop;

namespace {

bool overlap(const Rect& a, const Rect& b) {
  return a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y;
}

void check_tiles(Rect area, const std::vector<int>& counts) {
  CAPTURE(area.width(), area.height(), counts);
  const NetworkLayout layout = layout_network(area, counts);
  REQUIRE(layout.columns.size() == counts.size());
  std::vector<Rect> tiles;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    const NetworkColumn& column = layout.columns[c];
    REQUIRE(column.count == counts[c]);
    for (int i = 0; i < column.count; ++i) {
      const Rect outer = column.outline(i);
      CHECK(outer.min.x >= area.min.x);
      CHECK(outer.max.x <= area.max.x);
      CHECK(outer.min.y > layout.controls);
      CHECK(outer.max.y <= area.max.y);
      tiles.push_back(outer);
      const NeuronId id = {static_cast<int>(c) - 1, i};
      CHECK(layout.tile_at({column.x_of(i), column.y(i)}) == id);
      if (c > 0) CHECK(layout.bias_at(column.bias(i)).has_value());
    }
  }
  for (std::size_t a = 0; a < tiles.size(); ++a) {
    for (std::size_t b = a + 1; b < tiles.size(); ++b) REQUIRE_FALSE(overlap(tiles[a], tiles[b]));
  }
}

}  // namespace

TEST_CASE("network tiles keep apart and inside") {
  const Rect usual = {{264, 100}, {1092, 610}};
  check_tiles(usual, {4, 6, 5, 4, 1});
  check_tiles(usual, {2, 1});
  check_tiles(usual, {11, 64, 64, 6});
  check_tiles({{0, 0}, {800, 480}}, {2, 8, 8, 8, 8, 8, 8, 8, 8, 1});
  check_tiles({{0, 0}, {390, 420}}, {2, 4, 2, 1});
  check_tiles({{0, 0}, {828, 360}}, {11, 64, 64, 64, 64, 1});
  check_tiles({{0, 0}, {800, 330}}, {2, 64, 64, 64, 64, 64, 64, 64, 64, 1});
  check_tiles({{0, 0}, {360, 400}}, {7, 8, 8, 8, 8, 8, 8, 8, 8, 3});
}

TEST_CASE("network tiles have their designed size where there is room") {
  const NetworkLayout layout =
      layout_network({{264, 98}, {1092, 613}}, std::vector<int>{4, 6, 5, 4, 1});
  for (const NetworkColumn& column : layout.columns) {
    CHECK(column.tile >= 45);
    CHECK(column.tile == layout.columns.front().tile);
  }
}

TEST_CASE("a full layer does not shrink the others beyond reading") {
  const NetworkLayout layout = layout_network({{0, 0}, {828, 500}}, std::vector<int>{2, 64, 4, 1});
  CHECK(layout.columns[1].lanes > 1);
  CHECK(layout.columns[1].tile >= 14);
  CHECK(layout.columns[2].tile >= 26);
  CHECK(layout.columns[2].lanes == 1);
}

TEST_CASE("nothing is under a point between tiles") {
  const NetworkLayout layout = layout_network({{0, 0}, {828, 500}}, std::vector<int>{4, 6, 1});
  const NetworkColumn& column = layout.columns[1];
  CHECK_FALSE(layout.tile_at({column.x, column.y(0) + column.pitch / 2}));
  CHECK_FALSE(layout.tile_at({column.x + layout.spacing / 2, column.y(0)}));
  CHECK_FALSE(layout.bias_at({layout.columns[0].x, layout.columns[0].y(0)}));
}

TEST_CASE("edges run from tile to tile and know their distance") {
  const EdgeShape shape(100, 260, 20);
  CHECK(shape.at(0, 10, 200).x == 100);
  CHECK(shape.at(0, 10, 200).y == 10);
  CHECK(std::abs(shape.at(1, 10, 200).x - 260) < 1e-3f);
  CHECK(std::abs(shape.at(1, 10, 200).y - 200) < 1e-3f);
  for (const float t : {0.1f, 0.3f, 0.5f, 0.77f}) {
    const ImVec2 on = shape.at(t, 10, 200);
    CHECK(shape.distance(on, 10, 200) < 0.05f);
    CHECK(shape.distance({on.x, on.y + 30}, 10, 200) > 5);
  }
  CHECK(shape.distance({99, 10}, 10, 200) > 1e6f);
  // A straight edge: the distance is the vertical one.
  CHECK(std::abs(shape.distance({180, 47}, 40, 40) - 7) < 1e-3f);
}

TEST_CASE("the handles of a layer's edges are apart") {
  const NetworkLayout layout = layout_network({{0, 0}, {828, 500}}, std::vector<int>{6, 6, 1});
  const NetworkColumn &from = layout.columns[0], &to = layout.columns[1];
  const EdgeShape shape(from.x, to.x, 20);
  std::vector<ImVec2> handles;
  for (int i = 0; i < from.count; ++i) {
    for (int j = 0; j < to.count; ++j) handles.push_back(shape.at(kEdgeHandle, from.y(i), to.y(j)));
  }
  for (std::size_t a = 0; a < handles.size(); ++a) {
    for (std::size_t b = a + 1; b < handles.size(); ++b) {
      CHECK(std::hypot(handles[a].x - handles[b].x, handles[a].y - handles[b].y) > 2);
    }
  }
}
