// Questions of a lesson that are answered by typing: what a file may ask for, what is said of an
// answer, and whose numbers go on.
#include "shell/lessons/typed_question.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/base/text.h"
#include "engine/exercise/exercise.h"
#include "engine/exercise/mistake.h"
#include "shell/app/app.h"
#include "shell/lessons/lesson_parser.h"
#include "shell/lessons/lesson_run.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

// 2-2-1: z of the first hidden neuron is 0.95, of which its bias 0.2.
const std::string kHead =
    "lesson: mine\ntitle: Mine\nsummary: A test.\n"
    "link: table=x1,x2;y;1.5,1,0&layers=2&activation=sigmoid&outputActivation=sigmoid"
    "&learningRate=2&batchSize=1&order=listed&weights=1.3,-1.2,0.2;0.7,-1.4,0.5|-1.5,1.1,1.7\n";

std::string complaint(const std::string& steps) {
  const Result<Lesson> lesson = parse_lesson(kHead + steps);
  return lesson ? "" : lesson.error().message;
}

LessonPlayer& open(App& app, const std::string& steps) {
  REQUIRE(app.open_file("mine.txt", kHead + steps));
  return app.lessons();
}

const TypedWork& type(App& app, const std::string& text) {
  app.lessons().typed_field() = text;
  app.lessons().answer_typed(app.session());
  return app.lessons().progress().typed;
}

TEST_CASE("a question may ask for a number of the step, or for one of arithmetic with a hint") {
  CHECK(complaint("# A\nask: Which?\ntype: z:1.1\n") == "");
  CHECK(complaint("# A\nask: Which?\ntype: gradient weight:2.1.2\n- 0.5\n  No.\n") == "");
  CHECK(complaint("# A\nask: Which?\ntype: = 2 * 9\nhint: Twice.\n") == "");
  const auto names_line = [](const std::string& steps, std::string_view line) {
    CAPTURE(steps);
    CHECK(complaint(steps).starts_with(line));
  };
  names_line("# A\nask: Which?\ntype: z:3.1\n", "line 7");
  names_line("# A\nask: Which?\ntype: z:1.1@2\n", "line 7");
  names_line("# A\nask: Which?\ntype: loudness\n", "line 7");
  names_line("# A\nask: Which?\ntype: = 2 *\nhint: Twice.\n", "line 7");
  names_line("# A\nask: Which?\ntype: = 2 * 9\n", "line 5");  // nobody could give a hint
  names_line("# A\nask: Which?\ntype: z:1.1\n+ 0.95\n  Yes.\n", "line 5");
  names_line("# A\nask: Which?\ntype: z:1.1\n- many\n  No.\n", "line 5");
  names_line("# A\nText.\ntype: z:1.1\n", "line 7");
  names_line("# A\nask: Which?\n- One\n- Two\ntype: z:1.1\n", "line 9");
  names_line("# A\nask: Which?\nrun: 1 phase\ntype: z:1.1\n", "line 8");
  names_line("# A\nask: Which?\n- One\n+ Two\nhint: None.\n", "line 5");
  names_line("# A\nText with {delta:9.1}.\n", "line 6");
}

TEST_CASE("right answers count in any form, and the step goes on only then") {
  for (const char* const text : {"0.95", "0,95", "19/20", "0.9502", "95 %", "+.95"}) {
    CAPTURE(text);
    App app("dataset=gauss");
    open(app, "# A\nask: Which?\ntype: z:1.1\nrun: 1 phase\n");
    app.lessons().act(app.session());  // not before an answer
    CHECK(app.session().trainer().phases_done() == 0);
    const TypedWork& work = type(app, text);
    CHECK(work.done);
    CHECK(work.right());
    CHECK(work.solution.empty());
    app.lessons().act(app.session());
    CHECK(app.session().trainer().phases_done() == 1);
    CHECK(app.lessons().progress().done);
  }
}

TEST_CASE("three tries: what was done is said, then a hint, then the worked line") {
  App app("dataset=gauss");
  LessonPlayer& player = open(app, "# A\nask: Which?\ntype: z:1.1\n");
  CHECK(type(app, "about one").tries.empty());  // no number costs no try
  CHECK_FALSE(player.progress().typed.complaint.empty());
  const TypedWork& work = type(app, "0.75");
  CHECK(work.complaint.empty());
  REQUIRE(work.tries.size() == 1);
  CHECK(work.tries[0].said.find("bias") != std::string::npos);
  CHECK(work.hint.empty());
  type(app, "-0.95");
  CHECK(work.tries[1].said.find("sign") != std::string::npos);
  CHECK(work.hint.find("w") != std::string::npos);
  CHECK_FALSE(work.done);
  type(app, "3");
  CHECK(work.done);
  CHECK_FALSE(work.right());
  CHECK(work.solution.find("0.95") != std::string::npos);
  CHECK(player.progress().done);  // with nothing to do, the step is done
  type(app, "0.95");  // no more
  CHECK(work.tries.size() == 3);
}

