#include "shell/panels/output/point_painter.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "shell/app/app.h"
#include "shell/canvas/slider.h"
#include "shell/canvas/widgets.h"

namespace backprop {

namespace {

using Stroke = Painting::Stroke;
constexpr float kExtent = PlaneMap::kExtent;
constexpr float kSteps = 3;       // pixels a grabbed point has to be dragged before it moves
constexpr float kSinglesApart = 0.35f;  // units of the plane between points of a thin line

// Pixels around the pointer, or a fingertip, in which points are taken hold of and erased.
float least_reach() { return touch_layout() ? 16.0f : 8.0f; }

bool classify(const App& app) {
  return app.trainer().experiment().problem == Problem::kClassification;
}

float painted_label(const App& app) {
  const Painting& painting = app.view().painting;
  return classify(app) ? static_cast<float>(painting.label) : painting.value;
}

ImU32 painted_color(const App& app) {
  const Palette& palette = app.canvas().theme.palette;
  const float label = painted_label(app);
  return classify(app) ? palette.classes[static_cast<int>(label)] : value_color(palette, label);
}

void post(App& app, std::vector<PointEdit> edits) {
  if (edits.empty()) return;
  app.view().painting.begun = true;
  app.post(intent::EditPoints{std::move(edits)});
}

// Uniform over −1 … 1: scatters points, which are part of the experiment once they are there.
float scatter(std::uint32_t& dice) {
  dice = dice * 1664525u + 1013904223u;
  return static_cast<float>(dice >> 8) / static_cast<float>(1u << 23) - 1;
}

// Points of one dab of the brush.
void add_dab(const App& app, Painting& painting, ImVec2 at, std::vector<PointEdit>& edits) {
  const int count = painting.radius > 0 ? painting.density : 1;
  for (int i = 0; i < count; ++i) {
    float dx = 0, dy = 0;
    do {
      dx = scatter(painting.dice);
      dy = scatter(painting.dice);
    } while (dx * dx + dy * dy > 1);
    const Point point = {at.x + dx * painting.radius, at.y + dy * painting.radius,
                         painted_label(app)};
    if (std::abs(point.x1) > kExtent || std::abs(point.x2) > kExtent) continue;
    edits.push_back({PointEdit::Kind::kAdd, 0, point});
  }
}

void start_dabs(App& app, ImVec2 at) {
  Painting& painting = app.view().painting;
  std::vector<PointEdit> edits;
  add_dab(app, painting, at, edits);
  painting.last_x1 = at.x;
  painting.last_x2 = at.y;
  post(app, std::move(edits));
}

// Dabs along the way from the last one.
void go_on_dabbing(App& app, ImVec2 to) {
  Painting& painting = app.view().painting;
  const float apart = std::max(painting.radius, kSinglesApart);
  std::vector<PointEdit> edits;
  for (;;) {
    const float dx = to.x - painting.last_x1, dy = to.y - painting.last_x2;
    const float distance = std::hypot(dx, dy);
    if (distance < apart) break;
    painting.last_x1 += dx / distance * apart;
    painting.last_x2 += dy / distance * apart;
    add_dab(app, painting, {painting.last_x1, painting.last_x2}, edits);
  }
  post(app, std::move(edits));
}

float reach_of(const App& app, const PlaneMap& map) {
  const float radius = app.view().painting.radius / (2 * kExtent) * map.square.width();
  return std::max(radius, least_reach());
}

void erase_around(App& app, const PlaneMap& map, ImVec2 mouse) {
  const Data& data = app.trainer().data();
  const float reach = reach_of(app, map);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < data.points.size(); ++i) {
    const ImVec2 at = map.to_screen(data.points[i].x1, data.points[i].x2);
    if (std::hypot(at.x - mouse.x, at.y - mouse.y) > reach) continue;
    found.push_back(static_cast<std::size_t>(data.origins[i]));
  }
  // From the last one down: the places of those still to be removed stay.
  std::sort(found.begin(), found.end(), std::greater<>());
  std::vector<PointEdit> edits;
  for (const std::size_t index : found) edits.push_back({PointEdit::Kind::kRemove, index});
  post(app, std::move(edits));
}

void press(App& app, const PlaneMap& map, ImVec2 mouse) {
  Painting& painting = app.view().painting;
  painting.begun = false;
  if (painting.erase) {
    painting.stroke = Stroke::kErase;
    return;
  }
  if (const std::optional<int> point = point_at(app, map, mouse, least_reach())) {
    painting.stroke = Stroke::kGrab;
    painting.grabbed =
        static_cast<std::size_t>(app.trainer().data().origins[static_cast<std::size_t>(*point)]);
    return;
  }
  painting.stroke = Stroke::kPaint;
  const ImVec2 at = map.to_plane(mouse);
  painting.last_x1 = at.x;
  painting.last_x2 = at.y;
  // A finger may still turn out to be a long press, or one of two.
  if (ImGui::GetIO().MouseSource != ImGuiMouseSource_TouchScreen) start_dabs(app, at);
}

void drag(App& app, const PlaneMap& map, ImVec2 mouse) {
  Painting& painting = app.view().painting;
  const bool moved = ImGui::IsMouseDragging(ImGuiMouseButton_Left, kSteps);
  const ImVec2 at = map.to_plane(mouse);
  switch (painting.stroke) {
    case Stroke::kPaint:
      if (!moved) break;
      if (!painting.begun) {
        start_dabs(app, {painting.last_x1, painting.last_x2});
      } else {
        go_on_dabbing(app, at);
      }
      break;
    case Stroke::kGrab:
      if (!moved) break;
      painting.stroke = Stroke::kMove;
      [[fallthrough]];
    case Stroke::kMove:
      post(app, {{PointEdit::Kind::kMove, painting.grabbed, {at.x, at.y, 0}}});
      break;
    case Stroke::kErase:
      erase_around(app, map, mouse);
      break;
    case Stroke::kNone:
      break;
  }
}

// The button is up: what was only pressed counts now, unless it was let go of elsewhere.
void release(App& app, bool clicked) {
  Painting& painting = app.view().painting;
  const Stroke stroke = std::exchange(painting.stroke, Stroke::kNone);
  if (!clicked) return;
  if (stroke == Stroke::kGrab) {
    post(app, {{PointEdit::Kind::kRelabel, painting.grabbed, {0, 0, painted_label(app)}}});
  } else if (stroke == Stroke::kPaint && !painting.begun) {
    start_dabs(app, {painting.last_x1, painting.last_x2});
  }
}

void draw_brush(const App& app, const PlaneMap& map, ImVec2 mouse) {
  const Painting& painting = app.view().painting;
  const Theme& theme = app.canvas().theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (painting.erase) {
    list->AddCircle(mouse, reach_of(app, map), theme.palette.text, 0, 1.5f);
  } else if (painting.radius > 0) {
    const float radius = painting.radius / (2 * kExtent) * map.square.width();
    list->AddCircle(mouse, radius, theme.palette.text, 0, 1.5f);
  } else if (!point_at(app, map, mouse, least_reach())) {
    list->AddCircleFilled(mouse, 4, painted_color(app));
    list->AddCircle(mouse, 4.5f, theme.palette.text, 0, 1.25f);
  }
}

}  // namespace

