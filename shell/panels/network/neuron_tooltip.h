// What is said of a neuron beside the mouse; the page has it with its later part.
#pragma once

#include "shell/canvas/theme.h"
#include "shell/session/view.h"

namespace backprop {

class Session;

// Name, bias, z, a and δ, and health.
void draw_neuron_tooltip(const Theme& theme, const Session& session, NeuronId neuron);

}  // namespace backprop
