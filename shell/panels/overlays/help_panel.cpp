// Help over everything: the keys, from their own table, and what the picture says.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

#include "engine/base/version.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/frame/shortcuts.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/panels/overlays/overlays.h"
#include "shell/session/view.h"

namespace backprop {

namespace {

constexpr float kWidest = 860, kPadding = 6 * kUnit, kColumnGap = 10 * kUnit;
constexpr float kKeyColumn = 76, kSampleColumn = 56, kRowGap = 10;

// Small pictures of what is explained, 44 × 20 around a middle.
void draw_ramp(const Theme& theme, ImDrawList* list, ImVec2 at) {
  const Palette& palette = theme.palette;
  list->AddRectFilledMultiColor({at.x - 22, at.y - 5}, {at.x, at.y + 5}, palette.negative,
                                palette.zero, palette.zero, palette.negative);
  list->AddRectFilledMultiColor({at.x, at.y - 5}, {at.x + 22, at.y + 5}, palette.zero,
                                palette.positive, palette.positive, palette.zero);
}

void draw_tile(const Theme& theme, ImDrawList* list, ImVec2 at) {
  const Palette& palette = theme.palette;
  list->AddRectFilledMultiColor({at.x - 9, at.y - 9}, {at.x + 9, at.y + 9}, palette.negative,
                                palette.positive, palette.positive, palette.negative);
}

void draw_ring(const Theme& theme, ImDrawList* list, ImVec2 at) {
  list->AddRectFilled({at.x - 7, at.y - 7}, {at.x + 7, at.y + 7}, theme.palette.positive, 4);
  list->AddRect({at.x - 10, at.y - 10}, {at.x + 10, at.y + 10}, theme.palette.text, 6, 0, 2);
}

void draw_bias(const Theme& theme, ImDrawList* list, ImVec2 at) {
  list->AddRectFilled({at.x - 6, at.y - 10}, {at.x + 6, at.y + 2}, theme.palette.line, 3);
  list->AddCircleFilled({at.x - 3, at.y + 7}, 3, theme.palette.negative);
}

void draw_edges(const Theme& theme, ImDrawList* list, ImVec2 at) {
  list->AddLine({at.x - 22, at.y - 5}, {at.x + 22, at.y - 5}, theme.palette.positive, 4);
  list->AddLine({at.x - 22, at.y + 5}, {at.x + 22, at.y + 5}, theme.palette.negative, 1.5f);
}

void draw_points(const Theme& theme, ImDrawList* list, ImVec2 at) {
  list->AddCircleFilled({at.x - 10, at.y}, 4, theme.palette.positive);
  list->AddCircle({at.x + 10, at.y}, 4, theme.palette.positive, 0, 1.6f);
}

void draw_mark(const Theme& theme, ImDrawList* list, ImVec2 at) {
  list->AddCircle(at, 8, theme.palette.selection, 0, 2);
}

struct Sign {
  void (*draw)(const Theme& theme, ImDrawList* list, ImVec2 at);
  const char* text;
};
constexpr Sign kSigns[] = {
    {draw_ramp, "Orange is negative, blue is positive; the stronger, the larger."},
    {draw_tile, "A tile shows the neuron's output at every point of the plane."},
    {draw_ring,
     "The ring around it is mean |δ|, how strongly the loss reacts to its z, on a log scale."},
    {draw_bias, "The dot below it is its bias."},
    {draw_edges, "An edge is a weight, its gradient or its last update: width is size."},
    {draw_points, "Filled points are trained on, hollow ones only test."},
    {draw_mark, "Yellow marks what is chosen, and the points of the batch."},
};

struct Use {
  const char* doing;
  const char* touching;
  const char* what;
};
constexpr Use kUses[] = {
    {"Hover", "Tap", "a neuron: its map in the output plane"},
    {"Click", "Tap", "an edge or a bias: its value, to be edited"},
    {"Click", "Tap", "a number: type another, such as 1e-3"},
    {"2 × click", "2 × tap", "a slider: back to its default"},
    {"Right", "Hold", "a painted point: removes it"},
    {"Wheel", "2 fingers", "scroll the settings"},
    {"Tab", "", "through all controls; Esc, then Tab, leaves the canvas"},
};

class Help {
 public:
  Help(const Theme& theme, float width) : theme_(theme), width_(width) {}

  void draw() {
    list_ = ImGui::GetWindowDrawList();
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const bool beside = width_ > 620;
    const float column = beside ? std::floor((width_ - kColumnGap) / 2) : width_;
    at_ = start;
    column_ = column;
    draw_keys();
    draw_uses();
    const float bottom = at_.y;
    if (beside) at_ = {start.x + column + kColumnGap, start.y};
    draw_signs();
    ImGui::SetCursorScreenPos(start);
    ImGui::Dummy({width_, std::max(bottom, at_.y) - start.y});
  }

 private:
  void title(const char* text) {
    draw_text(list_, theme_.fonts.semibold, kHeadingSize, {at_.x, at_.y + 8}, theme_.palette.text,
              text);
    at_.y += 30;
  }

