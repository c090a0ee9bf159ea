// The microscope's tables: what each sample of the batch gives to a gradient, and what an update is
// made of.
#pragma once

#include "shell/app/app.h"
#include "shell/canvas/item.h"

namespace backprop {

float samples_table_height(const Microscope& microscope);
void draw_samples_table(App& app, ImVec2 at, float width);

float update_table_height(const App& app, const UpdateSplit& update, float width);
void draw_update_table(App& app, const UpdateSplit& update, ImVec2 at, float width);

}  // namespace backprop
