// What the application does while a page has loaded only the first part of its program
// (tools/later.txt).
#pragma once

#include "engine/base/error.h"

namespace backprop {

struct Canvas;
class LessonPlayer;
struct View;

// Once a frame: whether all of the program is there. While it is not, what has been opened and
// waits has it come, or is given up with a message when it cannot be had.
bool see_to_later_part(Canvas& canvas, View& view, LessonPlayer& lessons);

// Waits for it, for what cannot be put off; the error says that it cannot be had.
Result<void> await_later_part();

// Whether documents can be written: not before it is there.
bool can_write_documents();
// Whether they can be soon: then it is on its way.
bool will_write_documents();

}  // namespace backprop
