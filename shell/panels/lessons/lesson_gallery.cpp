// All lessons as cards over the canvas: what each is about, how long it takes, how far one got; or
// all worked examples.
#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "engine/base/table.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/keyboard_walk.h"
#include "shell/canvas/rich_text.h"
#include "shell/canvas/widgets.h"
#include "shell/lessons/lesson_player.h"
#include "shell/panels/by_hand/sheet_panel.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/panels/lessons/example_gallery.h"
#include "shell/panels/lessons/lesson_card.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kLeastCard = 296, kCardHeight = 124, kRowsGap = 3 * kUnit;
constexpr float kPicture = 64;

// The points of every dataset, made once.
const std::vector<Point>& points_of(const Dataset& dataset) {
  static std::vector<std::vector<Point>> all(datasets().size());
  std::vector<Point>& points = all[static_cast<std::size_t>(&dataset - datasets().data())];
  if (points.empty()) {
    constexpr std::uint64_t kSeed = 3;
    Random random(kSeed, Random::Stream::kData);
    points = dataset.generate({90, 0, std::clamp<int>(2, dataset.min_classes, dataset.max_classes)},
                              random);
  }
  return points;
}

// A network's layers from left to right, with every edge.
void draw_network_picture(ImDrawList* list, const Palette& palette, std::span<const int> sizes,
                          ImVec2 min) {
  constexpr float kMargin = 12, kRadius = 4, kBetween = 13;
  const float apart = (kPicture - 2 * kMargin) / static_cast<float>(sizes.size() - 1);
  const auto place = [&](std::size_t layer, int neuron) {
    const float middle = static_cast<float>(sizes[layer] - 1) / 2;
    return ImVec2{min.x + kMargin + static_cast<float>(layer) * apart,
                  min.y + kPicture / 2 + (static_cast<float>(neuron) - middle) * kBetween};
  };
  for (std::size_t layer = 1; layer < sizes.size(); ++layer) {
    for (int to = 0; to < sizes[layer]; ++to) {
      for (int from = 0; from < sizes[layer - 1]; ++from) {
        list->AddLine(place(layer - 1, from), place(layer, to), palette.faint);
      }
    }
  }
  for (std::size_t layer = 0; layer < sizes.size(); ++layer) {
    const ImU32 color = layer == 0 ? palette.dim : palette.positive;
    for (int neuron = 0; neuron < sizes[layer]; ++neuron) {
      list->AddCircleFilled(place(layer, neuron), kRadius, color);
    }
  }
}

void draw_picture(ImDrawList* list, const Theme& theme, const Lesson& lesson, ImVec2 min) {
  const Palette& palette = theme.palette;
  list->AddRectFilled(min, {min.x + kPicture, min.y + kPicture},
                      theme.dark ? palette.ground : palette.raised, kCornerRadius);
  const std::vector<int> sizes = picture_sizes(lesson.picture);
  if (!sizes.empty()) return draw_network_picture(list, palette, sizes, min);
  const Dataset* dataset = find_entry(datasets(), lesson.picture);
  if (dataset == nullptr) return;
  constexpr float kScale = kPicture * 0.86f / static_cast<float>(2 * kPlaneExtent);
  for (const Point& point : points_of(*dataset)) {
    const bool surface = dataset->problem == Problem::kRegression;
    const ImU32 color = surface
                            ? value_color(palette, point.label + std::copysign(0.15f, point.label))
                            : palette.classes[static_cast<int>(point.label) % 6];
    list->AddCircleFilled(
        {min.x + kPicture / 2 + point.x1 * kScale, min.y + kPicture / 2 - point.x2 * kScale}, 1.8f,
        color, 8);
  }
}

