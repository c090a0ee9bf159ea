#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

TEST_CASE("a paragraph's lines keep numbers and their units whole") {
  const Frames frames;
  App app("dataset=xor");
  app.start();
  Frames::draw(app);
  ImFont* font = app.canvas().theme.fonts.regular;
  const auto width = [&](std::string_view text) { return std::ceil(text_size(font, 13, text).x); };
  const auto size = [&](std::string_view text, float room) {
    return Paragraph(font, 13, text, room).size();
  };
  // Two lines, of which the second is the number.
  CHECK(size("of 0.8462", width("of 0.84")).x == width("0.8462"));
  CHECK(size("value 51 %", width("value 51")).x == std::max(width("value"), width("51 %")));
  CHECK(size("value 51 of", width("value 51")).x == width("value 51"));
  // No room for a word: it is broken, and nothing is lost.
  const ImVec2 narrow = size("0.123456789", width("0.1234"));
  CHECK(narrow.x <= width("0.1234"));
  CHECK(narrow.y > 13);
  CHECK(size("a\n\nb", 100).y > size("a", 100).y);
  CHECK(size("", 100).y == 0);
  CHECK(size("x", 0).y == 13);
}

}  // namespace
}  // namespace backprop
