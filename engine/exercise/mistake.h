// The mistakes that people make in a step worked out by hand, as a table: what each one is called,
// what is said of it, and what it makes of a number.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/base/entry.h"
#include "engine/exercise/hand_sums.h"

namespace backprop {

// What can still be said where numbers do not tell mistakes apart.
enum class MistakeKind { kSign, kFactor, kSlope, kPath, kBatch, kUpdate, kForward };
std::string_view kind_sentence(MistakeKind kind);

struct HandMistake {
  Text name;      // "slope_forgotten"; in result codes by its place in the table
  Text label;     // "φ′ forgotten"
  Text sentence;  // what was done, and what is right
  MistakeKind kind;
  int variants;  // in how many ways it can be made, at most
  // Numbers before the place are of(): own ones, and themselves mistaken where the mistake is made
  // everywhere.
  Given<MakeMistake> make;
};

// In an order that stays: new ones come last. At most kMaxMistakes.
inline constexpr std::size_t kMaxMistakes = 24;
std::span<const HandMistake> mistakes();
std::size_t mistake_index(const HandMistake& mistake);

// Every number that a mistake gives for a place which the step has. Those that are the right number
// to a millionth are no mistakes and left out; `own` are the student's numbers so far.
struct MistakenNumber {
  const HandMistake* mistake;
  double value;
};
std::vector<MistakenNumber> mistaken_numbers(const HandStep& step, const HandPlace& place,
                                             std::span<const HandAnswer> own = {});

}  // namespace backprop
