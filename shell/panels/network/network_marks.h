// The mark of a neuron that does not learn.
#pragma once

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
ImU32 health_color(const Palette& palette, const NeuronHealth& health);

// On the upper right corner of its tile: red for a dead neuron, yellow for a saturated one.
void draw_mark(Canvas& canvas, const Session& session, ImDrawList* list,
               const NetworkColumn& column, NeuronId neuron);

}  // namespace backprop
