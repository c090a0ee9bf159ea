// How a number comes about, on a line: a hint in symbols, and the same with the numbers.
#pragma once

#include <optional>
#include <string>

#include "engine/exercise/hand_step.h"
#include "engine/insight/explanation.h"

namespace backprop {

struct WorkedLine {
  std::string symbols;  // "δ⁽¹⁾₁ = φ′(z⁽¹⁾₁) · w⁽²⁾₁₁ · δ⁽²⁾₁": a hint
  std::string numbers;  // "0.24 · 0.5 · −0.13 = −0.0156"
};

// As explain() has it. `place` is one that the step has.
WorkedLine worked_line(const HandStep& step, const HandPlace& place);

// The way back from what a microscope shows: the place whose number is an equation's result, of an
// explanation of `target` in this step. Nothing for what is no place, such as φ′ and ∂L/∂a, and for
// means over several samples but those of loss and gradients.
std::optional<HandPlace> told_place(const HandStep& step, const ExplainTarget& target,
                                    const Equation& equation);

}  // namespace backprop
