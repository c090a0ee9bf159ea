// Terms of formulas and their places in the network: what is pointed at here is lit there, and the
// other way round.
#pragma once

#include "engine/insight/explanation.h"

namespace backprop {

struct Lights;
struct View;

// Whether the network's mouse is at what the term stands for.
bool under_mouse(const Lights& lights, const TermTarget& target);
void light(View& view, const TermTarget& target);

bool is_parameter_term(const TermTarget& target);
bool points_into_network(const TermTarget& target);

}  // namespace backprop
