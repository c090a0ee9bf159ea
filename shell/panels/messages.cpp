// Messages over everything, below the toolbar: what could not be done, and what else changed.
#include <algorithm>
#include <cmath>
#include <string>

#include "shell/app.h"
#include "shell/draw/item.h"
#include "shell/draw/widgets.h"
#include "shell/panels/panels.h"

namespace backprop {

namespace {

constexpr float kWidest = 440;
constexpr float kInside = 3 * kUnit;
constexpr float kIcon = 16;
constexpr float kGap = 2.5f * kUnit;
constexpr std::size_t kMostShown = 4;

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

// Draws one message with its top at y. Returns its height; `closed` is set by its button.
float draw_message(App& app, const Message& message, std::size_t index, float y, bool* closed) {
  const Theme& theme = app.theme();
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const float button = touch_layout() ? 40.0f : 28.0f;
  const float chrome = 2 * kInside + kIcon + kGap + button;
  const float room = std::min(kWidest, viewport->Size.x - 4 * kUnit - chrome);
  const Paragraph lines = Paragraph::balanced(theme.fonts.regular, kTextSize, message.text, room);
  const ImVec2 text = lines.size();
  const ImVec2 size = {text.x + chrome, std::max(text.y + 2 * kInside, button + 2 * kUnit)};
  const ImVec2 min = {std::round((viewport->Size.x - size.x) / 2), y};
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
    *closed = icon_button(app, place + ".close", Icon::kClose, "Close", button);
    app.note_place(place, min.x, min.y, size.x, size.y);
  }
  ImGui::End();
  ImGui::PopStyleVar();
  return size.y;
}

}  // namespace

void draw_messages(App& app) {
  std::vector<Message>& messages = app.messages();
  ImGui::PushFont(app.theme().fonts.regular, kTextSize);
  // The newest ones, so that the cause of what just happened is always there.
  const std::size_t first = messages.size() > kMostShown ? messages.size() - kMostShown : 0;
  std::size_t closed = messages.size();
  float y = toolbar_height() + 3 * kUnit;
  for (std::size_t i = first; i < messages.size(); ++i) {
    bool close = false;
    y += draw_message(app, messages[i], i - first, y, &close) + 2 * kUnit;
    if (close) closed = i;
  }
  if (closed < messages.size()) {
    messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(closed));
  }
  ImGui::PopFont();
}

}  // namespace backprop
