// How a number comes about, on a line: a hint in symbols, and the same with the numbers.
#pragma once

#include <string>

#include "engine/exercise/hand_step.h"

namespace backprop {

struct WorkedLine {
  std::string symbols;  // "δ⁽¹⁾₁ = φ′(z⁽¹⁾₁) · w⁽²⁾₁₁ · δ⁽²⁾₁": a hint
  std::string numbers;  // "0.24 · 0.5 · −0.13 = −0.0156"
};

// As explain() has it. `place` is one that the step has.
WorkedLine worked_line(const HandStep& step, const HandPlace& place);

}  // namespace backprop
