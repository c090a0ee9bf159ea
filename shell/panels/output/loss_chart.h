// Losses and accuracy: the numbers now, and the run so far.
#pragma once

#include "shell/canvas/rect.h"

namespace backprop {

struct Canvas;
class Session;
class Trainer;

// Three numbers side by side, for both runs where two are compared.
void draw_metrics(Canvas& canvas, const Session& session, ImVec2 position, float width);
float metrics_height(const Session& session);
// What stopped training, when something did. Returns its height, 0 without.
float draw_divergence(Canvas& canvas, const Trainer& trainer, ImVec2 position, float width);
void draw_loss_chart(Canvas& canvas, Session& session, Rect area);

}  // namespace backprop
