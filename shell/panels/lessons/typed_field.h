// A question of a lesson whose answer is typed: its field, what was tried and what is said of it.
#pragma once

#include <imgui.h>

namespace backprop {

struct Canvas;
class LessonPlayer;
class Session;

// From `at` down, `width` wide, of the step that is open; returns where it ends.
float draw_typed_question(Canvas& canvas, Session& session, LessonPlayer& player, ImVec2 at,
                          float width);

}  // namespace backprop
