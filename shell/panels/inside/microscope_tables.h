// The microscope's tables: what each sample of the batch gives to a gradient, and what an update is
// made of.
#pragma once

#include <imgui.h>

#include "engine/insight/explanation.h"
#include "shell/session/microscope.h"

namespace backprop {

struct Canvas;
class Session;
struct Theme;

float samples_table_height(const Microscope& microscope);
void draw_samples_table(Canvas& canvas, Session& session, ImVec2 at, float width);

float update_table_height(const Theme& theme, const UpdateSplit& update, float width);
void draw_update_table(Canvas& canvas, const UpdateSplit& update, ImVec2 at, float width);

}  // namespace backprop
