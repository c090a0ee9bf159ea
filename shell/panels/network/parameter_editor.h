// A weight or bias under the mouse: what it is called, its numbers, and a field to type it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "engine/run/trainer.h"

namespace backprop {

class App;

// Where a parameter sits in a network; `from` is nothing for a bias.
struct ParameterPlace {
  int layer, to;
  std::optional<int> from;
};
ParameterPlace parameter_place(const Network& network, std::size_t parameter);

// "x₁", "hidden 1, neuron 2", "output", "output 3": for layer −1, hidden layers and the output.
std::string neuron_name(const Trainer& trainer, int layer, int neuron);
// "w from hidden 1, neuron 2 to output", "bias of hidden 1, neuron 2".
std::string parameter_name(const Trainer& trainer, std::size_t parameter);

// Name, value, gradient and last update beside the mouse.
void draw_parameter_tooltip(App& app, std::size_t parameter);

// Opens the editor at the mouse, and draws it while view().edited_parameter is set.
void open_parameter_editor(App& app, std::size_t parameter);
void draw_parameter_editor(App& app);

}  // namespace backprop
