#include "shell/panels/painting/point_painter.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/sample_names.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/slider.h"
#include "shell/canvas/widgets.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

using Stroke = Painting::Stroke;
constexpr float kExtent = PlaneMap::kExtent;
constexpr float kSteps = 3;       // pixels a grabbed point has to be dragged before it moves
constexpr float kSinglesApart = 0.35f;  // units of the plane between points of a thin line

// Pixels around the pointer, or a fingertip, in which points are taken hold of and erased.
float least_reach() { return touch_layout() ? 16.0f : 8.0f; }

bool classify(const Trainer& trainer) {
  return trainer.experiment().problem == Problem::kClassification;
}

float painted_label(const Trainer& trainer, const View& view) {
  const Painting& painting = view.painting;
  return classify(trainer) ? static_cast<float>(painting.label) : painting.value;
}

ImU32 painted_color(const Theme& theme, const Trainer& trainer, const View& view) {
  const Palette& palette = theme.palette;
  const float label = painted_label(trainer, view);
  return classify(trainer) ? palette.classes[static_cast<int>(label)] : value_color(palette, label);
}

void post(Session& session, std::vector<PointEdit> edits) {
  if (edits.empty()) return;
  session.view().painting.begun = true;
  session.post(intent::EditPoints{std::move(edits)});
}

// Uniform over −1 … 1: scatters points, which are part of the experiment once they are there.
float scatter(std::uint32_t& dice) {
  dice = dice * 1664525u + 1013904223u;
  return static_cast<float>(dice >> 8) / static_cast<float>(1u << 23) - 1;
}

// Points of one dab of the brush.
void add_dab(const Trainer& trainer, const View& view, Painting& painting, ImVec2 at,
             std::vector<PointEdit>& edits) {
  const int count = painting.radius > 0 ? painting.density : 1;
  for (int i = 0; i < count; ++i) {
    float dx = 0, dy = 0;
    do {
      dx = scatter(painting.dice);
      dy = scatter(painting.dice);
    } while (dx * dx + dy * dy > 1);
    const Point point = {at.x + dx * painting.radius, at.y + dy * painting.radius,
                         painted_label(trainer, view)};
    if (std::abs(point.x1) > kExtent || std::abs(point.x2) > kExtent) continue;
    edits.push_back({PointEdit::Kind::kAdd, 0, point});
  }
}

void start_dabs(Session& session, ImVec2 at) {
  Painting& painting = session.view().painting;
  std::vector<PointEdit> edits;
  add_dab(session.trainer(), session.view(), painting, at, edits);
  painting.last_x1 = at.x;
  painting.last_x2 = at.y;
  post(session, std::move(edits));
}

// Dabs along the way from the last one.
void go_on_dabbing(Session& session, ImVec2 to) {
  Painting& painting = session.view().painting;
  const float apart = std::max(painting.radius, kSinglesApart);
  std::vector<PointEdit> edits;
  for (;;) {
    const float dx = to.x - painting.last_x1, dy = to.y - painting.last_x2;
    const float distance = std::hypot(dx, dy);
    if (distance < apart) break;
    painting.last_x1 += dx / distance * apart;
    painting.last_x2 += dy / distance * apart;
    add_dab(session.trainer(), session.view(), painting, {painting.last_x1, painting.last_x2},
            edits);
  }
  post(session, std::move(edits));
}

std::optional<int> point_near(const Trainer& trainer, const View& view, const PlaneMap& map,
                              ImVec2 mouse) {
  const Data& data = trainer.data();
  return point_at(drawn_points(data.points, data, view), map, mouse, least_reach());
}

float reach_of(const View& view, const PlaneMap& map) {
  const float radius = view.painting.radius / (2 * kExtent) * map.square.width();
  return std::max(radius, least_reach());
}

void erase_around(Session& session, const PlaneMap& map, ImVec2 mouse) {
  const Data& data = session.trainer().data();
  const float reach = reach_of(session.view(), map);
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
  post(session, std::move(edits));
}

