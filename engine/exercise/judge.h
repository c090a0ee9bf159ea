// What is said of a number that somebody typed: right, right but for an earlier number of their
// own, or which of the known mistakes gives it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/exercise/mistake.h"

namespace backprop {

struct Judgement {
  enum class Verdict {
    kRight,    // the engine's number, or the same at three digits
    kCarried,  // right from the student's own earlier numbers, of which one is not right
    kMistake,  // what one of `mistakes` gives
    kUnknown,  // none of the known mistakes
  } verdict = Verdict::kUnknown;
  double typed = 0;
  double right = 0;     // the engine's
  double expected = 0;  // worked out from the student's own numbers
  // Those that give this number, in the table's order: more than one where these numbers do not
  // tell them apart.
  std::vector<const HandMistake*> mistakes = {};
  bool sign_too = false;  // and the sign is wrong besides: y − a in place of δ
  // Own numbers that are not right and that led here, in the order they were asked for.
  std::vector<HandPlace> carried = {};
  std::string sentence = {};  // all of it, for people

  bool counts() const { return verdict == Verdict::kRight || verdict == Verdict::kCarried; }
};

// `place` is one that the step has. `own` are the student's answers to other places, which are then
// taken to be what they went on with; an answer to `place` itself is passed over. Mistakes that lie
// before those answers are not looked for, so numbers that a question gives belong there, too.
Judgement judge(const HandStep& step, const HandPlace& place, double typed,
                std::span<const HandAnswer> own = {});

}  // namespace backprop
