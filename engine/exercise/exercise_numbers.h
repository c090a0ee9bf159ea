// Whether the numbers of a step make a good exercise.
#pragma once

#include <span>

#include "engine/exercise/hand_step.h"

namespace backprop {

// `blanks` are what is asked for, in their order. `strictness` 1 is what make_exercise() promises,
// less of it asks for less.
bool are_kind(const HandStep& step, std::span<const HandPlace> blanks, double strictness);
bool are_distinct(const HandStep& step, std::span<const HandPlace> blanks, double strictness);

}  // namespace backprop
