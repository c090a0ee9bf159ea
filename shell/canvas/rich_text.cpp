#include "shell/canvas/rich_text.h"

#include <cmath>

#include "engine/base/text.h"
#include "shell/canvas/item.h"

namespace backprop {

namespace {

// The width of a word with the marks of bold in it.
float word_width(const Theme& theme, float size, std::string_view word, bool bold) {
  float width = 0;
  while (true) {
    const std::size_t mark = word.find("**");
    const ImFont* font = bold ? theme.fonts.semibold : theme.fonts.regular;
    width += text_size(font, size, word.substr(0, mark)).x;
    if (mark == word.npos) return width;
    word.remove_prefix(mark + 2);
    bold = !bold;
  }
}

}  // namespace

float rich_text(ImDrawList* list, const Theme& theme, float size, ImVec2 at, float width,
                ImU32 color, std::string_view text) {
  const float line = std::round(size * 1.5f);
  const float space = text_size(theme.fonts.regular, size, " ").x;
  float x = 0, y = 0;
  bool bold = false;
  while (!text.empty()) {
    const std::size_t end = unbroken(text);
    std::string_view word = text.substr(0, end);
    if (x > 0 && x + word_width(theme, size, word, bold) > width) {
      x = 0;
      y += line;
    }
    while (true) {
      const std::size_t mark = word.find("**");
      const std::string_view piece = word.substr(0, mark);
      ImFont* font = bold ? theme.fonts.semibold : theme.fonts.regular;
      if (list != nullptr && !piece.empty()) {
        draw_text(list, font, size, {at.x + x, at.y + y + line / 2}, color, piece);
      }
      x += text_size(font, size, piece).x;
      if (mark == word.npos) break;
      word.remove_prefix(mark + 2);
      bold = !bold;
    }
    if (end == text.size()) break;
    x += space;
    text.remove_prefix(end + 1);
  }
  return y + line;
}

}  // namespace backprop
