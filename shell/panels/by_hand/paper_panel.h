// A small network with every number at its place: inputs, weights, biases, z, a, δ, targets, loss,
// and with the gradients and updates of their phases.
#pragma once

#include <span>

#include "shell/canvas/rect.h"
#include "shell/panels/network/network_edges.h"

namespace backprop {

struct Canvas;
class Session;

// In place of the picture with tiles, below the controls of the network; with the sample's row at
// its bottom. `edges` hold the values of the style's mode.
void draw_paper(Canvas& canvas, Session& session, Rect area, std::span<const Edge> edges,
                const EdgeStyle& style);

}  // namespace backprop
