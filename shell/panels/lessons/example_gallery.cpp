#include "shell/panels/lessons/example_gallery.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/rich_text.h"
#include "shell/lessons/example.h"
#include "shell/lessons/lesson_player.h"

namespace backprop {

namespace {

constexpr float kHeight = 112, kInside = 3.5f * kUnit;

// "26 numbers" over all moments.
std::string numbers_text(const Example& example) {
  std::size_t count = 0;
  for (const ExampleMoment& moment : example.moments) count += moment.numbers.size();
  return std::to_string(count) + (count == 1 ? " number" : " numbers");
}

bool draw_example(Canvas& canvas, const Example& example, std::size_t number, ImVec2 at,
                  float width) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  ImGui::SetCursorScreenPos(at);
  const Item item = add_item(canvas, "examples." + example.id, {width, kHeight}, true, 10);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 fill = item.held      ? palette.line
                     : item.hovered ? mix(palette.panel, palette.raised, 0.8f)
                                    : palette.panel;
  list->AddRectFilled(item.min, item.max, fill, 10);
  list->AddRect({item.min.x + 0.5f, item.min.y + 0.5f}, {item.max.x - 0.5f, item.max.y - 0.5f},
                item.hovered ? palette.dim : palette.line, 10, 0, 1);
  const float x = item.min.x + kInside, room = width - 2 * kInside;
  float y = item.min.y + kInside - 3;
  y += rich_text(list, theme, kTextSize, {x, y}, room, palette.text, "**" + example.title + "**");
  y += 2;
  rich_text(list, theme, kHeadingSize, {x, y}, room, palette.dim, example.summary);
  // Whose it is, as far as there is room: the card has all of it.
  const float bottom = item.max.y - kInside - 3;
  const std::string count = numbers_text(example);
  const float count_width = text_size(theme.fonts.regular, kSmallSize, count).x;
  const std::string source =
      std::to_string(number + 1) + "  ·  " + example.source.substr(0, example.source.find(','));
  draw_text_fitted(list, theme.fonts.regular, kSmallSize, {x, bottom}, palette.dim, source,
                   room - count_width - 3 * kUnit);
  draw_text(list, theme.fonts.regular, kSmallSize, {item.max.x - kInside, bottom}, palette.dim,
            count, Align::kRight);
  return item.clicked;
}

}  // namespace

float draw_example_cards(Canvas& canvas, LessonPlayer& player, ImVec2 at, int columns,
                         float card_width, float gap) {
  const std::vector<Example>& shelf = player.examples().shelf();
  for (std::size_t i = 0; i < shelf.size(); ++i) {
    const int index = static_cast<int>(i), row = index / columns;
    const ImVec2 place = {
        std::round(at.x + static_cast<float>(index % columns) * (card_width + gap)),
        std::round(at.y + static_cast<float>(row) * (kHeight + gap))};
    if (draw_example(canvas, shelf[i], i, place, card_width)) player.open("example=" + shelf[i].id);
  }
  const int rows = (static_cast<int>(shelf.size()) + columns - 1) / columns;
  return at.y + static_cast<float>(rows) * (kHeight + gap);
}

}  // namespace backprop