void draw_card(Canvas& canvas, LessonPlayer& player, const Lesson& lesson, std::size_t number,
               ImVec2 at, float width) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  ImGui::SetCursorScreenPos(at);
  const Item item = add_item(canvas, "lessons." + lesson.id, {width, kCardHeight}, true, 10);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 fill = item.held      ? palette.line
                     : item.hovered ? mix(palette.panel, palette.raised, 0.8f)
                                    : palette.panel;
  list->AddRectFilled(item.min, item.max, fill, 10);
  list->AddRect({item.min.x + 0.5f, item.min.y + 0.5f}, {item.max.x - 0.5f, item.max.y - 0.5f},
                item.hovered ? palette.dim : palette.line, 10, 0, 1);
  constexpr float kInside = 3.5f * kUnit;
  const ImVec2 picture = {item.min.x + kInside, item.min.y + kInside};
  draw_picture(list, theme, lesson, picture);
  const float x = picture.x + kPicture + kInside, room = item.max.x - kInside - x;
  float y = item.min.y + kInside - 3;
  y += rich_text(list, theme, kTextSize, {x, y}, room, palette.text, "**" + lesson.title + "**");
  y += 2;
  rich_text(list, theme, kHeadingSize, {x, y}, room, palette.dim, lesson.summary);
  const float bottom = item.max.y - kInside - 3;
  draw_text(list, theme.fonts.regular, kSmallSize, {picture.x, bottom}, palette.dim,
            std::to_string(number + 1) + "  ·  " + std::to_string(lesson.minutes) + " min");
  const std::size_t reached = player.reached(lesson.id);
  const float right = item.max.x - kInside;
  if (player.finished(lesson.id)) {
    draw_text(list, theme.fonts.semibold, kSmallSize, {right, bottom}, palette.good, "✓ done",
              Align::kRight);
  } else if (reached > 0) {
    draw_text(list, theme.fonts.regular, kSmallSize, {right, bottom}, palette.selection,
              "step " + std::to_string(reached + 1) + " of " + std::to_string(lesson.steps.size()),
              Align::kRight);
  }
  if (item.clicked) player.open("lesson=" + lesson.id);
}

// Which of the two is shown; true where that has changed.
bool draw_shelves(Canvas& canvas, LessonPlayer& player) {
  constexpr const char* kShelves[] = {"Lessons", "Worked examples"};
  int shelf = player.shows_examples ? 1 : 0;
  if (!segmented(canvas, "gallery", kShelves, &shelf, control_height() + 6)) return false;
  player.shows_examples = shelf == 1;
  ImGui::SetScrollY(0);
  return true;
}

std::string state_text(const LessonPlayer& player) {
  const std::size_t count = player.lessons().size();
  if (count == 0) {
    return player.failed()
               ? "The lessons could not be loaded. Open them again when there is a connection."
               : "Loading …";
  }
  if (player.shows_examples) {
    return "Networks that books and courses work through, and every number they print beside the "
           "engine's.";
  }
  const auto done = std::ranges::count_if(
      player.lessons(), [&](const Lesson& lesson) { return player.finished(lesson.id); });
  return "Predict, run, see why. A few minutes each" +
         (done > 0 ? ", " + std::to_string(done) + " of " + std::to_string(count) + " done."
                   : std::string("."));
}

struct CardGrid {
  float left, width, card;
  int columns;
};

std::string done_text(const LessonPlayer& player, const LessonSeries& series) {
  const auto lessons = std::span(player.lessons()).subspan(series.first, series.count);
  const auto done = std::ranges::count_if(
      lessons, [&](const Lesson& lesson) { return player.finished(lesson.id); });
  if (done > 0) return std::to_string(done) + " of " + std::to_string(series.count) + " done";
  return std::to_string(series.count) + " lessons" +
         (series.name.empty() ? ", in any order" : ", one after the other");
}

