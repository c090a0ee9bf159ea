// Exercises: their numbers, that they are the same everywhere, and the codes of what came of them.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cctype>
#include <cmath>
#include <optional>
#include <set>
#include <string>

#include "engine/exercise/answer_text.h"
#include "engine/exercise/exercise.h"
#include "engine/exercise/exercise_work.h"
#include "engine/exercise/worked_line.h"
#include "tests/engine/exercises.h"

namespace backprop {
namespace {

using Kind = HandPlace::Kind;

Exercise exercise_of(std::uint32_t seed, int level) {
  INFO("seed " << seed << ", level " << level);
  Result<Exercise> exercise = make_exercise(seed, level);
  REQUIRE(exercise);
  return std::move(*exercise);
}

template <class Check>
void each_exercise(std::uint32_t seeds, Check check) {
  for (int level = 1; level <= kExerciseLevels; ++level) {
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
      INFO("seed " << seed << ", level " << level);
      check(exercise_of(seed, level));
    }
  }
}

std::string as_text(const Exercise& exercise) {
  std::string text = exercise.link;
  for (const HandPlace& blank : exercise.blanks) {
    text += '\n' + place_text(blank, exercise.step.samples()) + ' ' +
            answer_text(exercise.step.right(blank));
  }
  return text;
}

// What explain() says of a place, in the digits in which solutions are printed.
std::string explained(const HandStep& step, const HandPlace& place) {
  const ExplainTarget target = target_of(place, step.network());
  const Result<Explanation> explanation = explain(step.trainer(), target);
  REQUIRE(explanation);
  if (place.kind == Kind::kNew) {
    REQUIRE(explanation->update);
    return answer_text(static_cast<double>(explanation->update->after));
  }
  const auto told = [&](const Equation& equation) {
    switch (place.kind) {
      case Kind::kSum:
        return equation.result.target.kind == TermTarget::Kind::kPreActivation;
      case Kind::kActivation:
        return equation.result.target.kind == TermTarget::Kind::kActivation;
      case Kind::kLoss:
        return equation.result.target.kind == TermTarget::Kind::kLoss;
      case Kind::kDelta:
        return equation.result.target.kind == TermTarget::Kind::kDelta;
      default:
        return equation.result.symbol == place_symbol(place, 1);
    }
  };
  const auto found = std::ranges::find_if(explanation->equations, told);
  if (place.kind == Kind::kLoss && place.sample < 0) return answer_text(step.right(place));
  REQUIRE(found != explanation->equations.end());
  return answer_text(static_cast<double>(found->result.value));
}

const std::string kSeventh =
    R"(v=1&table=x1,x2;y;1.5,-0.5,1&layers=&outputActivation=sigmoid&learningRate=2&batchSize=1&order=listed&weights=-0.9,-0.9,-0.2
z:1.1 −1.1
a:1.1 0.2497
loss 0.2814
delta:1.1 −0.1406
gradient weight:1.1.1 −0.2109
gradient weight:1.1.2 0.07029
gradient bias:1.1 −0.1406
new weight:1.1.1 −0.4783
new weight:1.1.2 −1.041
new bias:1.1 0.08115)";
const std::string kWithSoftmax =
    R"(v=1&table=x1,x2;kind~A~B;0.5,1,1&layers=2&loss=cross_entropy&learningRate=0.5&batchSize=1&order=listed&weights=0.6,0.9,0.2;-0.2,1.6,0.1|-1,1.2,1.6;0.5,0.9,0.4
z:1.1 1.4
a:1.1 0.8854
z:1.2 1.6
a:1.2 0.9217
z:2.1 1.821
z:2.2 1.672
a:2.1 0.5371
a:2.2 0.4629
loss 0.7701
delta:2.1 0.5371
delta:2.2 −0.5371
delta:1.1 −0.1741
delta:1.2 0.02425
gradient weight:1.1.1 −0.08706
gradient weight:1.1.2 −0.1741
gradient bias:1.1 −0.1741
gradient weight:2.1.1 0.4755
gradient weight:2.1.2 0.4950
gradient bias:2.1 0.5371
new weight:1.1.1 0.6435
new weight:1.1.2 0.9871
new bias:1.1 0.2871
new weight:2.1.1 −1.238
new weight:2.1.2 0.9525
new bias:2.1 1.331)";

