// Messages over everything: what could not be done, and what else changed. Below the toolbar; on
// phones above the tabs, where no controls are, unless a lesson's card is there.
#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/lessons/lesson_player.h"
#include "shell/panels/frame/panels.h"
#include "shell/session/view.h"

namespace backprop {

namespace {

constexpr float kWidest = 440;
constexpr float kInside = 3 * kUnit;
constexpr float kIcon = 16;
constexpr float kGap = 2.5f * kUnit;
constexpr float kPill = 28;
constexpr std::size_t kMostKept = 50;
constexpr std::size_t kLongest = 400;  // bytes: what somebody reads before it is closed
constexpr std::string_view kCut = " …";

ImU32 kind_color(const Palette& palette, Message::Kind kind) {
  switch (kind) {
    case Message::Kind::kNote:
      return palette.positive;
    case Message::Kind::kWarning:
      return palette.warning;
    case Message::Kind::kError:
      return palette.error;
  }
  return palette.text;
}

// A message, broken into lines.
struct Set {
  const Message& message;
  Paragraph lines;
  ImVec2 size;
};

// Whoever wrote it: frames are not for breaking thousands of lines.
void shorten(std::string& text) {
  if (text.size() <= kLongest) return;
  std::size_t end = kLongest - kCut.size();
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;  // between two letters
  text.resize(end);
  text += kCut;
}

float button_size() { return touch_layout() ? 40.0f : 28.0f; }

Set set_message(const Theme& theme, const Message& message) {
  const float button = button_size();
  const float chrome = 2 * kInside + kIcon + kGap + button;
  const float room = std::min(kWidest, ImGui::GetMainViewport()->Size.x - 4 * kUnit - chrome);
  Paragraph lines = Paragraph::balanced(theme.fonts.regular, kTextSize, message.text, room);
  const ImVec2 text = lines.size();
  return {message,
          std::move(lines),
          {text.x + chrome, std::max(text.y + 2 * kInside, button + 2 * kUnit)}};
}

// Draws one with its top at y; `closed` is set by its button.
void draw_message(Canvas& canvas, const Set& set, std::size_t index, float y, bool* closed) {
  const auto& [message, lines, size] = set;
  const Theme& theme = canvas.theme;
  const float button = button_size();
  const ImVec2 text = lines.size();
  const ImVec2 min = {std::round((ImGui::GetMainViewport()->Size.x - size.x) / 2), y};
  const std::string place = "message." + std::to_string(index);

  ImGui::SetNextWindowPos(min);
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  constexpr ImGuiWindowFlags kFlags =
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
      ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoBackground;
  if (ImGui::Begin(place.c_str(), nullptr, kFlags)) {
    const ImVec2 max = {min.x + size.x, min.y + size.y};
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRectFullScreen();
    draw_shadow(list, min, max, kCornerRadius, theme.dark ? 1.0f : 0.25f);
    list->AddRectFilled(min, max, theme.palette.panel, kCornerRadius);
    list->AddRect({min.x + 0.5f, min.y + 0.5f}, {max.x - 0.5f, max.y - 0.5f}, theme.palette.line,
                  kCornerRadius, 0, 1);
    list->PopClipRect();
    const float first_line = std::round((size.y - text.y) / 2);
    draw_icon(list, message.kind == Message::Kind::kNote ? Icon::kHelp : Icon::kWarning,
              {min.x + kInside + kIcon / 2, min.y + first_line + kTextSize / 2}, kIcon,
              kind_color(theme.palette, message.kind));
    lines.draw(list, {min.x + kInside + kIcon + kGap, min.y + first_line}, theme.palette.text);
    ImGui::SetCursorScreenPos({max.x - button - kUnit, std::round((min.y + max.y - button) / 2)});
    *closed = icon_button(canvas, place + ".close", Icon::kClose, "Close", button);
    canvas.note_place(place, min.x, min.y, size.x, size.y);
  }
  ImGui::End();
  ImGui::PopStyleVar();
}

// "2 more": the others of them, under the last one shown. Whether it was clicked.
bool draw_more(Canvas& canvas, float y) {
  const MessageWindow& window = canvas.message_window;
  const std::size_t after = window.count() - window.end();
  const std::string text = after > 0 ? std::to_string(after) + " more"
                                     : "the first of " + std::to_string(window.count());
  const float height = touch_layout() ? 40.0f : kPill;
  const float width =
      text_size(canvas.theme.fonts.regular, kTextSize, text).x + 2 * kInside + kUnit;
  ImGui::SetNextWindowPos({std::round((ImGui::GetMainViewport()->Size.x - width) / 2), y});
  ImGui::SetNextWindowSize({width, height});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  constexpr ImGuiWindowFlags kFlags =
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
      ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoBackground;
  bool clicked = false;
  if (ImGui::Begin("message.more", nullptr, kFlags)) {
    clicked = text_button(canvas, "message.more", text.c_str(), {width, height},
                          "Turn over to the other messages");
  }
  ImGui::End();
  ImGui::PopStyleVar();
  return clicked;
}

}  // namespace

void close_message_by_key(Canvas& canvas, const View& view) {
  const bool something_else = ImGui::GetIO().WantTextInput || ImGui::IsAnyItemActive() ||
                              ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup) ||
                              view.help_open || view.settings_open;
  if (something_else || canvas.messages.empty()) return;
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) canvas.messages.pop_back();
}

void draw_messages(Canvas& canvas, const View& view, const LessonPlayer& lessons) {
  std::vector<Message>& messages = canvas.messages;
  if (messages.size() > kMostKept) messages.erase(messages.begin(), messages.end() - kMostKept);
  for (Message& message : messages) shorten(message.text);
  MessageWindow& window = canvas.message_window;
  window.follow(messages);
  ImGui::PushFont(canvas.theme.fonts.regular, kTextSize);
  const std::size_t first = window.first();
  std::vector<Set> shown;
  float height = 0;
  for (std::size_t i = first; i < window.end(); ++i) {
    shown.push_back(set_message(canvas.theme, messages[i]));
    height += shown.back().size.y + 2 * kUnit;
  }
  const bool more = messages.size() > MessageWindow::kMost;
  if (more) height += (touch_layout() ? 40.0f : kPill) + 2 * kUnit;
  const bool below = touch_layout() && !view.embed && !lessons.has_card();
  float y = below ? ImGui::GetMainViewport()->Size.y - kTabBarHeight - kUnit - height
                  : toolbar_height() + 3 * kUnit;
  std::size_t closed = messages.size();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    bool close = false;
    draw_message(canvas, shown[i], i, y, &close);
    y += shown[i].size.y + 2 * kUnit;
    if (close) closed = first + i;
  }
  if (more && draw_more(canvas, y)) window.turn();
  if (closed < messages.size()) {
    messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(closed));
  }
  ImGui::PopFont();
}

}  // namespace backprop
