// What lies over the panels from the first picture on: the toolbar's menu on small screens, and the
// line that greets a visitor.
#pragma once

namespace backprop {

struct Canvas;
class LessonPlayer;
class Session;
struct View;

inline constexpr const char* kMoreMenu = "more";
void draw_more_menu(Canvas& canvas, Session& session, LessonPlayer& lessons);
void draw_invitation(Canvas& canvas, View& view);

}  // namespace backprop
