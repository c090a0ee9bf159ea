#include "engine/exercise/judge.h"

#include <algorithm>

#include "engine/exercise/answer_text.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

using Verdict = Judgement::Verdict;

// Whether a sign can be wrong beside another mistake: of an update that is a mistake of its own.
bool can_turn(const HandPlace& place) { return place.kind != HandPlace::Kind::kNew; }

std::vector<const HandMistake*> made_by(const std::vector<MistakenNumber>& numbers, double typed) {
  std::vector<const HandMistake*> found;
  for (const auto& [mistake, value] : numbers) {
    const bool known = std::ranges::find(found, mistake) != found.end();
    if (!known && is_near(typed, value)) found.push_back(mistake);
  }
  return found;
}

// The own numbers that `place` is worked out from and that are not right.
std::vector<HandPlace> wrong_on_the_way(const HandStep& step, const HandPlace& place,
                                        std::span<const HandAnswer> own) {
  const HandSums sums(step, own);
  sums.worked(place);
  std::vector<HandPlace> wrong;
  for (const HandAnswer& answer : own) {
    const bool read = std::ranges::find(sums.own_read(), answer.place) != sums.own_read().end();
    if (read && !is_near(answer.typed, step.right(answer.place))) wrong.push_back(answer.place);
  }
  return wrong;
}

std::string own_numbers(const HandStep& step, const std::vector<HandPlace>& places) {
  std::string text;
  for (const HandPlace& place : places) {
    if (!text.empty()) text += &place == &places.back() ? " and " : ", ";
    text += place_symbol(place, step.samples());
  }
  return text;
}

std::string mistake_sentence(const std::vector<const HandMistake*>& found) {
  if (found.size() == 1) return std::string(found.front()->sentence);
  const bool one_kind = std::ranges::all_of(
      found, [&](const HandMistake* mistake) { return mistake->kind == found.front()->kind; });
  std::string text =
      one_kind ? std::string(kind_sentence(found.front()->kind)) + " It is " : "It is ";
  for (const HandMistake* mistake : found) {
    if (mistake != found.front()) text += mistake == found.back() ? " or " : ", ";
    text += mistake->label;
  }
  return text + ": these numbers do not tell which.";
}

std::string sentence_of(const HandStep& step, const Judgement& judgement) {
  const std::string own = own_numbers(step, judgement.carried);
  switch (judgement.verdict) {
    case Verdict::kRight:
      return "Right.";
    case Verdict::kCarried:
      return "Right, from your own " + own + ". From the right numbers it is " +
             significant(judgement.right) + ".";
    case Verdict::kMistake: {
      std::string text = mistake_sentence(judgement.mistakes);
      if (judgement.sign_too) text += " The sign is the other one, too.";
      if (!own.empty()) text += " It was judged with your own " + own + ".";
      return text;
    }
    default:
      return "Not right, and none of the known mistakes gives this number.";
  }
}

}  // namespace

Judgement judge(const HandStep& step, const HandPlace& place, double typed,
                std::span<const HandAnswer> own) {
  Judgement result{.typed = typed, .right = step.right(place)};
  result.carried = wrong_on_the_way(step, place, own);
  // Also where no own number is wrong: what was cut off them adds up.
  result.expected = HandSums(step, own).worked(place);
  const bool carries = !result.carried.empty();

  if (is_near(typed, result.right)) {
    result.verdict = Verdict::kRight;
  } else if (is_near(typed, result.expected)) {
    result.verdict = carries ? Verdict::kCarried : Verdict::kRight;
  } else {
    result.mistakes = made_by(mistaken_numbers(step, place, own), typed);
    if (result.mistakes.empty() && carries) {
      // Whoever was wrong before may have seen it, and worked on with the right numbers.
      result.mistakes = made_by(mistaken_numbers(step, place), typed);
      if (!result.mistakes.empty()) result.carried.clear();
    }
    if (result.mistakes.empty() && can_turn(place)) {
      result.mistakes = made_by(mistaken_numbers(step, place, own), -typed);
      result.sign_too = !result.mistakes.empty();
    }
    if (!result.mistakes.empty()) result.verdict = Verdict::kMistake;
  }
  if (result.verdict == Verdict::kRight || result.verdict == Verdict::kUnknown) {
    result.carried.clear();
  }
  result.sentence = sentence_of(step, result);
  return result;
}

}  // namespace backprop
