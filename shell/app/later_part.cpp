#include "shell/app/later_part.h"

#include <string>

#include "shell/canvas/canvas.h"
#include "shell/lessons/lesson_player.h"
#include "shell/platform/platform.h"
#include "shell/session/view.h"

namespace backprop {

void see_to_later_part(Canvas& canvas, View& view, LessonPlayer& lessons) {
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
  canvas.say(Message::Kind::kError, std::string(kLaterPartLost));
}

}  // namespace backprop
