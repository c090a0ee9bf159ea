// A weight or bias under the mouse: what it is called, its numbers, and a field to type it.
#pragma once

#include <cstddef>

namespace backprop {

struct Canvas;
class Session;
struct Theme;
class Trainer;
struct View;

// Name, value, gradient and last update beside the mouse.
void draw_parameter_tooltip(const Theme& theme, const Trainer& trainer, std::size_t parameter);

// Opens the editor at the mouse; while view().edited_parameter is set it is to be drawn.
inline constexpr const char* kParameterEditor = "parameter editor";
void open_parameter_editor(Canvas& canvas, const Trainer& trainer, View& view,
                           std::size_t parameter);
void draw_parameter_editor(Canvas& canvas, Session& session);

}  // namespace backprop