// Its heading and its cards, from y down; returns where they end.
float draw_series(Canvas& canvas, LessonPlayer& player, const LessonSeries& series,
                  std::size_t number, const CardGrid& grid, float y) {
  const Theme& theme = canvas.theme;
  constexpr float kHeading = 30;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const std::string name(series.name.empty() ? "Experiments" : series.name);
  draw_text(list, theme.fonts.semibold, 15, {grid.left, y + 8}, theme.palette.text, name);
  const float x = grid.left + text_size(theme.fonts.semibold, 15, name).x + 3 * kUnit;
  draw_text(list, theme.fonts.regular, kHeadingSize, {x, y + 8}, theme.palette.dim,
            done_text(player, series));
  canvas.note_place("gallery.series." + std::to_string(number + 1), grid.left, y, grid.width,
                    kHeading);
  y += kHeading;
  const float row = kCardHeight + kRowsGap, column = grid.card + kRowsGap;
  const auto columns = static_cast<std::size_t>(grid.columns);
  for (std::size_t i = 0; i < series.count; ++i) {
    const std::size_t line = i / columns;
    draw_card(canvas, player, player.lessons()[series.first + i], i,
              {std::round(grid.left + static_cast<float>(i % columns) * column),
               std::round(y + static_cast<float>(line) * row)},
              grid.card);
  }
  const std::size_t rows = (series.count + columns - 1) / columns;
  return y + static_cast<float>(rows) * row + 2 * kUnit;
}

void draw_cards(Canvas& canvas, Session& session, LessonPlayer& player, Rect body) {
  const Theme& theme = canvas.theme;
  const float side = touch_layout() ? 3 * kUnit : 8 * kUnit;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float left = start.x + side, width = std::min(body.width() - 2 * side, 1376.0f);
  ImDrawList* list = ImGui::GetWindowDrawList();
  float y = start.y + 4 * kUnit;
  ImGui::SetCursorScreenPos({left, y});
  const bool changed = draw_shelves(canvas, player);
  y += control_height() + 6 * kUnit;
  if (touch_layout()) {  // beside the shelves there is no room for it
    constexpr float kButton = 150, kHeight = 40;
    draw_sheet_button(canvas, session.view(), left + kButton, y - 2 * kUnit);
    y += kHeight + 3 * kUnit;
  }
  y += rich_text(list, theme, kTextSize, {left, y - 10}, width, theme.palette.dim,
                 state_text(player)) +
       kRowsGap;

  const int columns = std::max(1, static_cast<int>((width + kRowsGap) / (kLeastCard + kRowsGap)));
  const float card = std::floor((width - kRowsGap * static_cast<float>(columns - 1)) /
                                static_cast<float>(columns));
  // The keyboard begins at the first card, once there is one, and once it is on: a frame later.
  bool* focused = ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID("focused"));
  if (changed || ImGui::IsWindowAppearing()) {
    *focused = false;
  } else if (!player.lessons().empty() && !*focused) {
    walk_from_next_control();
    *focused = true;
  }
  if (!player.shows_examples) {
    std::size_t number = 0;
    for (const LessonSeries& series : series_of(player.lessons())) {
      y = draw_series(canvas, player, series, number++, {left, width, card, columns}, y);
    }
  }
  if (player.shows_examples)
    y = draw_example_cards(canvas, player, {left, y}, columns, card, kRowsGap);
  ImGui::SetCursorScreenPos({left, y});
  ImGui::Dummy({width, 2 * kUnit});
}

}  // namespace

void draw_lesson_gallery(Canvas& canvas, Session& session, LessonPlayer& player, Rect body) {
  if (!player.gallery_open()) return;
  const Theme& theme = canvas.theme;
  ImGui::SetNextWindowPos(body.min);
  ImGui::SetNextWindowSize({body.width(), body.height()});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, theme.palette.ground);
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
  const bool open = ImGui::Begin("lessons", nullptr, kFlags);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  if (open) {
    ImGui::PushFont(theme.fonts.regular, kTextSize);
    draw_cards(canvas, session, player, body);
    scroll_by_finger();
    const float size = touch_layout() ? 40.0f : 32.0f;
    if (!touch_layout()) {
      draw_sheet_button(canvas, session.view(), body.max.x - size - 7 * kUnit,
                        body.min.y + 3 * kUnit);
    }
    ImGui::SetCursorScreenPos({body.max.x - size - 5 * kUnit, body.min.y + 3 * kUnit});
    const bool close = icon_button(canvas, "lessons.close", Icon::kClose, "Close (Esc)", size);
    if (close || ImGui::IsKeyPressed(ImGuiKey_Escape, false)) player.close_gallery();
    ImGui::PopFont();
  }
  ImGui::End();
}

}  // namespace backprop
