// Where the numbers of a small network stand: none over another, on every screen.
#include "shell/panels/by_hand/paper_layout.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string_view>
#include <vector>

#include "shell/panels/by_hand/written.h"

namespace backprop {
namespace {

// About as wide as the font's letters are, counted by characters.
float width_of(const char* text, float size) {
  int characters = 0;
  for (const char c : std::string_view(text))
    characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  return 0.57f * size * static_cast<float>(characters);
}

bool overlap(const Rect& a, const Rect& b) {
  return a.min.x < b.max.x - 0.5f && b.min.x < a.max.x - 0.5f && a.min.y < b.max.y - 0.5f &&
         b.min.y < a.max.y - 0.5f;
}

std::vector<Rect> all_of(const PaperLayout& layout) {
  std::vector<Rect> all;
  const int layers = static_cast<int>(layout.columns.size()) - 1;
  for (int layer = -1; layer < layers; ++layer) {
    const PaperColumn& column = layout.column(layer);
    for (int i = 0; i < column.count; ++i) {
      for (int line = 0; line < column.lines; ++line) all.push_back(layout.weight(layer, i, line));
      for (int line = -column.names; line < column.values - column.names; ++line) {
        all.push_back(layout.value(layer, i, line));  // a name stands at −1
      }
      if (column.tile > 0) all.push_back(layout.tile(layer, i));
    }
  }
  const float half = layout.line / 2;
  all.push_back({{layout.loss.x, layout.loss.y - half},
                 {layout.loss.x + layout.number, layout.loss.y + half}});
  return all;
}

TEST_CASE("no number of a small network is over another or beyond the picture") {
  const Rect screens[] = {{{285, 150}, {1071, 540}},
                          {{20, 520}, {1004, 700}},
                          {{12, 160}, {378, 640}},
                          {{0, 0}, {420, 260}}};
  const std::vector<int> networks[] = {{2, 2, 2}, {2, 2, 1},    {3, 4, 2}, {2, 3, 1},
                                       {1, 2, 1}, {1, 2, 1, 1}, {4, 2, 2}, {1, 1},
                                       {8, 2, 1}, {2, 4, 2, 1}, {1, 9, 1}, {2, 1, 1, 1, 1, 1}};
  for (const Rect& screen : screens) {
    for (const std::vector<int>& network : networks) {
      for (const int parts : {0, 1, 2, 3}) {
        const PaperLayout layout =
            layout_paper(screen, {network, parts % 2 == 0, parts / 2 == 1}, width_of);
        const std::vector<Rect> all = all_of(layout);
        for (std::size_t a = 0; a < all.size(); ++a) {
          CHECK(all[a].min.x >= layout.area.min.x - 1);
          CHECK(all[a].max.x <= layout.area.max.x + 1);
          CHECK(all[a].min.y >= layout.area.min.y - 1);
          CHECK(all[a].max.y <= layout.area.max.y + 1);
          for (std::size_t b = 0; b < a; ++b) CHECK_FALSE(overlap(all[a], all[b]));
        }
        // Edges run to the right.
        for (int layer = 0; layer + 1 < static_cast<int>(network.size()); ++layer) {
          CHECK(layout.in(layer, 0, 0).x > layout.out(layer - 1, 0).x + 15);
        }
      }
    }
  }
}

TEST_CASE("the networks of books fit on a page and on a phone") {
  for (const std::vector<int>& network :
       {std::vector{2, 2, 2}, {2, 2, 1}, {3, 4, 2}, {1, 2, 1, 1}, {4, 2, 2}}) {
    for (const Rect& screen : {Rect{{285, 150}, {1071, 540}}, Rect{{12, 160}, {378, 660}}}) {
      const PaperLayout layout = layout_paper(screen, {network, true, true}, width_of);
      CHECK(layout.area.max.x == screen.max.x);
      CHECK(layout.area.max.y == screen.max.y);
    }
  }
}

TEST_CASE("an output's name stands above its values") {
  const std::vector<int> network = {2, 2, 2};
  const Rect screen = {{285, 150}, {1071, 540}};
  const PaperLayout plain = layout_paper(screen, {network}, width_of);
  const PaperLayout named = layout_paper(screen, {network, true, true}, width_of);
  for (int k = 0; k < 2; ++k) {
    CHECK(named.name(1, k).max.y == named.value(1, k, 0).min.y);
    CHECK(named.name(1, k).min.y >= named.neuron(1, k).min.y);
    CHECK(named.value(1, k, 3).max.y == named.neuron(1, k).max.y);
    // The edge to nothing, and that from a hidden neuron, leave at a.
    CHECK(named.out(1, k).y - named.value(1, k, 1).min.y == named.line / 2);
  }
  CHECK(named.column(1).names == 1);
  CHECK(plain.column(1).names == 0);
  CHECK(named.column(0).names == 0);
}

TEST_CASE("an edge's distance is that of its nearest point") {
  const ImVec2 from = {0, 0}, to = {100, 40};
  for (const float t : {0.0f, 0.2f, 0.5f, 0.9f, 1.0f}) {
    CHECK(distance_to_paper_edge(from, to, paper_edge(from, to, t)) < 0.6f);
  }
  CHECK(std::abs(distance_to_paper_edge(from, to, {-3, 4}) - 5) < 1e-3f);
}

TEST_CASE("numbers stand as they were written, or rounded with their exponent") {
  CHECK(written(0.15f, 4) == "0.15");
  CHECK(written(-12.5f, 4) == "−12.5");
  CHECK(written(0, 4) == "0");
  CHECK(written(0.59327f, 4) == "0.5933");
  CHECK(written(-1.23456e-12f, 4) == "−1.235e−12");
  CHECK(written(1e30f, 3) == "1e30");
  CHECK(written(0.008771355f, 5) == "0.0087714");
}

}  // namespace
}  // namespace backprop
