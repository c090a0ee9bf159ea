// Walking through the controls by keyboard: Tab begins it, Escape or the mouse ends it.
#pragma once

namespace backprop {

// Once a frame, before anything is drawn. `covered`: by something that has its own controls, which
// the keyboard is to reach, as in an open list.
void update_keyboard_walk(bool covered);

// Gives the keyboard, and the ring that shows it, to the next control drawn in this window.
void walk_from_next_control();

}  // namespace backprop
