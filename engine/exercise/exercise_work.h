// Somebody at work on an exercise: blank by blank, a few tries at each, and what came of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exercise/exercise.h"
#include "engine/exercise/judge.h"
#include "engine/exercise/result_code.h"

namespace backprop {

class ExerciseWork {
 public:
  // `exercise` outlives it. With one try a wrong number stands, and later ones are judged with it,
  // as on paper. With more, the second wrong one brings a hint, and the last the worked line: the
  // right number is then what goes on.
  explicit ExerciseWork(const Exercise& exercise, int tries = 3);

  // Whose turn it is; null once all are done.
  const HandPlace* blank() const;
  int tries_left() const { return tries_ - tried_; }

  struct Reply {
    std::optional<Judgement> judgement =
        {};  // none where the text was no number, or was passed over
    std::string text = {};  // what to say, in sentences
    std::string hint = {};  // the formula, or at last the worked line; may be empty
    bool done = false;  // the next blank has its turn
  };
  // What is no number costs no try.
  Reply answer(std::string_view text);
  // The blank stays empty; numbers before it go on to what comes after it.
  Reply pass();

  int right() const { return right_; }
  // `seconds` is the time it took, as whoever has a clock measured it.
  ExerciseResult result(int seconds) const;

 private:
  Reply settle(Reply reply);

  const Exercise& exercise_;
  int tries_, tried_ = 0, right_ = 0;
  std::size_t next_ = 0;
  std::uint32_t mistakes_ = 0;
  std::vector<HandAnswer> own_;
};

}  // namespace backprop
