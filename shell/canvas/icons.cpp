// Icons as strokes and fills, on a square from −½ to +½ around the centre, sized at will.
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numbers>

#include "shell/canvas/widgets.h"

namespace backprop {

namespace {

constexpr float kPi = std::numbers::pi_v<float>;

class Pen {
 public:
  Pen(ImDrawList* list, ImVec2 center, float size, ImU32 color)
      : list_(list),
        center_(center),
        size_(size),
        color_(color),
        width_(std::max(1.25f, size * 0.085f)) {}

  ImVec2 at(float x, float y) const { return {center_.x + x * size_, center_.y + y * size_}; }

  void line(std::initializer_list<ImVec2> points, bool closed = false) const {
    for (const ImVec2 point : points) list_->PathLineTo(at(point.x, point.y));
    list_->PathStroke(color_, closed ? ImDrawFlags_Closed : ImDrawFlags_None, width_);
  }
  void fill(std::initializer_list<ImVec2> points) const {
    for (const ImVec2 point : points) list_->PathLineTo(at(point.x, point.y));
    list_->PathFillConvex(color_);
  }
  void circle(float x, float y, float radius) const {
    list_->AddCircle(at(x, y), radius * size_, color_, 0, width_);
  }
  void dot(float x, float y, float radius) const {
    list_->AddCircleFilled(at(x, y), radius * size_, color_);
  }
  // Angles in turns, clockwise from the right.
  void arc(float x, float y, float radius, float from, float to) const {
    list_->PathArcTo(at(x, y), radius * size_, from * 2 * kPi, to * 2 * kPi);
  }
  void stroke(bool closed = false) const {
    list_->PathStroke(color_, closed ? ImDrawFlags_Closed : ImDrawFlags_None, width_);
  }
  void to(float x, float y) const { list_->PathLineTo(at(x, y)); }
  void bar(float x, float y, float width, float height, float rounding) const {
    list_->AddRectFilled(at(x - width / 2, y - height / 2), at(x + width / 2, y + height / 2),
                         color_, rounding * size_);
  }

