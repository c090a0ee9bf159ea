// The engine's equations as formulas to set.
#pragma once

#include <vector>

#include "engine/insight/explain.h"
#include "shell/canvas/formula.h"

namespace backprop {

// Its terms count through `factors`, which end with the result. `covered`: a question mark stands
// for the result, and the row just before it is left out.
FormulaSource formula_of(const Equation& equation, bool covered, std::vector<Factor>& factors);

}  // namespace backprop
