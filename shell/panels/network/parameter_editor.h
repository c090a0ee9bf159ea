// A weight or bias under the mouse: what it is called, its numbers, and a field to type it.
#pragma once

#include <cstddef>

namespace backprop {

class App;

// Name, value, gradient and last update beside the mouse.
void draw_parameter_tooltip(App& app, std::size_t parameter);

// Opens the editor at the mouse, and draws it while view().edited_parameter is set.
void open_parameter_editor(App& app, std::size_t parameter);
void draw_parameter_editor(App& app);

}  // namespace backprop
