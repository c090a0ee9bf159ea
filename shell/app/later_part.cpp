#include "shell/app/later_part.h"

#include <string>

#include "shell/canvas/canvas.h"
#include "shell/lessons/lesson_player.h"
#include "shell/platform/platform.h"
#include "shell/session/view.h"

namespace backprop {

bool see_to_later_part(Canvas& canvas, View& view, LessonPlayer& lessons) {
  if (platform::later_part_here()) return true;
  if (!view.help_open && !view.preferences_asked && !view.more_asked && !view.painting.on &&
      !lessons.asked_for()) {
    return false;
  }
  if (platform::later_part() != platform::LaterPart::kLost) {
    platform::want_later_part();
    return false;
  }
  view.help_open = view.preferences_asked = view.more_asked = view.painting.on = false;
  lessons.close();
  lessons.close_gallery();
  canvas.say(Message::Kind::kError, std::string(kNotLoaded));
  return false;
}

Result<void> await_later_part() {
  if (!platform::await_later_part()) return fail(std::string(kNotLoaded));
  return {};
}

bool can_write_documents() { return platform::later_part_here(); }

bool will_write_documents() {
  const bool on_its_way = platform::later_part() == platform::LaterPart::kNotYet;
  if (on_its_way) platform::want_later_part();
  return on_its_way;
}

}  // namespace backprop
