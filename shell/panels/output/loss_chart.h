// Losses and accuracy: the numbers now, and the run so far.
#pragma once

#include "shell/panels/frame/panels.h"

namespace backprop {

class App;

// Three numbers side by side, for both runs where two are compared.
void draw_metrics(App& app, ImVec2 position, float width);
float metrics_height(const App& app);
// What stopped training, when something did. Returns its height, 0 without.
float draw_divergence(App& app, ImVec2 position, float width);
void draw_loss_chart(App& app, Rect area);

}  // namespace backprop
