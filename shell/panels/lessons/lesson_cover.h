// What a question asks for is not on the canvas until it is answered: a calm "?" is there.
#pragma once

#include <string>

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class LessonPlayer;
class Places;
class Session;

// The place of one widget, or around all whose names begin so, where the name ends with a dot.
bool find_rect(const Places& places, const std::string& name, Rect* rect);

// After the panels, within their window: over what it covers, under what opens above.
void draw_lesson_covers(Canvas& canvas, const Session& session, const LessonPlayer& lessons);

}  // namespace backprop
