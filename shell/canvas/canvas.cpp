#include "shell/canvas/canvas.h"

#include <algorithm>

#include "shell/platform/platform.h"

namespace backprop {

void MessageWindow::follow(const std::vector<Message>& messages) {
  const std::size_t count = messages.size();
  const std::string newest = messages.empty() ? std::string() : messages.back().text;
  const std::size_t last_page = count > kMost ? count - kMost : 0;
  if (count > count_) {
    first_ = std::min(count_, last_page);
    if (count - count_ < kMost) first_ = last_page;
  } else if (count == count_ && newest != newest_) {
    first_ = 0;  // all of them are others
  } else if (count < count_) {
    first_ = std::min(first_, last_page);
  }
  count_ = count;
  newest_ = newest;
}

void MessageWindow::turn() { first_ = end() < count_ ? end() : 0; }

void Canvas::begin_frame(float scale) {
  places.begin(scale);
  grounds.clear();
}

void Canvas::say_once(Message::Kind kind, std::string text) {
  const bool said =
      std::ranges::any_of(messages, [&](const Message& message) { return message.text == text; });
  if (!said) say(kind, std::move(text));
}

void Canvas::note_place(std::string_view name) {
  const ImVec2 min = ImGui::GetItemRectMin();
  const ImVec2 size = ImGui::GetItemRectSize();
  note_place(name, min.x, min.y, size.x, size.y);
}

void Canvas::note_place(std::string_view name, float x, float y, float width, float height) {
  places.add(name, {x, y, width, height});
}

bool can_type() { return platform::later_part_here(); }

bool begin_typing(Canvas& canvas) {
  const bool can = platform::await_later_part();
  if (!can) canvas.say(Message::Kind::kError, std::string(kNotLoaded));
  return can;
}

}  // namespace backprop