 private:
  ImDrawList* list_;
  ImVec2 center_;
  float size_;
  ImU32 color_;
  float width_;
};

void draw_reset(const Pen& pen) {
  pen.arc(0, 0.02f, 0.38f, -0.385f, 0.455f);
  pen.stroke();
  pen.line({{-0.38f, -0.40f}, {-0.38f, -0.15f}, {-0.13f, -0.15f}});
  pen.line({{-0.38f, -0.15f}, {-0.27f, -0.26f}});
}

void draw_step(const Pen& pen, float direction) {
  pen.line({{-0.32f * direction, -0.34f}, {0.18f * direction, 0}, {-0.32f * direction, 0.34f}},
           true);
  pen.line({{0.36f * direction, -0.36f}, {0.36f * direction, 0.36f}});
}

// An arrow that goes back to where it came from: to the left (1) or to the right (−1).
void draw_turn(const Pen& pen, float left) {
  pen.line({{-0.12f * left, -0.40f}, {-0.38f * left, -0.14f}, {-0.12f * left, 0.12f}});
  pen.to(-0.36f * left, -0.14f);
  for (int i = 0; i <= 12; ++i) {
    const float angle = kPi * (static_cast<float>(i) / 12 - 0.5f);
    pen.to((0.12f + 0.26f * std::cos(angle)) * left, 0.12f + 0.26f * std::sin(angle));
  }
  pen.to(-0.14f * left, 0.38f);
  pen.stroke();
}

void draw_sun(const Pen& pen) {
  pen.circle(0, 0, 0.19f);
  constexpr float kIn = 0.33f, kOut = 0.45f, kDiagonal = 0.7071f;
  pen.line({{kIn, 0}, {kOut, 0}});
  pen.line({{-kIn, 0}, {-kOut, 0}});
  pen.line({{0, kIn}, {0, kOut}});
  pen.line({{0, -kIn}, {0, -kOut}});
  for (const float x : {-kDiagonal, kDiagonal}) {
    for (const float y : {-kDiagonal, kDiagonal}) {
      pen.line({{x * kIn, y * kIn}, {x * kOut, y * kOut}});
    }
  }
}

void draw_moon(const Pen& pen) {
  // A disc of radius 0.4 with a smaller one, up and to the right, taken out of it.
  pen.arc(0, 0.02f, 0.40f, 0.02f, 0.73f);
  pen.arc(0.22f, -0.20f, 0.30f, 0.565f, 0.185f);
  pen.stroke(true);
}

void draw_help(const Pen& pen) {
  pen.circle(0, 0, 0.43f);
  pen.arc(0, -0.10f, 0.13f, -0.47f, 0.10f);
  pen.to(0, 0.06f);
  pen.to(0, 0.09f);
  pen.stroke();
  pen.dot(0, 0.22f, 0.055f);
}

void draw_download(const Pen& pen) {
  pen.line({{0, -0.40f}, {0, 0.18f}});
  pen.line({{-0.22f, -0.04f}, {0, 0.18f}, {0.22f, -0.04f}});
  pen.line({{-0.38f, 0.38f}, {0.38f, 0.38f}});
}

// Two pages, open, with their fold between them.
void draw_book(const Pen& pen) {
  for (const float side : {-1.0f, 1.0f}) {
    pen.line({{0, -0.24f},
              {side * 0.14f, -0.32f},
              {side * 0.42f, -0.32f},
              {side * 0.42f, 0.26f},
              {side * 0.14f, 0.26f},
              {0, 0.34f}});
  }
  pen.line({{0, -0.24f}, {0, 0.34f}});
}

void draw_share(const Pen& pen) {
  pen.circle(-0.26f, 0, 0.12f);
  pen.circle(0.26f, -0.27f, 0.12f);
  pen.circle(0.26f, 0.27f, 0.12f);
  pen.line({{-0.15f, -0.06f}, {0.15f, -0.21f}});
  pen.line({{-0.15f, 0.06f}, {0.15f, 0.21f}});
}

void draw_warning(const Pen& pen) {
  pen.line({{0, -0.38f}, {0.43f, 0.36f}, {-0.43f, 0.36f}}, true);
  pen.line({{0, -0.12f}, {0, 0.10f}});
  pen.dot(0, 0.23f, 0.055f);
}

// An eraser, tilted, on its line.
void draw_erase(const Pen& pen) {
  pen.line({{-0.40f, 0.06f}, {0.08f, -0.42f}, {0.42f, -0.08f}, {0.06f, 0.28f}, {-0.18f, 0.28f}},
           true);
  pen.line({{-0.14f, -0.20f}, {0.20f, 0.14f}});
  pen.line({{-0.18f, 0.42f}, {0.42f, 0.42f}});
}

void draw_more(const Pen& pen) {
  for (const float x : {-0.32f, 0.0f, 0.32f}) pen.dot(x, 0, 0.08f);
}

// Two sliders.
void draw_settings(const Pen& pen) {
  constexpr float kEnd = 0.42f, kRow = 0.20f, kKnob = 0.13f;
  for (const float side : {-1.0f, 1.0f}) {
    const float y = side * kRow, x = side * 0.14f;
    pen.line({{-kEnd, y}, {x - kKnob, y}});
    pen.line({{x + kKnob, y}, {kEnd, y}});
    pen.circle(x, y, kKnob);
  }
}

}  // namespace

void draw_icon(ImDrawList* list, Icon icon, ImVec2 center, float size, ImU32 color) {
  const Pen pen(list, center, size, color);
  switch (icon) {
    case Icon::kReset:
      draw_reset(pen);
      break;
    case Icon::kBack:
      draw_step(pen, -1);
      break;
    case Icon::kStep:
      draw_step(pen, 1);
      break;
    case Icon::kEpoch:  // two triangles to the bar
      pen.line({{-0.46f, -0.30f}, {-0.06f, 0}, {-0.46f, 0.30f}}, true);
      pen.line({{-0.06f, -0.30f}, {0.34f, 0}, {-0.06f, 0.30f}}, true);
      pen.line({{0.46f, -0.36f}, {0.46f, 0.36f}});
      break;
    // A triangle looks centred when its centre of gravity is.
    case Icon::kPlay:
      pen.fill({{-0.26f, -0.42f}, {0.48f, 0}, {-0.26f, 0.42f}});
      break;
    case Icon::kPause:
      pen.bar(-0.21f, 0, 0.22f, 0.80f, 0.05f);
      pen.bar(0.21f, 0, 0.22f, 0.80f, 0.05f);
      break;
    case Icon::kPhase:
      pen.line({{-0.40f, -0.28f}, {-0.02f, 0}, {-0.40f, 0.28f}}, true);
      pen.dot(0.20f, 0, 0.07f);
      pen.dot(0.40f, 0, 0.07f);
      break;
    case Icon::kSun:
      draw_sun(pen);
      break;
    case Icon::kMoon:
      draw_moon(pen);
      break;
    case Icon::kHelp:
      draw_help(pen);
      break;
    case Icon::kPlus:
      pen.line({{0, -0.36f}, {0, 0.36f}});
      [[fallthrough]];
    case Icon::kMinus:
      pen.line({{-0.36f, 0}, {0.36f, 0}});
      break;
    case Icon::kClose:
      pen.line({{-0.30f, -0.30f}, {0.30f, 0.30f}});
      pen.line({{0.30f, -0.30f}, {-0.30f, 0.30f}});
      break;
    case Icon::kChevronDown:
      pen.line({{-0.36f, -0.16f}, {0, 0.20f}, {0.36f, -0.16f}});
      break;
    case Icon::kDownload:
      draw_download(pen);
      break;
    case Icon::kBook:
      draw_book(pen);
      break;
    case Icon::kShare:
      draw_share(pen);
      break;
    case Icon::kWarning:
      draw_warning(pen);
      break;
    case Icon::kUndo:
      draw_turn(pen, 1);
      break;
    case Icon::kRedo:
      draw_turn(pen, -1);
      break;
    case Icon::kMenu:
      pen.line({{-0.38f, -0.27f}, {0.38f, -0.27f}});
      pen.line({{-0.38f, 0}, {0.38f, 0}});
      pen.line({{-0.38f, 0.27f}, {0.38f, 0.27f}});
      break;
    case Icon::kErase:
      draw_erase(pen);
      break;
    case Icon::kMore:
      draw_more(pen);
      break;
    case Icon::kSettings:
      draw_settings(pen);
      break;
    case Icon::kSwap:
      for (const float way : {-1.0f, 1.0f}) {
        pen.line({{0.42f * way, 0.20f * way}, {-0.40f * way, 0.20f * way}});
        pen.line({{-0.18f * way, 0.42f * way},
                  {-0.40f * way, 0.20f * way},
                  {-0.18f * way, -0.02f * way}});
      }
      break;
  }
}

}  // namespace backprop
