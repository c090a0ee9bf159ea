#include "shell/lessons/typed_question.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/text.h"
#include "engine/exercise/answer_text.h"
#include "engine/exercise/exercise_numbers.h"
#include "engine/exercise/judge.h"
#include "engine/exercise/place_reader.h"
#include "engine/exercise/worked_line.h"
#include "shell/lessons/arithmetic.h"

namespace backprop {

namespace {

constexpr double kWrongApart = 0.03;  // a wrong number that a lesson names, from the right one

std::string_view arithmetic_of(std::string_view text) {
  return text.starts_with('=') ? trimmed(text.substr(1)) : text;
}

// "2 * 9" as it is written by hand: "2 · 9".
std::string written(std::string_view arithmetic) {
  std::string text;
  for (const char c : arithmetic) {
    text += c == '*' ? "·" : c == '-' ? "−" : std::string(1, c);
  }
  return text;
}

// What the lesson itself says of a wrong number; nothing of one that it does not name.
const LessonChoice* named_wrong(const LessonStep& step, double typed) {
  const auto found = std::ranges::find_if(step.choices, [&](const LessonChoice& choice) {
    const Result<double> value = work_out(arithmetic_of(choice.text));
    return value && is_near(typed, *value);
  });
  return found == step.choices.end() ? nullptr : &*found;
}

TypedTry judged_by_arithmetic(const AskedNumber& asked, double typed) {
  if (is_near(typed, asked.value)) return {.said = "Right.", .counts = true};
  if (is_near(-typed, asked.value))
    return {.said = "The size is right, the sign is the other one."};
  return {.said = "Not right."};
}

// Those that come before the number that is asked for: what the question itself tells, else what
// the learner had.
std::vector<HandAnswer> numbers_before(const LessonStep& step, const HandStep& hand,
                                       std::vector<HandAnswer> own) {
  for (const std::string& text : step.given) {
    const Result<HandPlace> place = read_place(text, hand);
    if (!place) continue;
    std::erase_if(own, [&](const HandAnswer& answer) { return answer.place == *place; });
    own.push_back({*place, hand.right(*place)});
  }
  return own;
}

TypedTry judged_by_engine(const LessonStep& step, const AskedNumber& asked, double typed,
                          const OwnNumbers& own) {
  const Judgement judgement =
      judge(*asked.step, asked.place, typed, numbers_before(step, *asked.step, own.answers()));
  return {.said = judgement.sentence, .counts = judgement.counts()};
}

std::string hint_for(const LessonStep& step, const AskedNumber& asked) {
  if (!step.hint.empty()) return step.hint;
  return asked.step ? worked_line(*asked.step, asked.place).symbols : std::string();
}

std::string solution_of(const LessonStep& step, const AskedNumber& asked) {
  if (asked.step) {
    const WorkedLine line = worked_line(*asked.step, asked.place);
    return line.symbols + " = " + line.numbers;
  }
  return written(arithmetic_of(step.typed)) + " = " + answer_text(asked.value);
}

}  // namespace

Result<AskedNumber> asked_number(std::string_view typed, const Trainer& trainer) {
  if (typed.starts_with('=')) {
    const Result<double> value = work_out(arithmetic_of(typed));
    if (!value) return std::unexpected(value.error());
    return AskedNumber{.value = *value};
  }
  Result<HandStep> step = HandStep::of(trainer);
  if (!step) return std::unexpected(step.error());
  const Result<HandPlace> place = read_place(typed, *step);
  if (!place) return std::unexpected(place.error());
  const double value = step->right(*place);
  return AskedNumber{.step = std::move(*step), .place = *place, .value = value};
}

std::string asked_symbol(const AskedNumber& asked) {
  return asked.step ? place_symbol(asked.place, asked.step->samples()) : std::string();
}

Result<void> check_typed(const LessonStep& step, const AskedNumber& asked) {
  if (!asked.step && step.hint.empty()) {
    return fail("a question whose number arithmetic gives needs a hint:");
  }
  for (const LessonChoice& choice : step.choices) {
    if (choice.right) return fail("type: says what is right, so no choice begins with +");
    const Result<double> value = work_out(arithmetic_of(choice.text));
    if (!value) return fail(quoted(choice.text) + " is no wrong number: " + value.error().message);
  }
  return {};
}

void OwnNumbers::follow(const HandStep& step) {
  const std::span<const float> parameters = step.network().parameters();
  const Workspace& batch = step.batch();
  if (std::ranges::equal(parameters, parameters_) && batch.inputs == inputs_ &&
      batch.targets == targets_) {
    return;
  }
  clear();
  parameters_.assign(parameters.begin(), parameters.end());
  inputs_ = batch.inputs;
  targets_ = batch.targets;
}

void OwnNumbers::put(const HandPlace& place, double typed) {
  std::erase_if(answers_, [&](const HandAnswer& answer) { return answer.place == place; });
  answers_.push_back({place, typed});
}

void OwnNumbers::clear() {
  answers_.clear();
  parameters_.clear();
  inputs_.clear();
  targets_.clear();
}

void take_answer(const LessonStep& step, const Trainer& trainer, OwnNumbers& own, TypedWork& work) {
  if (work.done) return;
  work.complaint.clear();
  const Result<double> typed = read_answer(work.field);
  if (!typed) {
    work.complaint = typed.error().message;
    return;
  }
  const Result<AskedNumber> asked = asked_number(step.typed, trainer);
  if (!asked) {
    work.complaint = "The network is another one now: " + asked.error().message;
    return;
  }
  if (asked->step) own.follow(*asked->step);
  TypedTry taken = asked->step ? judged_by_engine(step, *asked, *typed, own)
                               : judged_by_arithmetic(*asked, *typed);
  const LessonChoice* named = taken.counts ? nullptr : named_wrong(step, *typed);
  if (named != nullptr && !named->feedback.empty()) taken.said = named->feedback;
  taken.typed = std::exchange(work.field, {});
  // Also one that is wrong: who goes on with it is judged with it.
  if (asked->step) own.put(asked->place, *typed);
  work.tries.push_back(std::move(taken));
  work.done = work.right() || work.tries_left() == 0;
  if (work.done && !work.right()) {
    work.solution = solution_of(step, *asked);
    work.hint.clear();
  } else if (!work.done && work.tries.size() > 1) {
    work.hint = hint_for(step, *asked);
  }
}

std::string trouble_with_asking(const LessonStep& step, const AskedNumber& asked,
                                const std::vector<HandPlace>& before) {
  for (const LessonChoice& choice : step.choices) {
    const double wrong = work_out(arithmetic_of(choice.text)).value_or(asked.value);
    const double size = std::max(std::fabs(wrong), std::fabs(asked.value));
    if (std::fabs(wrong - asked.value) <= kWrongApart * size) {
      return "the wrong number " + quoted(choice.text) + " is almost the right one";
    }
  }
  if (!asked.step) return {};
  std::vector<HandAnswer> answers;
  for (const HandPlace& place : before) {
    if (asked.step->has(place)) answers.push_back({place, asked.step->right(place)});
  }
  return trouble_with(*asked.step, asked.place,
                      numbers_before(step, *asked.step, std::move(answers)));
}

}  // namespace backprop