  // A text beside a first column, wrapped. Moves on below it.
  void describe(float indent, const char* text, float least) {
    const Paragraph lines(theme_.fonts.regular, kTextSize, text, column_ - indent);
    const float height = std::max(lines.size().y, least);
    lines.draw(list_, {at_.x + indent, std::round(at_.y + (height - lines.size().y) / 2)},
               theme_.palette.dim);
    at_.y += height + kRowGap;
  }

  void draw_keys() {
    title("Keys");
    for (const Shortcut& shortcut : shortcuts()) {
      if (shortcut.keys == nullptr) continue;
      const float width =
          std::ceil(text_size(theme_.fonts.regular, kHeadingSize, shortcut.keys).x) + 3 * kUnit;
      list_->AddRectFilled({at_.x, at_.y - 1}, {at_.x + width, at_.y + 19}, theme_.palette.raised,
                           5);
      list_->AddRect({at_.x, at_.y - 1}, {at_.x + width, at_.y + 19}, theme_.palette.line, 5);
      draw_text(list_, theme_.fonts.regular, kHeadingSize, {at_.x + width / 2, at_.y + 9},
                theme_.palette.text, shortcut.keys, Align::kCenter);
      describe(kKeyColumn, shortcut.what, 18);
    }
    at_.y += 3 * kUnit;
  }

  void draw_uses() {
    const bool touch = touch_layout();
    title(touch ? "Fingers" : "Mouse");
    for (const Use& use : kUses) {
      const char* doing = touch ? use.touching : use.doing;
      if (*doing == '\0') continue;
      draw_text(list_, theme_.fonts.regular, kTextSize, {at_.x, at_.y + 9}, theme_.palette.text,
                doing);
      describe(kKeyColumn, use.what, 18);
    }
    at_.y += 3 * kUnit;
  }

  void draw_signs() {
    title("What the picture says");
    for (const Sign& sign : kSigns) {
      sign.draw(theme_, list_, {at_.x + 22, at_.y + 11});
      describe(kSampleColumn + 3 * kUnit, sign.text, 22);
    }
  }

  const Theme& theme_;
  float width_, column_ = 0;
  ImVec2 at_ = {};
  ImDrawList* list_ = nullptr;
};

}  // namespace

void draw_help(Canvas& canvas, View& view) {
  if (!view.help_open) return;
  const Theme& theme = canvas.theme;
  const ImVec2 screen = ImGui::GetMainViewport()->Size;
  const float margin = touch_layout() ? 2 * kUnit : 8 * kUnit;
  const float width = std::min(kWidest, screen.x - 2 * margin);
  const float padding = touch_layout() ? 4 * kUnit : kPadding;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushFont(theme.fonts.regular, kTextSize);
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_NoBackground;
  ImGui::Begin("help", nullptr, kFlags);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({0, 0}, screen, with_alpha(theme.palette.ground, 0.7f));

  // As high as it needs, as the frame before this one found out.
  float* needed = ImGui::GetStateStorage()->GetFloatRef(ImGui::GetID("height"), 560);
  const float header = 14 * kUnit;
  const float height = std::min(*needed + header + padding, screen.y - 2 * margin);
  const ImVec2 min = {std::round((screen.x - width) / 2), std::round((screen.y - height) / 2)};
  const ImVec2 max = {min.x + width, min.y + height};
  draw_shadow(list, min, max, kCornerRadius, theme.dark ? 1.0f : 0.4f);
  list->AddRectFilled(min, max, theme.palette.panel, kCornerRadius + 2);
  list->AddRect(min, max, theme.palette.line, kCornerRadius + 2);
  canvas.note_place("help", min.x, min.y, width, height);
  draw_text(list, theme.fonts.semibold, 15, {min.x + padding, min.y + header / 2},
            theme.palette.text, "Help");
  draw_text(list, theme.fonts.regular, kHeadingSize,
            {min.x + padding + 13 * kUnit, min.y + header / 2 + 1}, theme.palette.dim,
            "Backprop Playground " + std::string(version()));
  const float button = touch_layout() ? 40.0f : 32.0f;
  ImGui::SetCursorScreenPos({max.x - button - 3 * kUnit, min.y + (header - button) / 2});
  bool close = icon_button(canvas, "help.close", Icon::kClose, "Close (Esc)", button);

  ImGui::SetCursorScreenPos({min.x + padding, min.y + header});
  if (ImGui::BeginChild("text", {width - padding, height - header - padding / 2},
                        ImGuiChildFlags_NavFlattened)) {
    const float top = ImGui::GetCursorScreenPos().y;
    Help(theme, width - 2 * padding).draw();
    *needed = ImGui::GetCursorScreenPos().y - top;
    scroll_by_finger();
  }
  ImGui::EndChild();
  const ImVec2 mouse = ImGui::GetMousePos();
  const bool outside = mouse.x < min.x || mouse.x > max.x || mouse.y < min.y || mouse.y > max.y;
  close = close || ImGui::IsKeyPressed(ImGuiKey_Escape, false) ||
          (outside && ImGui::IsMouseClicked(ImGuiMouseButton_Left));
  if (close) view.help_open = false;
  ImGui::End();
  ImGui::PopFont();
  ImGui::PopStyleVar();
}

}  // namespace backprop
