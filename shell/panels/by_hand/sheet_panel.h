// "New network by hand": an empty sheet for samples, sizes and weights, opened from the gallery.
#pragma once

#include <string_view>

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class LessonPlayer;
class Session;
struct ParsedLink;
struct View;

// The button that opens it, its right end at x.
void draw_sheet_button(Canvas& canvas, View& view, float right, float y);

// Over everything below the toolbar while it is open; else draws nothing and gives false. Its
// network takes the place of the run that is there, and can be taken back.
bool draw_sheet(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect body);
// Opens it on a table that a link has and that cannot be used for a cell, which is red then.
// Nothing happens where it is none.
void open_sheet_of_link(View& view, LessonPlayer& lessons, std::string_view text,
                        const ParsedLink& link);
// Every frame: the run behind it stands still while it is open, and then goes on as it was.
void pause_behind_sheet(Session& session);
void close_sheet(View& view);  // what is typed stays for the next time
// What is pasted or dropped while it is open: samples. False: it is not open.
bool paste_into_sheet(View& view, std::string_view text);

}  // namespace backprop
