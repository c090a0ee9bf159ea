// Where a lesson can point: names a teacher can write, and where they lead on the canvas.
#pragma once

#include <string>
#include <string_view>

#include "engine/run/trainer.h"

namespace backprop {

struct LessonPlace {
  std::string place;        // the name of the widget on the canvas, or what its name begins with
  std::string_view phone;   // the tab it is on where one panel shows at a time
  bool settings = false;    // among the settings, which may be in a drawer
};

// "network", "chart", "learningRate" or any other property, "neuron:1.2", "weight:2.1.1",
// "bias:1.1"
Result<LessonPlace> find_lesson_place(std::string_view name, const Trainer& trainer);

// "layer:1" of "layer:1 gradient", which a lesson can cover: the edges into a layer. Empty for
// others.
std::string_view layer_of_gradient(std::string_view name);

}  // namespace backprop
