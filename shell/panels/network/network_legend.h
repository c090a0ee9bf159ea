// The one legend of the network picture: what colour and width of an edge mean.
#pragma once

#include <cstddef>

#include "shell/panels/network/network_edges.h"

namespace backprop {

class App;

// At the lower right of the picture; `edges` of the network's are drawn.
void draw_network_legend(App& app, const NetworkLayout& layout, EdgeScale scale, std::size_t edges,
                         float side);

}  // namespace backprop
