// What is around the panels: where they are, the toolbar above them, messages over everything.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class LessonPlayer;
class Session;
struct View;

// Whether the settings are in a drawer, for want of room for a column of their own.
bool settings_in_drawer(const LessonPlayer& lessons);

inline constexpr float kTabBarHeight = 56;  // at the bottom of phones

void draw_layout(Canvas& canvas, Session& session, LessonPlayer& lessons);  // all of it
void draw_embed(Canvas& canvas, Session& session, Rect screen);  // instead, inside another page

void draw_toolbar(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect area);
float toolbar_height();  // one row, or two on phones
void draw_messages(Canvas& canvas, const View& view, const LessonPlayer& lessons);
// The newest, with Escape where that closes nothing else.
void close_message_by_key(Canvas& canvas, const View& view);

}  // namespace backprop
