// Walking through the controls by keyboard: Tab begins it, Escape or the mouse ends it.
#pragma once

namespace backprop {

class App;

// Once a frame, before anything is drawn.
void update_keyboard_walk(App& app);

// Gives the keyboard, and the ring that shows it, to the next control drawn in this window.
void walk_from_next_control();

}  // namespace backprop
