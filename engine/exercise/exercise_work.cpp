#include "engine/exercise/exercise_work.h"

#include <algorithm>

#include "engine/exercise/answer_text.h"
#include "engine/exercise/worked_line.h"

namespace backprop {

ExerciseWork::ExerciseWork(const Exercise& exercise, int tries)
    : exercise_(exercise), tries_(std::max(1, tries)) {}

const HandPlace* ExerciseWork::blank() const {
  return next_ < exercise_.blanks.size() ? &exercise_.blanks[next_] : nullptr;
}

ExerciseWork::Reply ExerciseWork::settle(Reply reply) {
  reply.done = true;
  tried_ = 0;
  ++next_;
  return reply;
}

ExerciseWork::Reply ExerciseWork::pass() {
  if (blank() == nullptr) return {};
  return settle({.text = "Passed over."});
}

ExerciseWork::Reply ExerciseWork::answer(std::string_view text) {
  const HandPlace* place = blank();
  if (place == nullptr) return {};
  const Result<double> typed = read_answer(text);
  if (!typed) return {.text = typed.error().message};
  Reply reply{.judgement = judge(exercise_.step, *place, *typed, own_)};
  const Judgement& judgement = *reply.judgement;
  reply.text = judgement.sentence;
  for (const HandMistake* mistake : judgement.mistakes) mistakes_ |= 1U << mistake_index(*mistake);
  ++tried_;
  if (judgement.counts()) {
    ++right_;
    own_.push_back({*place, *typed});
    return settle(std::move(reply));
  }
  const WorkedLine line = worked_line(exercise_.step, *place);
  if (tried_ < tries_) {
    if (tried_ > 1) reply.hint = line.symbols;
    return reply;
  }
  if (tries_ == 1) own_.push_back({*place, *typed});
  if (tries_ > 1) reply.hint = line.symbols + " = " + line.numbers;
  return settle(std::move(reply));
}

ExerciseResult ExerciseWork::result(int seconds) const {
  return {.seed = exercise_.seed,
          .level = exercise_.level,
          .right = right_,
          .blanks = static_cast<int>(exercise_.blanks.size()),
          .mistakes = mistakes_,
          .seconds = std::clamp(seconds, 0, kMostResultSeconds)};
}

}  // namespace backprop