void paint_points(App& app, const PlaneMap& map, const Item& plane, bool other) {
  Painting& painting = app.view().painting;
  const ImVec2 mouse = ImGui::GetMousePos();
  if (ImGui::IsItemActivated() && plane.hovered) {
    painting.in_other = other;
    press(app, map, mouse);
  }
  if (plane.held) {
    drag(app, map, mouse);
  } else if (painting.stroke != Stroke::kNone && painting.in_other == other) {
    release(app, plane.clicked);
  }
  if (!plane.hovered) return;
  if (ImGui::IsMouseDown(ImGuiMouseButton_Right) || ImGui::IsMouseClicked(ImGuiMouseButton_Right)) {
    erase_around(app, map, mouse);
  }
  const bool grabs = !painting.erase && point_at(app, map, mouse, least_reach()).has_value();
  ImGui::SetMouseCursor(grabs ? ImGuiMouseCursor_Hand : ImGuiMouseCursor_Arrow);
  draw_brush(app, map, mouse);
}

// --- tools -------------------------------------------------------------------------------------

namespace {

constexpr float kRowGap = 2 * kUnit;
float row_height() { return touch_layout() ? 40.0f : 28.0f; }

class Tools {
 public:
  Tools(App& app, ImVec2 at, float width)
      : app_(app), painting_(app.view().painting), left_(at.x), right_(at.x + width), y_(at.y) {}

  void draw() {
    const float end = draw_done();
    if (classify(app_)) {
      draw_classes(left_, end);
    } else {
      draw_value(left_, end);
    }
    y_ += row_height() + kRowGap;
    draw_second_row();
  }

 private:
  float middle() const { return std::round(y_ + row_height() / 2); }

  // Returns where it begins.
  float draw_done() {
    const float width = 60;
    ImGui::SetCursorScreenPos({right_ - width, y_});
    if (text_button(app_.canvas(), "paint.done", "Done", {width, row_height()},
                    "Back to looking (Esc)") ||
        ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
      painting_.on = false;
    }
    return right_ - width - 2 * kUnit;
  }

  void draw_swatch(const char* place, float x, float width, ImU32 color, bool chosen, bool next,
                   const char* help, const auto& choose) {
    ImGui::SetCursorScreenPos({x, y_});
    const Item item = add_item(app_.canvas(), place, {width, row_height()});
    tooltip(app_.canvas(), help);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 center = item.center();
    const Palette& palette = app_.canvas().theme.palette;
    list->AddCircleFilled(center, 8, next && !chosen ? with_alpha(color, 0.35f) : color);
    if (chosen) list->AddCircle(center, 11, palette.text, 0, 2);
    if (next) draw_icon(list, Icon::kPlus, center, 9, chosen ? palette.panel : palette.text);
    if (item.clicked) {
      painting_.erase = false;
      choose();
    }
  }

