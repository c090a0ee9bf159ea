// Whether the numbers of a step make a good exercise.
#pragma once

#include <span>
#include <string>

#include "engine/exercise/hand_sums.h"

namespace backprop {

// `blanks` are what is asked for, in their order, with every z and δ. `strictness` 1 is what
// make_exercise() promises, less of it asks for less. A glance at them, before there is a step:
// false only where are_kind() is. The workspace is behind its backward phase.
bool may_be_kind(const Network& network, const Workspace& passes, double strictness);
bool are_kind(const HandStep& step, std::span<const HandPlace> blanks, double strictness);
bool are_distinct(const HandStep& step, std::span<const HandPlace> blanks, double strictness);

// The same of a single number, for whoever asks for one: what is wrong with asking for it behind
// `before`, as a sentence; empty where nothing is.
std::string trouble_with(const HandStep& step, const HandPlace& place,
                         std::span<const HandAnswer> before);

}  // namespace backprop
