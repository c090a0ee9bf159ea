// A question of a lesson that is answered by typing a number: what it asks for, what is said of an
// answer, and what becomes of it after a few tries.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exercise/hand_sums.h"
#include "shell/lessons/lesson.h"

namespace backprop {

// What is asked for: a number of the step that the run is in, or else of the next one; or one that
// arithmetic gives.
struct AskedNumber {
  std::optional<HandStep> step = {};  // none of arithmetic
  HandPlace place = {};
  double value = 0;
};
// "delta:2.1@1" (read_place() has them all), "= 2 * 9". An error says what cannot be asked for.
Result<AskedNumber> asked_number(std::string_view typed, const Trainer& trainer);
// "δ⁽²⁾₁" for the field; empty of arithmetic.
std::string asked_symbol(const AskedNumber& asked);

// Whether a step that asks for a number can be judged: its wrong numbers can be worked out, and
// arithmetic, of which the engine knows no formula, has a hint.
Result<void> check_typed(const LessonStep& step, const AskedNumber& asked);

// The numbers of the learner's own, as long as the run stands in the step they are of: what comes
// later is judged with them.
class OwnNumbers {
 public:
  // Forgets those of another step.
  void follow(const HandStep& step);
  void put(const HandPlace& place, double typed);
  const std::vector<HandAnswer>& answers() const { return answers_; }
  void clear();

 private:
  std::vector<HandAnswer> answers_;
  std::vector<float> parameters_, inputs_, targets_;  // of the step they are of
};

inline constexpr int kTypedTries = 3;

struct TypedTry {
  std::string typed = {};  // as it was typed
  std::string said = {};   // what is said of it
  bool counts = false;
};

// Where somebody stands in such a question.
struct TypedWork {
  std::string field;  // what stands in the field now
  std::string complaint;  // it is no number, which costs no try
  std::vector<TypedTry> tries;
  std::string hint;  // after the second wrong one
  std::string solution;  // after the last one the worked line
  bool done = false;  // answered, or no try is left

  int tries_left() const { return kTypedTries - static_cast<int>(tries.size()); }
  bool right() const { return !tries.empty() && tries.back().counts; }
};

// What the field has is taken for an answer to the step's question, at this moment of the run.
void take_answer(const LessonStep& step, const Trainer& trainer, OwnNumbers& own, TypedWork& work);

// For whoever writes a lesson: what is wrong with asking for it, after `before` was asked for, as a
// sentence; empty where nothing is.
std::string trouble_with_asking(const LessonStep& step, const AskedNumber& asked,
                                const std::vector<HandPlace>& before);

}  // namespace backprop
