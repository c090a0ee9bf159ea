// The mark of a neuron that does not learn, and what is said about it.
#pragma once

#include <string>

#include "engine/insight/diagnosis.h"
#include "engine/insight/observation.h"
#include "shell/canvas/theme.h"
#include "shell/panels/network/network_layout.h"
#include "shell/session/view.h"

namespace backprop {

struct Canvas;
class Session;

// A neuron's health, where it has been measured for this very network.
const NeuronHealth* health_of(const Session& session, NeuronId neuron);
// A sentence about it: what a dead or saturated neuron is, or how flat a living one's slope is.
std::string health_text(const NeuronHealth& health);
ImU32 health_color(const Palette& palette, const NeuronHealth& health);

// On the upper right corner of its tile: red for a dead neuron, yellow for a saturated one.
void draw_mark(Canvas& canvas, const Session& session, ImDrawList* list,
               const NetworkColumn& column, NeuronId neuron);

// Name, bias, z, a and δ, and health beside the mouse.
void draw_neuron_tooltip(const Theme& theme, const Session& session, NeuronId neuron);

}  // namespace backprop
