// Waiting for the later part of the page's program (see platform.h), and when it cannot be had.
#pragma once

namespace backprop {

struct Canvas;
class LessonPlayer;
struct View;

// Once a frame while it is not there: what has been opened and waits for it has it come, or is
// given up with a message when it is lost.
void see_to_later_part(Canvas& canvas, View& view, LessonPlayer& lessons);

}  // namespace backprop
