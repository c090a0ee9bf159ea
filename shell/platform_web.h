// What only the page has: the running application for its JavaScript to speak to.
#pragma once

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

}  // namespace platform
}  // namespace backprop