TEST_CASE("a number of one's own goes on to later questions of the step, and no further") {
  App app("dataset=gauss");
  LessonPlayer& player = open(app,
                              "# A\nask: z?\ntype: z:1.1\n# B\nask: a?\ntype: a:1.1\n"
                              "# C\nText.\nedit: weight:1.1.1 = 1\n# D\nask: a?\ntype: a:1.1\n");
  type(app, "0.75");
  player.next(app.session());  // passed over with it
  const TypedWork& carried = type(app, "0.679");  // the sigmoid of 0.75
  CHECK(carried.right());
  CHECK(carried.tries[0].said.find("your own") != std::string::npos);
  player.next(app.session());
  player.next(app.session());
  const TypedWork& again = type(app, "0.679");
  CHECK_FALSE(again.right());  // the network is another one
  CHECK(type(app, "0.622").right());  // the sigmoid of 1.5 − 1.2 + 0.2
}

TEST_CASE("what the question tells is not looked for among mistakes") {
  // δ without φ′ gives a gradient too; not for whom δ is told.
  const std::string untold = "# A\nask: Which?\ntype: gradient weight:2.1.1\n";
  const std::string told =
      "# A\nδ is {delta:2.1}, a {a:1.1}.\nask: Which?\ntype: gradient weight:2.1.1\n";
  const auto named = [](const std::string& steps) {
    App app("dataset=gauss");
    open(app, steps);
    const TypedWork& work = type(app, "0.555");  // (a − y) · a
    REQUIRE(work.tries.size() == 1);
    return work.tries[0].said.find("φ′") != std::string::npos;
  };
  CHECK(named(untold));
  CHECK_FALSE(named(told));
  const auto troubles = [](const std::string& steps) {
    const auto lesson = parse_lesson(kHead + steps);
    REQUIRE(lesson);
    const auto played = play_through(*lesson);
    REQUIRE(played);
    REQUIRE(played->answers.size() == 1);
    return played->answers[0].trouble;
  };
  CHECK(troubles(untold) != "");
  CHECK(troubles(told) == "");
}

TEST_CASE("a lesson's own wrong numbers are answered in its words") {
  App app("dataset=gauss");
  open(app, "# A\nask: Passes?\ntype: = 2 * 9\n- = 9\n  Up **and** down.\nhint: Twice.\n");
  const TypedWork& work = type(app, "9");
  CHECK(work.tries.at(0).said == "Up **and** down.");
  type(app, "-18");
  CHECK(work.tries.at(1).said.find("sign") != std::string::npos);
  CHECK(work.hint == "Twice.");
  type(app, "2*9");
  CHECK(work.right());
  const auto lesson =
      parse_lesson(kHead + "# A\nask: Passes?\ntype: = 2 * 9\n- 18.2\n  No.\nhint: Twice.\n");
  REQUIRE(lesson);
  CHECK(play_through(*lesson)->answers.at(0).trouble.find("18.2") != std::string::npos);
}

// As in an exercise: whatever is right counts, and no known mistake does.
TEST_CASE("every number of many exercises can be asked for in a lesson") {
  int right = 0, named = 0;
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    const Result<Exercise> exercise = make_exercise(seed, 3);
    REQUIRE(exercise);
    for (const HandPlace& place : exercise->blanks) {
      const auto lesson = parse_lesson("lesson: a\ntitle: A\nsummary: A.\nlink: " + exercise->link +
                                       "\n# A\nask: ?\ntype: " + place_text(place, 1) + "\n");
      REQUIRE(lesson);
      const auto trainer = open_experiment(*lesson, lesson->link);
      REQUIRE(trainer);
      const auto work_with = [&](double value) {
        OwnNumbers own;
        TypedWork work;
        work.field = number_text(value);
        take_answer(lesson->steps[0], *trainer, own, work);
        return work;
      };
      CAPTURE(seed, place_text(place, 1));
      CHECK(work_with(exercise->step.right(place)).right());
      ++right;
      for (const MistakenNumber& mistaken : mistaken_numbers(exercise->step, place)) {
        const double apart = std::abs(mistaken.value - exercise->step.right(place));
        if (apart < 0.03 * std::abs(exercise->step.right(place))) continue;
        const TypedWork work = work_with(mistaken.value);
        CHECK_FALSE(work.right());
        CHECK(work.tries.at(0).said.find("none of the known") == std::string::npos);
        ++named;
      }
    }
  }
  CHECK(right > 300);
  CHECK(named > 1000);
}

}  // namespace
}  // namespace backprop
