// A weight or bias under the mouse: what it is called, and its numbers.
#pragma once

#include <cstddef>

namespace backprop {

struct Theme;
class Trainer;

// Name, value, gradient and last update beside the mouse.
void draw_parameter_tooltip(const Theme& theme, const Trainer& trainer, std::size_t parameter);

}  // namespace backprop
