#include "shell/panels/inside/inside_divider.h"

#include <algorithm>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/session/view.h"

namespace backprop {

void draw_inside_divider(Canvas& canvas, View& view, Rect column, Rect strip) {
  ImGui::SetCursorScreenPos(strip.min);
  const Item item =
      add_item(canvas, "inside.divider", {strip.width(), strip.height()}, true, 2, false);
  tooltip(canvas,
          "Drag for more room above or below; a double click brings the usual back. M gives "
          "all of it to what looks inside.");
  if (item.hovered || item.held) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
    const float middle = (strip.min.x + strip.max.x) / 2, y = (strip.min.y + strip.max.y) / 2;
    ImGui::GetWindowDrawList()->AddRectFilled({middle - 20, y - 1.5f}, {middle + 20, y + 1.5f},
                                              canvas.theme.palette.faint, 1.5f);
  }
  if (item.held && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2)) {
    constexpr float kLeast = 120;
    view.inside_maximised = false;
    view.inside_height = std::clamp(column.max.y - ImGui::GetMousePos().y, kLeast, column.height());
  }
  if (item.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    view.inside_maximised = false;
    view.inside_height = 0;
  }
}

}  // namespace backprop