void press(Session& session, const PlaneMap& map, ImVec2 mouse) {
  Painting& painting = session.view().painting;
  painting.begun = false;
  if (painting.erase) {
    painting.stroke = Stroke::kErase;
    return;
  }
  if (const std::optional<int> point = point_near(session.trainer(), session.view(), map, mouse)) {
    painting.stroke = Stroke::kGrab;
    painting.grabbed = static_cast<std::size_t>(
        session.trainer().data().origins[static_cast<std::size_t>(*point)]);
    return;
  }
  painting.stroke = Stroke::kPaint;
  const ImVec2 at = map.to_plane(mouse);
  painting.last_x1 = at.x;
  painting.last_x2 = at.y;
  // A finger may still turn out to be a long press, or one of two.
  if (ImGui::GetIO().MouseSource != ImGuiMouseSource_TouchScreen) start_dabs(session, at);
}

void drag(Session& session, const PlaneMap& map, ImVec2 mouse) {
  Painting& painting = session.view().painting;
  const bool moved = ImGui::IsMouseDragging(ImGuiMouseButton_Left, kSteps);
  const ImVec2 at = map.to_plane(mouse);
  switch (painting.stroke) {
    case Stroke::kPaint:
      if (!moved) break;
      if (!painting.begun) {
        start_dabs(session, {painting.last_x1, painting.last_x2});
      } else {
        go_on_dabbing(session, at);
      }
      break;
    case Stroke::kGrab:
      if (!moved) break;
      painting.stroke = Stroke::kMove;
      [[fallthrough]];
    case Stroke::kMove:
      post(session, {{PointEdit::Kind::kMove, painting.grabbed, {at.x, at.y, 0}}});
      break;
    case Stroke::kErase:
      erase_around(session, map, mouse);
      break;
    case Stroke::kNone:
      break;
  }
}

// The button is up: what was only pressed counts now, unless it was let go of elsewhere.
void release(Session& session, bool clicked) {
  Painting& painting = session.view().painting;
  const Stroke stroke = std::exchange(painting.stroke, Stroke::kNone);
  if (!clicked) return;
  if (stroke == Stroke::kGrab) {
    post(session, {{PointEdit::Kind::kRelabel,
                    painting.grabbed,
                    {0, 0, painted_label(session.trainer(), session.view())}}});
  } else if (stroke == Stroke::kPaint && !painting.begun) {
    start_dabs(session, {painting.last_x1, painting.last_x2});
  }
}

void draw_brush(const Theme& theme, const Trainer& trainer, const View& view, const PlaneMap& map,
                ImVec2 mouse) {
  const Painting& painting = view.painting;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (painting.erase) {
    list->AddCircle(mouse, reach_of(view, map), theme.palette.text, 0, 1.5f);
  } else if (painting.radius > 0) {
    const float radius = painting.radius / (2 * kExtent) * map.square.width();
    list->AddCircle(mouse, radius, theme.palette.text, 0, 1.5f);
  } else if (!point_near(trainer, view, map, mouse)) {
    list->AddCircleFilled(mouse, 4, painted_color(theme, trainer, view));
    list->AddCircle(mouse, 4.5f, theme.palette.text, 0, 1.25f);
  }
}

}  // namespace

void paint_points(const Theme& theme, Session& session, const PlaneMap& map, const Item& plane,
                  bool other) {
  Painting& painting = session.view().painting;
  const ImVec2 mouse = ImGui::GetMousePos();
  if (ImGui::IsItemActivated() && plane.hovered) {
    painting.in_other = other;
    press(session, map, mouse);
  }
  if (plane.held) {
    drag(session, map, mouse);
  } else if (painting.stroke != Stroke::kNone && painting.in_other == other) {
    release(session, plane.clicked);
  }
  if (!plane.hovered) return;
  if (ImGui::IsMouseDown(ImGuiMouseButton_Right) || ImGui::IsMouseClicked(ImGuiMouseButton_Right)) {
    erase_around(session, map, mouse);
  }
  const bool grabs =
      !painting.erase && point_near(session.trainer(), session.view(), map, mouse).has_value();
  ImGui::SetMouseCursor(grabs ? ImGuiMouseCursor_Hand : ImGuiMouseCursor_Arrow);
  draw_brush(theme, session.trainer(), session.view(), map, mouse);
}