  // The classes there are, one more, and the eraser.
  void draw_classes(float left, float right) {
    const int classes = app_.trainer().experiment().classes;
    painting_.label = std::min(painting_.label, classes < kMaxClasses ? classes : kMaxClasses - 1);
    const int shown = std::min(classes + 1, kMaxClasses);
    const float room = (right - left) / static_cast<float>(shown + 1);
    const float part = std::floor(std::min(room, touch_layout() ? 44.0f : 32.0f));
    float x = left - (part - 22) / 2;  // the first disc stands at the edge
    for (int label = 0; label < shown; ++label) {
      const std::string number = std::to_string(label + 1);
      const bool next = label >= classes;
      const std::string help =
          next ? "Paint a new class, " + number : "Paint points of class " + number;
      draw_swatch(("paint.class." + number).c_str(), x, part,
                  app_.canvas().theme.palette.classes[label],
                  !painting_.erase && painting_.label == label, next, help.c_str(),
                  [&] { painting_.label = label; });
      x += part;
    }
    draw_eraser(x, part);
  }

  void draw_eraser(float x, float width) {
    ImGui::SetCursorScreenPos({x, y_});
    const Item item =
        add_item(app_.canvas(), "paint.erase", {width, row_height()}, true, kCornerRadius);
    tooltip(app_.canvas(), "Erase points; the right mouse button or a long press does so, too");
    if (item.clicked) painting_.erase = !painting_.erase;
    const Palette& palette = app_.canvas().theme.palette;
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (painting_.erase || item.hovered) {
      list->AddRectFilled(item.min, item.max, painting_.erase ? palette.line : palette.raised, 6);
    }
    draw_icon(list, Icon::kErase, item.center(), 16,
              painting_.erase || item.hovered ? palette.text : palette.dim);
  }

  void draw_value(float left, float right) {
    const float eraser = row_height();
    double value = static_cast<double>(painting_.value);
    draw_labelled("Value", "paint.value", left, right - eraser - kUnit, &value, {-1, 1}, 0.8,
                  "The height of the points painted");
    if (static_cast<float>(value) != painting_.value) painting_.erase = false;
    painting_.value = static_cast<float>(value);
    draw_eraser(right - eraser, eraser);
  }

  void draw_labelled(const char* label, const char* place, float left, float right, double* value,
                     const SliderScale& scale, double usual, const char* help) {
    const Theme& theme = app_.canvas().theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_text(list, theme.fonts.regular, kTextSize, {left, middle()}, theme.palette.dim, label);
    const float start =
        left + std::ceil(text_size(theme.fonts.regular, kTextSize, label).x) + 2 * kUnit;
    const float number = 28;
    ImGui::SetCursorScreenPos({start, y_});
    slider(app_.canvas(), place, {std::max(24.0f, right - number - start), row_height()}, scale,
           value, usual, help);
    char text[32];
    draw_text(list, theme.fonts.regular, kTextSize, {right, middle()}, theme.palette.text,
              format_number(std::round(*value * 100) / 100, text), Align::kRight);
  }

  void draw_second_row() {
    const float clear = 60, gap = 3 * kUnit;
    const float end = right_ - clear - 2 * kUnit;
    const bool scattered = painting_.radius > 0;
    const float half = std::round((end - left_ - gap) / 2);
    double radius = static_cast<double>(painting_.radius);
    draw_labelled("Brush", "paint.radius", left_, scattered ? left_ + half : end, &radius, {0, 3},
                  0, "Its radius in the plane; 0 paints single points");
    painting_.radius = static_cast<float>(radius);
    if (scattered) {
      constexpr double kDensities[] = {1, 2, 3, 5, 8, 12, 20};
      double density = painting_.density;
      draw_labelled("Points", "paint.density", left_ + half + gap, end, &density,
                    {1, 20, false, kDensities}, 5, "Points per dab of the brush");
      painting_.density = static_cast<int>(std::lround(density));
    }
    ImGui::SetCursorScreenPos({right_ - clear, y_});
    if (text_button(app_.canvas(), "paint.clear", "Clear", {clear, row_height()},
                    "Remove all points")) {
      app_.post(intent::ClearPoints{});
    }
  }

  App& app_;
  Painting& painting_;
  float left_, right_, y_;
};

}  // namespace

float paint_tools_height(const App& app) {
  return app.view().painting.on ? 2 * row_height() + kRowGap + 3 * kUnit : 0;
}

void draw_paint_tools(App& app, ImVec2 at, float width) { Tools(app, at, width).draw(); }

}  // namespace backprop
