// Lessons as files: what is wrong in one is named with its line, and what ships shows its signs.
#include "shell/lessons/lesson_parser.h"

#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>

#include "engine/experiment/link.h"
#include "shell/lessons/arithmetic.h"
#include "shell/lessons/lesson_run.h"
#include "shell/lessons/lesson_warnings.h"
#include "shell/lessons/shipped_texts.h"

namespace backprop {
namespace {

const std::string kHead =
    "lesson: mine\ntitle: Mine\nsummary: A test.\nlink: dataset=xor&layers=3&trainFraction=1\n";

std::string complaint(const std::string& text) {
  const Result<Lesson> lesson = parse_lesson(text);
  return lesson ? "" : lesson.error().message;
}

TEST_CASE("every shipped lesson is well formed") {
  const auto lessons = parse_lessons(shipped_lessons());
  REQUIRE(lessons);
  CHECK_FALSE(lessons->empty());  // the command line counts them
  std::set<std::string> names;
  for (const Lesson& lesson : *lessons) {
    CAPTURE(lesson.id);
    CHECK(names.insert(lesson.id).second);
    CHECK(parse_strict_link(lesson.link)->messages.empty());
    CHECK_FALSE(lesson.picture.empty());
    CHECK(lesson.steps.size() >= 3);
    CHECK_FALSE(lesson.steps.back().attempt.empty());
    bool asks = false;
    for (const LessonStep& step : lesson.steps) {
      asks = asks || !step.question.empty();
      for (const LessonChoice& choice : step.choices) CHECK_FALSE(choice.feedback.empty());
    }
    CHECK(asks);
  }
}

TEST_CASE("a lesson takes links as the page writes them") {
  const auto lesson = parse_lesson(
      "lesson: a\ntitle: b\nsummary: c\n"
      "link: v=1&dataset=xor&layers=3&step=40&speed=max&stopAt=trainLoss:0.05&hide=noise"
      "&compare=optimizer%3Dadam&lesson=zero-init\n# Step\nText.\n");
  REQUIRE(lesson);
  const auto trainer = open_experiment(*lesson, lesson->link);
  REQUIRE(trainer);
  CHECK(trainer->step_count() == 40);
  Trainer same(parse_link("dataset=xor&layers=3").experiment);
  same.steps(40);
  CHECK(trainer->parameter_hash() == same.parameter_hash());
}

// On all of its seeds in tests/node/lessons.test.mjs.
TEST_CASE("every shipped lesson shows its signs, and not on one seed only") {
  const auto lessons = parse_lessons(shipped_lessons());
  REQUIRE(lessons);
  for (Lesson lesson : *lessons) {
    CAPTURE(lesson.id);
    CHECK(lesson.seeds >= 5);
    for (lesson.further = 0; lesson.further < 2; ++lesson.further) {
      const auto played = play_through(lesson);
      REQUIRE(played);
      CHECK_FALSE(played->checks.empty());
      for (const PlayedCheck& sign : played->checks) {
        CAPTURE(lesson.further, sign.check.condition.text(), sign.value);
        CHECK(sign.holds);
      }
      for (const PlayedAnswer& answer : played->answers) {
        CAPTURE(lesson.further, answer.step->title);
        CHECK(answer.trouble == "");
      }
    }
  }
}

TEST_CASE(
    "a lesson is played on the seeds behind its own, and keeps points with a seed of theirs") {
  const std::string text =
      "lesson: a\ntitle: b\nsummary: c\nseeds: 3\nlink: dataset=xor&layers=3&seed=7\n# S\nx\n";
  auto lesson = parse_lesson(text);
  REQUIRE(lesson);
  CHECK(lesson->seeds == 3);
  lesson->further = 2;
  const auto trainer = open_experiment(*lesson, lesson->link);
  REQUIRE(trainer);
  CHECK(trainer->parameter_hash() ==
        Trainer(parse_link("dataset=xor&layers=3&seed=9").experiment).parameter_hash());
  CHECK(trainer->data().points.front().x1 !=
        Trainer(parse_link("dataset=xor&layers=3&seed=7").experiment).data().points.front().x1);
  const auto same_points = open_experiment(*lesson, "dataset=xor&layers=3&seed=7&dataSeed=7");
  REQUIRE(same_points);
  CHECK(same_points->data().points.front().x1 ==
        Trainer(parse_link("dataset=xor&layers=3&seed=7").experiment).data().points.front().x1);
}

TEST_CASE(
    "no shipped lesson has figures from nowhere, numbers without a check, or too many words") {
  const auto lessons = parse_lessons(shipped_lessons());
  REQUIRE(lessons);
  for (const Lesson& lesson : *lessons) {
    CAPTURE(lesson.id, word_count(lesson));
    for (const LessonWarning& warning : warnings_of(lesson)) {
      CAPTURE(warning.line, warning.text);
      CHECK(warning.text.empty());
    }
  }
}

TEST_CASE("whoever writes a lesson is warned of what it cannot vouch for") {
  const auto warned = [](const std::string& step) {
    const auto lesson = parse_lesson(kHead + "# Step\nIn 400 steps.\n" + step);
    CAPTURE(step);
    REQUIRE(lesson);
    std::string all;
    for (const LessonWarning& warning : warnings_of(*lesson)) all += warning.text + '\n';
    return all;
  };
  CHECK(warned("reveal: It fell to 0.25, as it must.\n").find("'0.25'") != std::string::npos);
  CHECK(warned("ask: Why?\n- a\n  Of 40, no.\n+ b\n  Yes.\n").find("'40'") != std::string::npos);
  CHECK(warned("reveal: It is {loss}.\n").find("no check") != std::string::npos);
  CHECK(warned("reveal: It is {loss}.\ncheck: loss < 1\n").empty());
  CHECK(warned("reveal: L2, x1 and {= 0.5^2} are no claims.\n").empty());
  std::string many;
  for (int i = 0; i < 36; ++i) {
    many += "ten words stand in this one line of a text\n";
    if (i % 9 == 8) many += '\n';
  }
  CHECK(warned(many).find("words") != std::string::npos);
}

TEST_CASE("arithmetic in a text is worked out") {
  const Trainer trainer(parse_link("dataset=xor").experiment);
  CHECK(with_numbers("{= 1.04^2100} is less than {= 3.4e38}.", trainer) ==
        "5.89e35 is less than 3.4e38.");
  CHECK(with_numbers("{= (2*1.05 - 1)^2} {= -2^2} {= 2^3^2} {= ln(2)} {= 2^-1} {= 300}", trainer) ==
        "1.21 −4 512 0.693 0.5 300");
  CHECK(work_out("sqrt(exp(0) + 3) / 4").value() == 0.5);
  for (const char* const bad : {"", "2 +", "(1", "1)", "two", "1/0", "0^-1", "1e", "2 2", "--"}) {
    CAPTURE(bad);
    CHECK_FALSE(work_out(bad));
    CHECK(complaint(kHead + "# S\nIt is {= " + bad + "}.\n").starts_with("line 6: "));
  }
  CHECK_FALSE(work_out(std::string(5000, '(') + "1"));
  CHECK_FALSE(work_out(std::string(5000, '-') + "1"));
}

// What a lesson of a few hundred bytes can ask for is bounded: it is computed while somebody waits.
TEST_CASE("a lesson that would take minutes to compute is refused, with its line") {
  const std::string large =
      "lesson: big\ntitle: Big\nsummary: A test.\n"
      "link: layers=64,64,64,64,64,64,64,64&samples=10000&trainFraction=1&batchSize=10000\n# One\n";
  const char* const texts[] = {
      "Loss {rightLoss:2000}.\n",       "Text.\nreveal: {newLoss:2000}\n",
      "Text.\nwatch: curvature\n",      "Text.\nwatch: loss, gradientNorm\n",
      "Text.\ncheck: uphill:100 < 1\n", "Text.\nrun: until checkFailed = 0, at most 500 steps\n",
      "Text.\ntry: {cosine:2000}\n",
  };
  for (const std::string text : texts) {
    CAPTURE(text);
    CHECK(complaint(large + text).find("takes too much computing") != std::string::npos);
    CHECK(complaint(large + text).starts_with("line "));
    CHECK(complaint(kHead + "# One\n" + text).empty());
  }
  // Many small ones are as bad as a large one, and so is one on what the step makes of the run.
  std::string many;
  for (int i = 0; i < 8; ++i) many += "{rightLoss:2000}{keptLoss:2000}{newLoss:2000}";
  const std::string wide =
      "lesson: w\ntitle: W\nsummary: A test.\nlink: layers=8,8&samples=500&trainFraction=1\n# "
      "One\n";
  CHECK(complaint(wide + "Text.\nreveal: {rightLoss:2000}\n").empty());
  CHECK_FALSE(complaint(wide + "Text.\nreveal: " + many + "\n").empty());
  CHECK_FALSE(complaint(wide + "Text.\nset: samples=10000\nreveal: {rightLoss:2000}\n").empty());
}

TEST_CASE("a number that would take too long is a dash, however it came about") {
  Trainer trainer(parse_strict_link("layers=64,64,64,64,64,64,64,64&samples=10000&trainFraction=1")
                      ->experiment);
  CHECK(with_numbers("{rightLoss:2000} {step}", trainer) == "**–** **0**");
  const Trainer small(parse_strict_link("dataset=xor&layers=3&samples=50")->experiment);
  const std::string one = with_numbers("{rightLoss:20}", small, 1e6);
  CHECK(one != "**–**");
  CHECK(with_numbers("{rightLoss:20}{rightLoss:2000}", small, 1e6) == one + "**–**");
}

TEST_CASE("a small lesson is read as it is written") {
  const auto lesson =
      parse_lesson(kHead +
                   "minutes: 7\n"
                   "# First\n"
                   "Some words\nand more.\n\nA paragraph with {accuracy}.\n"
                   "ask: What\nnow?\n"
                   "- This\n  No.\n+ That\n  Yes:\n  it is so.\n"
                   "set: learningRate=0.1\nrun: until accuracy >= 0.9, at most 50 steps\n"
                   "watch: loss, gradientNorm:2\n"
                   "reveal: It is {loss}.\n\nSo.\n"
                   "check: step <= 50\n"
                   "try: More\nof it.\n");
  REQUIRE(lesson);
  CHECK(lesson->minutes == 7);
  const LessonStep& step = lesson->steps.at(0);
  CHECK(step.text ==
        std::vector<std::string>{"Some words and more.", "A paragraph with {accuracy}."});
  CHECK(step.question == "What now?");
  REQUIRE(step.choices.size() == 2);
  CHECK_FALSE(step.choices[0].right);
  CHECK(step.choices[1].right);
  CHECK(step.choices[1].feedback == "Yes: it is so.");
  CHECK(step.actions.size() == 2);
  CHECK(run_of(step)->steps == 50);
  CHECK(run_of(step)->until->text() == "accuracy >= 0.9");
  CHECK(step.watch.size() == 2);
  CHECK(step.reveal == std::vector<std::string>{"It is {loss}.", "So."});
  CHECK(step.attempt == "More of it.");
}

TEST_CASE("what is wrong is named with its line") {
  struct Case {
    std::string text;
    const char* line;
    const char* word;
  };
  const std::string step = kHead + "# Step\nText.\n";
  const Case cases[] = {
      {"", "line 1", "lesson:"},
      {"lesson: Big Name\n", "line 1", "small letters"},
      {kHead, "line 4", "needs a step"},
      {kHead + "colour: red\n", "line 5", "colour"},
      {kHead + "seeds: 0\n", "line 5", "1 to 50"},
      {kHead + "link: dataset=xor\n", "line 5", "twice"},
      {"lesson: a\ntitle: b\nsummary: c\nlink: dataset=moon\n# S\nx\n", "line 4", "moon"},
      {"lesson: a\ntitle: b\nsummary: c\nlink: dataset=xor&step=9000000\n# S\nx\n", "line 4",
       "step"},
      {"lesson: a\ntitle: b\nsummary: c\nscale: 9\nlink: dataset=xor\n", "line 4", "scale"},
      {kHead + "Words before a step.\n", "line 5", "# Title"},
      {step + "spead: max\n", "line 7", "spead"},
      {step + "speed: fast\n", "line 7", "fast"},
      {step + "It is {acuracy}.\n", "line 7", "acuracy"},
      {step + "It is {accuracy.\n", "line 7", "}"},
      {step + "watch: loss, gradientNorm:9\n", "line 7", "layer"},
      {step + "watch: loss,loss,loss,loss,loss\n", "line 7", "4"},
      {step + "check: accuracy\n", "line 7", "condition"},
      {step + "set: learningRate=fast\n", "line 7", "learningRate"},
      {step + "set: colour=red\n", "line 7", "colour"},
      {step + "edit: weight:1.9.1 = 2\n", "line 7", "neuron 9"},
      {step + "edit: bias:1.1 = lots\n", "line 7", "number"},
      {step + "run: 10\n", "line 7", "steps"},
      {step + "run: 1000000 steps\n", "line 7", "run:"},
      {step + "run: until loss < 1\n", "line 7", "at most"},
      {step + "run: 5 steps\nset: seed=2\n", "line 8", "last"},
      {step + "look: moon\n", "line 7", "moon"},
      {step + "look: neuron:1.7\n", "line 7", "neuron 7"},
      {step + "pin: neuron:9.1\n", "line 7", "layer 9"},
      {step + "restart: yes\n", "line 7", "same or new"},
      {step + "- a choice\n", "line 7", "ask:"},
      {step + "ask: Why?\n- a\n- b\n", "line 5", "+"},
      {step + "ask: Why?\n+ a\n", "line 5", "choices"},
      {step + "reveal: a\tb\n", "line 7", "show"},
      {kHead + "# Empty\n", "line 5", "text"},
      {kHead + "# " + std::string(90, 'x') + "\n", "line 5", "80"},
      {step + std::string(700, 'x') + "\n", "line 7", "600"},
  };
  for (const Case& each : cases) {
    const std::string message = complaint(each.text);
    CAPTURE(each.text, message);
    CHECK(message.starts_with(std::string(each.line) + ":"));
    CHECK(message.find(each.word) != std::string::npos);
  }
  std::string many = kHead;
  for (int i = 0; i < 21; ++i) many += "# Step\nText.\n";
  CHECK(complaint(many).find("20 steps") != std::string::npos);
  CHECK_FALSE(complaint(std::string(70'000, '\n')).empty());
}

TEST_CASE("numbers take the place of their names") {
  const auto lesson = parse_lesson(kHead + "# A\nx\n");
  REQUIRE(lesson);
  Result<Trainer> trainer = open_experiment(*lesson, lesson->link);
  REQUIRE(trainer);
  CHECK(with_numbers("Step {step} of {neurons}.", *trainer) == "Step **0** of **3**.");
}

}  // namespace
}  // namespace backprop
