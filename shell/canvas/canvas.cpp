#include "shell/canvas/canvas.h"

#include "shell/platform/platform.h"

namespace backprop {

void Canvas::begin_frame(float scale) {
  places.begin(scale);
  grounds.clear();
}

void Canvas::note_place(std::string_view name) {
  const ImVec2 min = ImGui::GetItemRectMin();
  const ImVec2 size = ImGui::GetItemRectSize();
  note_place(name, min.x, min.y, size.x, size.y);
}

void Canvas::note_place(std::string_view name, float x, float y, float width, float height) {
  places.add(name, {x, y, width, height});
}

bool ask_for_later_part(Canvas& canvas) {
  const bool here = platform::await_later_part();
  if (!here) canvas.say(Message::Kind::kError, std::string(kLaterPartLost));
  return here;
}

}  // namespace backprop
