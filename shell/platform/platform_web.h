// What only the page has: the running application for its JavaScript to speak to.
#pragma once

#include "shell/platform/platform.h"

namespace backprop {

class App;

namespace platform {

// Whether run() got a window on the canvas.
bool running();
// The application given to run(); valid from then on.
App& running_app();
// Something changed from outside: frames are drawn for the next moment.
void wake();
// Draws a frame at once, for whoever takes a picture of the canvas right after. False: it cannot
// be.
bool draw_now();

// Tells where the later part of the program is.
void set_later_part(LaterPart part);

}  // namespace platform
}  // namespace backprop