// --- tools -------------------------------------------------------------------------------------

namespace {

float row_height() { return paint_row_height(); }

class Tools {
 public:
  Tools(Canvas& canvas, Session& session, ImVec2 at, float width)
      : canvas_(canvas),
        session_(session),
        painting_(session.view().painting),
        left_(at.x),
        right_(at.x + width),
        y_(at.y) {}

  void draw() {
    const float end = draw_done();
    if (classify(session_.trainer())) {
      draw_classes(left_, end);
    } else {
      draw_value(left_, end);
    }
    y_ += row_height() + kPaintRowGap;
    draw_second_row();
  }

 private:
  float middle() const { return std::round(y_ + row_height() / 2); }

  // Returns where it begins.
  float draw_done() {
    const float width = 60;
    ImGui::SetCursorScreenPos({right_ - width, y_});
    if (text_button(canvas_, "paint.done", "Done", {width, row_height()},
                    "Back to looking (Esc)") ||
        ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
      painting_.on = false;
    }
    return right_ - width - 2 * kUnit;
  }

  void draw_swatch(const char* place, float x, float width, ImU32 color, bool chosen, bool next,
                   const char* help, const auto& choose) {
    ImGui::SetCursorScreenPos({x, y_});
    const Item item = add_item(canvas_, place, {width, row_height()});
    tooltip(canvas_, help);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 center = item.center();
    const Palette& palette = canvas_.theme.palette;
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
    const int classes = session_.trainer().experiment().classes;
    painting_.label = std::min(painting_.label, classes < kMaxClasses ? classes : kMaxClasses - 1);
    const int shown = std::min(classes + 1, kMaxClasses);
    const float room = (right - left) / static_cast<float>(shown + 1);
    const float part = std::floor(std::min(room, touch_layout() ? 44.0f : 32.0f));
    float x = left - (part - 22) / 2;  // the first disc stands at the edge
    for (int label = 0; label < shown; ++label) {
      const std::string name = class_name(session_.trainer().experiment(), label);
      const bool next = label >= classes;
      const std::string help =
          next ? "Paint a new class, " + name : "Paint points of class " + name;
      draw_swatch(("paint.class." + std::to_string(label + 1)).c_str(), x, part,
                  canvas_.theme.palette.classes[label],
                  !painting_.erase && painting_.label == label, next, help.c_str(),
                  [&] { painting_.label = label; });
      x += part;
    }
    draw_eraser(x, part);
  }

  void draw_eraser(float x, float width) {
    ImGui::SetCursorScreenPos({x, y_});
    const Item item = add_item(canvas_, "paint.erase", {width, row_height()}, true, kCornerRadius);
    tooltip(canvas_, "Erase points; the right mouse button or a long press does so, too");
    if (item.clicked) painting_.erase = !painting_.erase;
    const Palette& palette = canvas_.theme.palette;
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
    const Theme& theme = canvas_.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_text(list, theme.fonts.regular, kTextSize, {left, middle()}, theme.palette.dim, label);
    const float start =
        left + std::ceil(text_size(theme.fonts.regular, kTextSize, label).x) + 2 * kUnit;
    const float number = 36;
    ImGui::SetCursorScreenPos({start, y_});
    slider(canvas_, place, {std::max(24.0f, right - number - start), row_height()}, scale, value,
           usual, help);
    draw_text(list, theme.fonts.regular, kTextSize, {right, middle()}, theme.palette.text,
              number_text(std::round(*value * 100) / 100), Align::kRight);
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
    if (text_button(canvas_, "paint.clear", "Clear", {clear, row_height()}, "Remove all points")) {
      session_.post(intent::ClearPoints{});
    }
  }

  Canvas& canvas_;
  Session& session_;
  Painting& painting_;
  float left_, right_, y_;
};

}  // namespace

void draw_paint_tools(Canvas& canvas, Session& session, ImVec2 at, float width) {
  Tools(canvas, session, at, width).draw();
}

}  // namespace backprop
