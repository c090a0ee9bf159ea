// A field to type the value of a weight or bias, a slider, and what it does to the loss.
#pragma once

#include <cstddef>

namespace backprop {

struct Canvas;
class Session;
class Trainer;
struct View;

// Opens at the mouse, and is drawn while view().edited_parameter is set. Enter applies and closes,
// Tab applies and goes on to the next parameter, with Shift to the one before; Escape leaves what
// is typed and not applied yet. The slider applies at once; one movement of it is one change. Text
// fields come with the later part: who opens one has waited for it (begin_typing).
void open_parameter_editor(const Trainer& trainer, View& view, std::size_t parameter);
void draw_parameter_editor(Canvas& canvas, Session& session);

}  // namespace backprop
