// The open lesson or worked example beside the canvas, and the gallery of both over it.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class LessonPlayer;
class Session;

float lesson_width(
    const LessonPlayer& lessons);  // of the card's column; 0 without one, and on phones

// Draws the card of what is open at the left of `body`, or at its bottom on phones. Returns what
// is left for the panels: the card never covers what it speaks of.
Rect dock_lesson(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect body);
// The ring around what the lesson's step speaks of; after all panels.
void draw_lesson_ring(Canvas& canvas, const Session& session, const LessonPlayer& lessons);
// The gallery, while it is open, over everything below the toolbar.
void draw_lesson_gallery(Canvas& canvas, Session& session, LessonPlayer& player, Rect body);

}  // namespace backprop
