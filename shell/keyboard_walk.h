// Walking through the controls by keyboard: Tab begins it, Escape or the mouse ends it.
#pragma once

namespace backprop {

class App;

// Once a frame, before anything is drawn.
void update_keyboard_walk(App& app);

}  // namespace backprop
