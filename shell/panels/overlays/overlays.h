// What is opened over the panels: lessons to choose from, help, a table's columns, preferences.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class LessonPlayer;
class Session;
struct View;

// Whichever of them is open, over everything or over all below the toolbar, which is `body`.
void draw_overlays(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect body);

void draw_help(Canvas& canvas, View& view);
void draw_preferences(Canvas& canvas, View& view);  // in the canvas's own window

}  // namespace backprop
