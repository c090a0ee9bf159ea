// On small screens, the menu of what the toolbar has no room for.
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/menu.h"
#include "shell/panels/frame/greeting.h"
#include "shell/panels/frame/toolbar_actions.h"
#include "shell/session/session.h"

namespace backprop {

void draw_more_menu(Canvas& canvas, Session& session, LessonPlayer& lessons) {
  View& view = session.view();
  if (view.more_asked) ImGui::OpenPopup(kMoreMenu);
  view.more_asked = false;
  Item anchor;
  if (const Place* at = canvas.places.find("toolbar.more")) {
    anchor.min = {at->x, at->y};
    anchor.max = {at->x + at->width, at->y + at->height};
  }
  constexpr float kWidth = 260;
  if (!begin_menu(canvas, kMoreMenu, anchor, kWidth)) return;
  // Fingers have no Shift.
  const std::string epoch = step_help(session.trainer(), true);
  if (!view.hides("step") && menu_entry(canvas, "toolbar.epoch", "One epoch", epoch.c_str())) {
    session.post(intent::Epoch{});
  }
  for (const ToolbarAction& action : toolbar_actions()) {
    if (menu_entry(canvas, action.place, action.name, action.help)) action.run(view, lessons);
  }
  end_menu();
}

}  // namespace backprop
