// The one legend of the network picture: what colour and width of an edge mean.
#pragma once

#include <cstddef>

#include "shell/panels/network/network_edges.h"

namespace backprop {

struct Canvas;
class Trainer;

// At the lower right of the picture; `edges` of the network's are drawn.
void draw_network_legend(Canvas& canvas, const Trainer& trainer, const NetworkLayout& layout,
                         EdgeScale scale, std::size_t edges, float side);

}  // namespace backprop
