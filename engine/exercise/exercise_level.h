// The levels of exercises: what is given, and what is asked for.
#pragma once

#include <vector>

#include "engine/base/entry.h"
#include "engine/exercise/hand_step.h"

namespace backprop {

inline constexpr int kExerciseLevels = 5;  // from 1

struct ExerciseLevel {
  Text title;  // "A hidden neuron"
  Text task;   // what is given and what is asked for, in a sentence or two
  Text link;   // the experiment, before its numbers are drawn
  // Whether the gradient and the new value of a parameter are asked for; of z, a, L and δ all are.
  Given<bool (*)(const ParameterPlace& place)> asks;
};
// `level` is 1 … kExerciseLevels.
const ExerciseLevel& exercise_level(int level);

// What is asked for in a step: sample by sample where a phase goes through samples; layers forward,
// in the backward phase from the output back.
std::vector<HandPlace> blanks_of(const HandStep& step, const ExerciseLevel& level);
// How many blanks the exercises of a level have; it must exist.
int blank_count(int level);

}  // namespace backprop
