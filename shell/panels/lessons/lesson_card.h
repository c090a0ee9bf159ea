// The open lesson beside the canvas, and the gallery of lessons over it.
#pragma once

#include "shell/panels/frame/panels.h"

namespace backprop {

// Draws the card of the open lesson at the left of `body`, or at its bottom on phones. Returns what
// is left for the panels: the card never covers what it speaks of.
Rect dock_lesson(App& app, Rect body);
// The ring around what the lesson's step speaks of; after all panels.
void draw_lesson_ring(App& app);
// The gallery, while it is open, over everything below the toolbar.
void draw_lesson_gallery(App& app, Rect body);

}  // namespace backprop
