// Small discs by the hundreds: a picture of one in the font's texture and two triangles each, where
// Dear ImGui's circles have dozens.
#pragma once

#include <imgui.h>

namespace backprop {

void draw_disc(ImDrawList* list, ImVec2 center, float radius, ImU32 color);

}  // namespace backprop
