// What a table calls the inputs and outputs of the network, beside their tiles.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
struct NetworkLayout;
struct Theme;
class Session;
class Trainer;

// What is left of a picture's area when names longer than the usual ones have room beside it.
Rect area_beside_names(const Theme& theme, const Trainer& trainer, Rect area);
// Where they are cut, the whole of them shows on hover.
void draw_table_names(Canvas& canvas, const Session& session, const NetworkLayout& layout);
// Of an input: its name, and from where to where its numbers go.
void draw_table_input_tooltip(Canvas& canvas, const Trainer& trainer, int input);

}  // namespace backprop
