// A lesson taken in the application, without a window: the same numbers as in the command line.
#include "shell/lessons/lesson_player.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>

#include "shell/app/app.h"
#include "shell/lessons/lesson_parser.h"
#include "shell/lessons/lesson_run.h"
#include "shell/lessons/shipped_texts.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

TEST_CASE("a link opens a lesson, and the link of the page keeps it") {
  platform::fake::settings.clear();
  App app("lesson=zero-init");
  REQUIRE(app.lessons().lesson() != nullptr);
  CHECK(app.lessons().lesson()->id == "zero-init");
  CHECK(get_property(app.session().trainer().experiment(), "initializer") == "zero");
  CHECK(app.link().find("lesson=zero-init") != std::string::npos);
  CHECK(app.canvas().messages.empty());
  app.open_link("dataset=circle");
  CHECK(app.lessons().lesson() == nullptr);
  app.open_link("lesson=nothing");
  CHECK(app.lessons().lesson() == nullptr);
  REQUIRE(app.canvas().messages.size() == 1);
  CHECK(app.canvas().messages[0].text.find("nothing") != std::string::npos);
}

TEST_CASE("going through a lesson by Next alone gives its numbers, and marks it done") {
  platform::fake::settings.clear();
  const auto lessons = parse_lessons(shipped_lessons());
  REQUIRE(lessons);
  for (const Lesson& lesson : *lessons) {
    CAPTURE(lesson.id);
    App app("lesson=" + lesson.id);
    LessonPlayer& player = app.lessons();
    const auto expected = play_through(lesson);
    REQUIRE(expected);
    const std::vector<PlayedCheck>& checks = expected->checks;
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) player.next(app.session());
    std::size_t at = 0;
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
      CHECK(player.progress(i).done);
      for (const double value : player.progress(i).values) {
        CAPTURE(checks[at].check.condition.text());
        CHECK(value == checks[at++].value);
      }
    }
    CHECK(at == checks.size());
    CHECK(player.finished(lesson.id));
    App later("lesson=" + lesson.id);
    CHECK(later.lessons().finished(lesson.id));
  }
}

TEST_CASE("a run that takes longer than somebody waits goes on before one's eyes") {
  const Frames frames;
  App app("dataset=xor");
  app.start();
  REQUIRE(app.open_file("slow.txt",
                        "lesson: slow\ntitle: Slow\nsummary: A test.\nlink: dataset=xor&layers=3\n"
                        "# One\nText.\nrun: 500 steps\n# Two\nMore.\n"));
  LessonPlayer& player = app.lessons();
  REQUIRE(player.lesson() != nullptr);
  platform::fake::seconds_per_look = 0.1;  // a slow machine
  player.next(app.session());
  CHECK(player.step_index() == 0);
  CHECK_FALSE(player.progress(0).done);
  CHECK(app.session().playing());
  CHECK(app.session().trainer().step_count() > 0);
  CHECK(app.session().trainer().step_count() < 500);
  platform::fake::seconds_per_look = 0;
  player.next(app.session());
  CHECK(player.progress(0).done);
  CHECK(player.step_index() == 1);
  CHECK(app.session().trainer().step_count() == 500);
}

TEST_CASE("a step is done once it is answered and its run is over") {
  platform::fake::settings.clear();
  App app("lesson=zero-init");
  LessonPlayer& player = app.lessons();
  CHECK(player.progress().done);  // only to be read
  player.next(app.session());
  CHECK_FALSE(player.progress().done);
  player.act(app.session());  // not before an answer
  CHECK_FALSE(player.progress().running);
  player.answer(app.session(), 1);
  player.answer(app.session(), 0);  // the first one counts
  CHECK(player.progress().answer == 1);
  player.act(app.session());
  CHECK(app.session().playing());
  CHECK(player.progress().running);
  CHECK_FALSE(player.stops(app.session().trainer()));
  app.session().post(
      intent::TrainUntil{[&](const Trainer& trainer) { return player.stops(trainer); }});
  REQUIRE(app.session().carry_out_posted());
  CHECK(app.session().trainer().step_count() == 6000);
  player.update(app.session());
  CHECK(player.progress().done);
  CHECK(player.progress().reveal.at(0).find("**6,000**") != std::string::npos);
  CHECK(player.reached("zero-init") == 1);
  player.back(app.session());
  CHECK(player.step_index() == 0);
  player.close();
  CHECK(player.lesson() == nullptr);
}

TEST_CASE("numbers in a question are those of the moment it was answered at") {
  App app("dataset=gauss");
  REQUIRE(app.open_file(
      "mine.txt",
      "lesson: mine\ntitle: T\nsummary: S\nlink: table=x;y;2,1&layers=&outputActivation=linear"
      "&batchSize=1&learningRate=0.1&weights=0.5,0.3\n"
      "# A\nask: Of a = {a:1.1}, what is {= 2 * 3}?\n- One\n+ Six\nrun: 3 steps\n"));
  LessonPlayer& player = app.lessons();
  player.answer(app.session(), 1);
  player.next(app.session());
  CHECK(player.progress().question == "Of a = **1.075**, what is 6?");
}

TEST_CASE("a lesson half done goes on where it was left, with what was done before it") {
  platform::fake::settings = {{"lessons", "zero-init 4"}};
  const App app("lesson=zero-init");
  CHECK(app.lessons().step_index() == 4);
  CHECK(app.lessons().progress(3).done);
  CHECK(get_property(app.session().trainer().experiment(), "activation") == "sigmoid");
  CHECK(app.session().trainer().step_count() == 6000);
}

TEST_CASE("a file with a lesson opens it, or names the line that is wrong") {
  App app("dataset=gauss");
  const std::string head = "lesson: mine\ntitle: T\nsummary: S\nlink: dataset=xor\n# A\n";
  REQUIRE(app.open_file("mine.txt", head + "Words.\n"));
  REQUIRE(app.lessons().lesson() != nullptr);
  CHECK(app.lessons().lesson()->title == "T");
  const Result<void> done = app.open_file("mine.txt", head + "spead: max\n");
  REQUIRE_FALSE(done);
  CHECK(done.error().message.find("line 6") != std::string::npos);
  CHECK(app.lessons().lesson() != nullptr);
}

TEST_CASE("a ring is around what the lesson is about, whatever the size of the text") {
  const Frames frames;
  App app("lesson=vanishing");
  app.start();
  for (const float scale : {1.0F, 1.25F, 1.5F}) {
    app.session().view().wanted_scale = scale;
    Frames::draw(app, 4);
    const Place* ring = app.canvas().places.find("lesson.ring.network");
    const Place* network = app.canvas().places.find("network.picture");
    REQUIRE(ring != nullptr);
    REQUIRE(network != nullptr);
    CHECK(std::abs(ring->x - network->x) < 8);
    CHECK(std::abs(ring->y - network->y) < 8);
    CHECK(std::abs(ring->x + ring->width - network->x - network->width) < 8);
    CHECK(std::abs(ring->y + ring->height - network->y - network->height) < 8);
  }
}

}  // namespace
}  // namespace backprop
