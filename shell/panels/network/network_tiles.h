// The tiles of the network picture: activation maps, rings of mean |δ|, bias dots, numbers.
#pragma once

#include "shell/panels/network/network_layout.h"

namespace backprop {

struct Canvas;
class Session;
struct Theme;

// Strength 0 … 1 of a ring: five decades below 1.
float ring_strength(float mean_delta);

// Where a neuron's number stands, if it has one: right of its bias dot.
Rect neuron_number_place(const Theme& theme, const NetworkColumn& column, int neuron);

void draw_feature_tiles(Canvas& canvas, const Session& session, ImDrawList* list,
                        const NetworkLayout& layout);
void draw_neuron_tiles(Canvas& canvas, const Session& session, ImDrawList* list,
                       const NetworkLayout& layout);

}  // namespace backprop
