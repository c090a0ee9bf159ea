// What lies over the panels: help, preferences, the toolbar's menu on small screens, and the line
// that greets a visitor.
#pragma once

namespace backprop {

struct Canvas;
class LessonPlayer;
class Session;
struct View;

void draw_help(Canvas& canvas, View& view);
void draw_preferences(Canvas& canvas, View& view);
void draw_more_menu(Canvas& canvas, Session& session, LessonPlayer& lessons);
void draw_invitation(Canvas& canvas, View& view);

}  // namespace backprop
