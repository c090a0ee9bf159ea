#include "shell/panels/door.h"

#include <string>

#include "engine/experiment/points_csv.h"
#include "shell/canvas/canvas.h"
#include "shell/panels/frame/greeting.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/panels/lessons/lesson_card.h"
#include "shell/panels/overlays/overlays.h"
#include "shell/platform/platform.h"
#include "shell/session/view.h"

namespace backprop::door {

void draw_lesson_ring(Canvas& canvas, const Session& session, const LessonPlayer& lessons) {
  if (platform::later_part_here()) backprop::draw_lesson_ring(canvas, session, lessons);
}

void draw_more_menu(Canvas& canvas, Session& session, LessonPlayer& lessons) {
  if (platform::later_part_here()) backprop::draw_more_menu(canvas, session, lessons);
}

void draw_preferences(Canvas& canvas, View& view) {
  if (platform::later_part_here()) backprop::draw_preferences(canvas, view);
}

void draw_overlays(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect body) {
  if (platform::later_part_here()) backprop::draw_overlays(canvas, session, lessons, body);
}

bool is_painting(const View& view) { return view.painting.on && platform::later_part_here(); }

bool opens(Canvas& canvas, Rect area) {
  switch (platform::later_part()) {
    case platform::LaterPart::kHere:
      return true;
    case platform::LaterPart::kNotYet:
      platform::want_later_part();
      break;
    case platform::LaterPart::kLost:
      empty_note(canvas.theme, area, kNotLoaded);
      break;
  }
  return false;
}

bool comes() {
  if (platform::later_part() == platform::LaterPart::kNotYet) platform::want_later_part();
  return platform::later_part_here();
}

bool is_here() { return platform::later_part_here(); }

bool await(Canvas& canvas) {
  const bool here = platform::await_later_part();
  if (!here) canvas.say(Message::Kind::kError, std::string(kNotLoaded));
  return here;
}

void save_points(Canvas& canvas, const Experiment& experiment) {
  if (!await(canvas)) return;
  platform::save_file("backprop-points.csv", write_points_csv(experiment), "text/csv");
}

}  // namespace backprop::door
