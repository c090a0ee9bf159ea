// What lies over the panels: help, preferences, the toolbar's menu on small screens, and the line
// that greets a visitor.
#pragma once

namespace backprop {

struct Canvas;
class LessonPlayer;
struct View;

void draw_help(Canvas& canvas, View& view);
void draw_preferences(Canvas& canvas, View& view);
void draw_more_menu(Canvas& canvas, View& view, LessonPlayer& lessons);
void draw_invitation(Canvas& canvas, View& view);

}  // namespace backprop