TEST_CASE("the same seed and level give the same exercise in every build", "[exercise]") {
  CHECK(as_text(exercise_of(7, 1)) == kSeventh);
  CHECK(as_text(exercise_of(2026, 5)) == kWithSoftmax);
  std::set<std::string> links, targets;
  each_exercise(12, [&](const Exercise& exercise) {
    links.insert(exercise.link);
    const bool high = exercise.step.batch().targets[0] > 0;
    targets.insert(std::to_string(exercise.level) + (high ? '+' : '-'));
  });
  CHECK(links.size() == 12u * kExerciseLevels);
  CHECK(targets.size() >= 2u * kExerciseLevels - 1);  // both, but where chance has it otherwise
  CHECK_FALSE(make_exercise(1, 0));
  CHECK_FALSE(make_exercise(1, kExerciseLevels + 1));
  CHECK(make_exercise(0xffffffff, 1));
}

TEST_CASE("an exercise's link opens it, with weights that can be read", "[exercise]") {
  each_exercise(6, [](const Exercise& exercise) {
    INFO(exercise.link);
    CHECK(exercise.link.find("&weights=") != exercise.link.npos);
    CHECK(exercise.link.find(',', exercise.link.find("&weights=")) != exercise.link.npos);
    const HandStep opened = testing::step_of(exercise.link);
    CHECK(static_cast<int>(exercise.blanks.size()) == blank_count(exercise.level));
    for (const HandPlace& blank : exercise.blanks) {
      REQUIRE(opened.has(blank));
      CHECK(opened.right(blank) == exercise.step.right(blank));
    }
    for (const float parameter : opened.network().parameters()) {
      CHECK(parameter == std::round(parameter * 10) / 10);
      CHECK(std::fabs(parameter) < 2);
    }
  });
}

TEST_CASE("blanks come in the order of the phases, and their solutions are what explain says",
          "[exercise]") {
  each_exercise(6, [](const Exercise& exercise) {
    int phase = 0;
    for (const HandPlace& blank : exercise.blanks) {
      INFO(place_text(blank, exercise.step.samples()));
      CHECK(static_cast<int>(phase_of(blank)) >= phase);
      phase = static_cast<int>(phase_of(blank));
      const std::string solution = answer_text(exercise.step.right(blank));
      CHECK(solution == explained(exercise.step, blank));
      const WorkedLine line = worked_line(exercise.step, blank);
      CHECK(line.numbers.ends_with(solution));
      CHECK(line.symbols.starts_with(place_symbol(blank, exercise.step.samples()) + " = "));
    }
    CHECK(phase == static_cast<int>(Phase::kUpdate));
  });
}

TEST_CASE("what a microscope shows leads to the place whose number it is", "[exercise]") {
  each_exercise(2, [](const Exercise& exercise) {
    const HandStep& step = exercise.step;
    for (const HandPlace& blank : exercise.blanks) {
      if (blank.kind == Kind::kNew) continue;
      INFO(place_text(blank, step.samples()));
      const ExplainTarget target = target_of(blank, step.network());
      const Result<Explanation> explanation = explain(step.trainer(), target);
      REQUIRE(explanation);
      int found = 0;
      for (const Equation& equation : explanation->equations) {
        const std::optional<HandPlace> place = told_place(step, target, equation);
        if (!place) continue;
        INFO(equation.result.symbol);
        const double right = step.right(*place);
        CHECK(std::fabs(right - static_cast<double>(equation.result.value)) <=
              2e-6 * std::fabs(right));
        found += *place == blank ? 1 : 0;
      }
      CHECK(found >= 1);
    }
  });
}

TEST_CASE("an exercise's numbers are kind and every mistake in it is told from the others",
          "[exercise]") {
  std::set<std::string_view> made;
  each_exercise(6, [&](const Exercise& exercise) {
    const HandStep& step = exercise.step;
    std::vector<HandAnswer> before;
    for (const HandPlace& blank : exercise.blanks) {
      const double right = step.right(blank);
      INFO(exercise.link << " " << place_text(blank, step.samples()) << " = " << right);
      CHECK(std::fabs(right) >= 0.02);
      CHECK(std::fabs(right) <= 20);
      for (const auto& [mistake, value] : mistaken_numbers(step, blank, before)) {
        INFO(mistake->name << ": " << value);
        const Judgement judgement = judge(step, blank, value, before);
        CHECK(judgement.mistakes == std::vector{mistake});
        CHECK(judgement.sentence == mistake->sentence);
        made.insert(mistake->name);
      }
      before.push_back({blank, right});
    }
  });
  CHECK(made.size() == mistakes().size());
}

