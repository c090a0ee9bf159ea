// Terms of formulas and their places in the network: what is pointed at here is lit there, and the
// other way round.
#pragma once

#include "engine/insight/explanation.h"
#include "engine/run/trainer.h"

namespace backprop {

struct Lights;
struct Theme;
struct View;

// Whether the network's mouse is at what the term stands for.
bool under_mouse(const Lights& lights, const TermTarget& target);
void light(View& view, const TermTarget& target);
// Its name, its value in full, and where it is.
void term_tooltip(const Theme& theme, const Trainer& trainer, const Factor& factor);

}  // namespace backprop
