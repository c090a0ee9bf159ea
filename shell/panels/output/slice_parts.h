// What the plane has around it when it is a slice through a table: which inputs are across and up,
// what the others are, and over a single input the curves of the outputs.
#pragma once

#include <string>

#include "shell/canvas/rect.h"
#include "shell/panels/output/plane_map.h"

namespace backprop {

struct Canvas;
class Session;
struct Theme;

// Cut at the end where there is too little room.
std::string fitted_text(ImFont* font, float size, std::string text, float width);

// Height of the rows below the plane; 0 where there is nothing to choose.
float slice_rows_height(const Session& session, float width);
void draw_slice_rows(Canvas& canvas, Session& session, ImVec2 left_top, float width);

// Of the shown neuron, or of every output, in the plane; `other`: in that of the run compared with.
void draw_curves(const Canvas& canvas, const Session& session, const PlaneMap& map, bool other);

// All numbers of a sample, an index into data().points; and what the network says at a place of the
// plane.
void sample_tooltip(const Theme& theme, const Session& session, int index);
void slice_tooltip(const Theme& theme, const Session& session, ImVec2 at);

}  // namespace backprop
