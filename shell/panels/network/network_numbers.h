// Numbers on the edges, where there is room: none covers a tile, a dot or another number.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "shell/panels/network/network_edges.h"

namespace backprop {

class Session;
struct Theme;

// A place for a number of this size on each of the edges, in their order, as long as there is one
// that keeps clear of `taken`; nothing for the others.
std::vector<std::optional<ImVec2>> place_numbers(const NetworkLayout& layout,
                                                 std::span<const Edge> edges, ImVec2 size,
                                                 std::vector<Rect> taken);

// With the view's numbers on: of every edge. While a phase shows gradients or updates: of the
// strongest ones. `edges` are weakest first and hold the values of `mode`.
void draw_edge_numbers(const Theme& theme, const Session& session, ImDrawList* list,
                       const NetworkLayout& layout, std::span<const Edge> edges, EdgeMode mode);

}  // namespace backprop
