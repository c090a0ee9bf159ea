// The door from what a visitor sees at first to what people open: lessons, help, preferences,
// painting, the tabs of shell/panels/analysis. A page loads those when something is first pressed
// (tools/later.txt); until they are there, nothing is drawn through this door, and what has been
// opened has them come.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
struct Experiment;
class LessonPlayer;
class Session;
struct View;

namespace door {

// As the functions of these names in shell/panels/lessons, frame and overlays.
void draw_lesson_ring(Canvas& canvas, const Session& session, const LessonPlayer& lessons);
void draw_more_menu(Canvas& canvas, Session& session, LessonPlayer& lessons);
void draw_preferences(Canvas& canvas, View& view);
void draw_overlays(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect body);

// Whether points are painted: then what shell/panels/painting has may be called.
bool is_painting(const View& view);

// Whether a tab's panel can be drawn. If not, `area` says so once that is certain.
bool opens(Canvas& canvas, Rect area);
// A tab's panel behind the door: nothing until it can be drawn.
template <void (*kDraw)(Canvas&, Session&, Rect)>
void draw(Canvas& canvas, Session& session, Rect area) {
  if (opens(canvas, area)) kDraw(canvas, session, area);
}

// Whether what is behind the door is there; if not, it is on its way.
bool comes();
bool is_here();  // and nothing is set on its way

// Waits for it, for what cannot be put off; false, which has been said, when it cannot be had.
bool await(Canvas& canvas);

// Saves the points as a table, or says why it cannot.
void save_points(Canvas& canvas, const Experiment& experiment);

}  // namespace door

}  // namespace backprop
