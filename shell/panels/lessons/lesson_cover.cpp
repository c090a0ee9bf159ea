#include "shell/panels/lessons/lesson_cover.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/lessons/lesson_player.h"
#include "shell/lessons/places.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

Rect joined(Rect a, Rect b) {
  return {{std::min(a.min.x, b.min.x), std::min(a.min.y, b.min.y)},
          {std::max(a.max.x, b.max.x), std::max(a.max.y, b.max.y)}};
}

// Between a layer and the one before it, where the edges into it are.
std::optional<Rect> edges_into(const Places& places, std::string_view layer) {
  const int number = parse_number<int>(layer.substr(layer.find(':') + 1)).value_or(0);
  const std::string before = number > 1 ? "network.neuron." + std::to_string(number - 1) + "."
                                        : std::string("network.feature.");
  Rect left{}, right{};
  if (!find_rect(places, before, &left) ||
      !find_rect(places, "network.neuron." + std::to_string(number) + ".", &right)) {
    return std::nullopt;
  }
  const Rect both = joined(left, right);
  return Rect{{left.max.x, both.min.y}, {right.min.x, both.max.y}};
}

std::optional<Rect> covered_rect(const Places& places, const Session& session,
                                 const std::string& name) {
  const View& view = session.view();
  if (const std::string_view layer = layer_of_gradient(name); !layer.empty()) {
    return edges_into(places, layer);
  }
  Rect rect{};
  if (const InsideTabEntry* tab = find_entry(std::span<const InsideTabEntry>(kInsideTabs), name)) {
    const bool shown = view.inside == tab->tab;
    return shown && find_rect(places, "inside.body", &rect) ? std::optional(rect) : std::nullopt;
  }
  const auto place = find_lesson_place(name, session.trainer());
  return place && find_rect(places, place->place, &rect) ? std::optional(rect) : std::nullopt;
}

void draw_cover(Canvas& canvas, const std::string& name, Rect rect) {
  if (rect.width() < 4 || rect.height() < 4) return;
  const Palette& palette = canvas.theme.palette;
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  const bool open = ImGui::BeginChild(
      ("cover " + name).c_str(), {rect.width(), rect.height()}, 0,
      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav);
  ImGui::PopStyleVar();
  if (open) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(rect.min, rect.max, palette.panel, kCornerRadius);
    list->AddRect({rect.min.x + 0.5f, rect.min.y + 0.5f}, {rect.max.x - 0.5f, rect.max.y - 0.5f},
                  palette.line, kCornerRadius);
    const ImVec2 middle = {(rect.min.x + rect.max.x) / 2, (rect.min.y + rect.max.y) / 2};
    draw_text(list, canvas.theme.fonts.regular, std::min(28.0f, rect.height()), middle, palette.dim,
              "?", Align::kCenter);
    canvas.note_place("lesson.cover." + name, rect.min.x, rect.min.y, rect.width(), rect.height());
  }
  ImGui::EndChild();
}

}  // namespace

bool find_rect(const Places& places, const std::string& name, Rect* rect) {
  bool found = false;
  const auto join = [&](const Place& place) {
    if (place.width < 1 || place.height < 1) return;
    const Rect next = {{place.x, place.y}, {place.x + place.width, place.y + place.height}};
    *rect = found ? joined(*rect, next) : next;
    found = true;
  };
  if (name.ends_with('.')) {
    places.for_each_below(name, join);
  } else if (const Place* place = places.find(name)) {
    join(*place);
  }
  return found;
}

void draw_lesson_covers(Canvas& canvas, const Session& session, const LessonPlayer& lessons) {
  const LessonStep& step = lessons.step();
  if (step.question.empty() || lessons.progress().answered()) return;
  for (const std::string& name : step.cover) {
    if (const std::optional<Rect> rect = covered_rect(canvas.places, session, name)) {
      draw_cover(canvas, name, *rect);
    }
  }
}

}  // namespace backprop
