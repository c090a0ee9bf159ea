#include "shell/app/later_part.h"

#include <string>

#include "shell/app/app.h"
#include "shell/platform/platform.h"

namespace backprop {

void see_to_later_part(App& app) {
  View& view = app.view();
  LessonPlayer& lessons = app.lessons();
  if (!view.help_open && !view.preferences_asked && !view.painting.on && !lessons.asked_for()) {
    return;
  }
  if (platform::later_part() != platform::LaterPart::kLost) {
    platform::want_later_part();
    return;
  }
  view.help_open = view.preferences_asked = view.painting.on = false;
  lessons.close();
  lessons.close_gallery();
  app.canvas().say(Message::Kind::kError, std::string(kLaterPartLost));
}

}  // namespace backprop