TEST_CASE("work on an exercise: tries, a hint, the worked line, and what came of it",
          "[exercise]") {
  const Exercise exercise = exercise_of(3, 1);
  const auto right = [&](std::size_t i) {
    return answer_text(exercise.step.right(exercise.blanks[i]));
  };
  ExerciseWork work(exercise);
  REQUIRE(work.blank() != nullptr);
  CHECK_FALSE(work.answer("what?").done);
  CHECK(work.tries_left() == 3);
  CHECK(work.answer(right(0)).done);
  CHECK(work.right() == 1);
  const std::string wrong = "7.77";
  const ExerciseWork::Reply first = work.answer(wrong), second = work.answer(wrong),
                            third = work.answer(wrong);
  CHECK((first.hint.empty() && !first.done));
  CHECK((second.hint == worked_line(exercise.step, exercise.blanks[1]).symbols && !second.done));
  CHECK((third.done && third.hint.ends_with(" = " + right(1))));
  CHECK(work.pass().done);
  // After a worked line the right number goes on.
  const ExerciseWork::Reply delta = work.answer(right(3));
  CHECK(delta.judgement->verdict == Judgement::Verdict::kRight);
  const ExerciseWork::Reply sign =
      work.answer(answer_text(-exercise.step.right(exercise.blanks[4])));
  CHECK(sign.judgement->mistakes.front()->name == "wrong_sign");
  CHECK(work.answer(right(4)).done);
  while (work.blank() != nullptr) work.pass();
  CHECK_FALSE(work.answer("1").done);
  CHECK(work.result(75) ==
        ExerciseResult{
            .seed = 3, .level = 1, .right = 3, .blanks = 10, .mistakes = 1, .seconds = 75});

  // On paper one's own number goes on.
  ExerciseWork paper(exercise, 1);
  CHECK(paper.answer(answer_text(-exercise.step.right(exercise.blanks[0]))).done);
  const double own = -exercise.step.right(exercise.blanks[0]);
  const ExerciseWork::Reply carried = paper.answer(answer_text(1 / (1 + std::exp(-own))));
  CHECK(carried.judgement->verdict == Judgement::Verdict::kCarried);
  CHECK(paper.right() == 1);
}

TEST_CASE("a result code says what came of an exercise, and is refused where it was changed",
          "[exercise]") {
  Random random(5, Random::Stream::kData);
  for (int i = 0; i < 60; ++i) {
    ExerciseResult result = {.seed = random.next(), .level = 1 + static_cast<int>(random.below(5))};
    result.blanks = blank_count(result.level);
    result.right = static_cast<int>(random.below(static_cast<std::uint32_t>(result.blanks) + 1));
    result.mistakes = random.below(1U << mistakes().size());
    result.seconds = static_cast<int>(random.below(kMostResultSeconds + 1));
    const std::string code = result_code(result);
    INFO(code);
    CHECK(code.size() == 29);
    REQUIRE(check_result_code(code));
    CHECK(*check_result_code(code) == result);
    CHECK(result.named().size() == static_cast<std::size_t>(__builtin_popcount(result.mistakes)));
    std::string typed = ' ' + code + '\n';
    std::ranges::transform(typed, typed.begin(), [](char c) {
      return c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
    });
    REQUIRE(check_result_code(typed));
    CHECK(*check_result_code(typed) == result);
    // Any one digit, any two that stand beside each other, any one that is left out.
    for (std::size_t at = 0; at < code.size(); ++at) {
      if (code[at] == '-') continue;
      std::string forged = code;
      forged[at] = code[at] == 'Z' ? 'Y' : 'Z';
      CHECK_FALSE(check_result_code(forged));
      CHECK_FALSE(check_result_code(std::string(code).erase(at, 1)));
      if (at + 1 < code.size() && code[at + 1] != '-' && code[at] != code[at + 1]) {
        forged = code;
        std::swap(forged[at], forged[at + 1]);
        CHECK_FALSE(check_result_code(forged));
      }
    }
  }
}

TEST_CASE("a code of what cannot be is refused though its checksum holds", "[exercise]") {
  const ExerciseResult fine = {.seed = 1, .level = 3, .right = 20, .blanks = blank_count(3)};
  REQUIRE(check_result_code(result_code(fine)));
  ExerciseResult too_many = fine, other_level = fine, no_mistake = fine, no_level = fine;
  too_many.right = fine.blanks + 1;
  other_level.level = 1;
  no_mistake.mistakes = 1U << mistakes().size();
  no_level.level = 6;
  for (const ExerciseResult& result : {too_many, other_level, no_mistake, no_level}) {
    const Result<ExerciseResult> checked = check_result_code(result_code(result));
    REQUIRE_FALSE(checked);
    CHECK(checked.error().message.find("not valid") != std::string::npos);
  }
  for (const char* text : {"", "hello", "00000-00000-00000-00000-00000", "σ", "U0000"}) {
    INFO(text);
    REQUIRE_FALSE(check_result_code(text));
  }
}

}  // namespace
}  // namespace backprop
