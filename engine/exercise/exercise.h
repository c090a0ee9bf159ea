// Exercises: a small network, numbered by a seed and a level, with one step of it to be worked out
// by hand. The same seed and level give the same exercise in every build.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/exercise/exercise_level.h"
#include "engine/exercise/hand_step.h"

namespace backprop {

struct Exercise {
  std::uint32_t seed = 0;
  int level = 1;
  // Opens it at its start: a table of its samples, and weights that can be read.
  std::string link;
  // What is asked for, in the order of the five phases; every number goes into later ones.
  std::vector<HandPlace> blanks;
  HandStep step;

  const ExerciseLevel& what() const { return exercise_level(level); }
};

// An error where there is no such level. Inputs and parameters have one decimal; no number that is
// asked for is tiny or belongs to a saturated neuron, and with everything before a blank right its
// known mistakes give other numbers than the right one and than each other, 3 % apart at least.
Result<Exercise> make_exercise(std::uint32_t seed, int level);

}  // namespace backprop
