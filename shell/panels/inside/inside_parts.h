// What the tabs that look inside the run have in common.
#pragma once

#include <string>
#include <string_view>

#include "engine/network/network.h"
#include "shell/canvas/rect.h"
#include "shell/canvas/theme.h"
#include "shell/session/view.h"

namespace backprop {

// One colour a layer, along the way from the first to the output.
ImU32 layer_color(const Theme& theme, int layer, int layer_count);
// "hidden layer 1" … "output", or "1" … "output" where there is little room.
std::string layer_label(const Network& network, int layer, bool brief = false);
// Lights a layer's neurons in the network picture.
void light_layer(View& view, const Network& network, int layer);

// A heading over a part of a panel; returns where the part begins below it.
float part_heading(const Theme& theme, ImVec2 at, std::string_view text, std::string_view dim = {});
// A calm sentence in the middle of an area that has nothing to show yet.
void empty_note(const Theme& theme, Rect area, std::string_view text);
// How far some work has come, as a thin line.
void progress_line(const Theme& theme, ImVec2 at, float width, double share);
// A finger drags the current region up and down, also where it touches what does not move itself;
// sideways belongs to sliders and the like.
void scroll_by_finger();
// A dim paragraph; returns its height.
float note(const Theme& theme, ImVec2 at, float width, std::string_view text);

}  // namespace backprop
