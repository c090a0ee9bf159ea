// What a lesson's step has the canvas show and cover, and what comes back when the lesson is
// closed.
#include "shell/lessons/lesson_show.h"

#include <imgui.h>

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/experiment/sample_names.h"
#include "shell/app/app.h"
#include "shell/lessons/lesson_parser.h"
#include "shell/lessons/lesson_run.h"
#include "shell/session/by_hand.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

const std::string kHead =
    "lesson: mine\ntitle: Mine\nsummary: A test.\n"
    "link: dataset=xor&layers=3&trainFraction=1&samples=100\n";

// A lesson of one's own, at its first step.
LessonPlayer& open(App& app, const std::string& steps) {
  REQUIRE(app.open_file("mine.txt", kHead + steps));
  return app.lessons();
}

TEST_CASE("a pin chooses the sample of the batch that it names") {
  App app("dataset=gauss");
  LessonPlayer& player = open(app, "# A\nWords.\nrun: 3 steps\n# B\nWords.\npin: delta:1.2@4\n");
  player.next(app.session());
  const View& view = app.session().view();
  CHECK(view.pinned_neuron == NeuronId{0, 1});
  REQUIRE(view.selected_point);
  CHECK(*view.selected_point == app.session().trainer().batch()[3]);
  CHECK(app.session().trainer().step_count() == 3);
}

TEST_CASE("a pin before there is a batch chooses a sample of the training set") {
  App app("dataset=gauss");
  open(app, "# A\nWords.\npin: weight:1.1.2@2\n");
  CHECK(app.session().view().pinned_parameter ==
        app.session().trainer().network().weight_index(0, 0, 1));
  CHECK(app.session().view().selected_point == 1);
}

TEST_CASE("a step says which sample, phase and tab one sees, and what is large") {
  App app("dataset=gauss");
  LessonPlayer& player =
      open(app,
           "# A\nWords.\nsample: 17\nphase: backward\ninside: matrices\nlarge: inside\n"
           "# B\nWords.\nlarge: network\nphase: loss\nsample: mean\n"
           "# C\nWords.\nrun: 1 step\ncheck: step = 1\n");
  Session& session = app.session();
  REQUIRE(session.view().selected_point);
  CHECK(sample_number(session.trainer().data(), *session.view().selected_point) == 17);
  CHECK(session.trainer().phases_done() == 3);
  CHECK(session.view().inside == InsideTab::kMatrices);
  CHECK(session.view().inside_maximised);
  player.next(session);
  CHECK_FALSE(session.view().inside_maximised);
  CHECK_FALSE(session.view().inside_open);
  CHECK_FALSE(session.view().selected_point);
  CHECK(session.trainer().phases_done() == 3);  // past it already
  player.next(session);
  player.next(session);
  CHECK(session.trainer().step_count() == 1);
  CHECK(player.progress(2).values.at(0) == 1);
}

TEST_CASE("phases that somebody has gone through are not gone through again") {
  App app("dataset=gauss");
  LessonPlayer& player = open(app, "# A\nWords.\nrun: 4 phases\n# B\nWords.\nrun: 1 phase\n");
  Session& session = app.session();
  (void)session.carry_out(intent::AdvancePhase{});
  (void)session.carry_out(intent::AdvancePhase{});
  REQUIRE(session.trainer().phases_done() == 2);
  player.act(session);
  CHECK(session.trainer().phases_done() == 4);
  player.next(session);
  player.act(session);  // those of the card before do not count
  CHECK(session.trainer().phases_done() == 5);
}

TEST_CASE("the command line leads a lesson to the phases that the canvas leads it to") {
  const auto lesson = parse_lesson(kHead +
                                   "# A\nWords.\nphase: gradients\nrun: 2 phases\n"
                                   "check: step = 1\n");
  REQUIRE(lesson);
  const auto played = play_through(*lesson);
  REQUIRE(played);
  CHECK(played->checks.at(0).holds);
}

TEST_CASE("a step's run begins in the phase that the step shows, and is not led on behind it") {
  const std::string steps =
      "# A\nWords.\nphase: backward\nrun: 4 steps\ncheck: weightNorm > 0\ncheck: step = 4\n";
  const auto lesson = parse_lesson(kHead + steps);
  REQUIRE(lesson);
  const auto played = play_through(*lesson);
  REQUIRE(played);
  App app("dataset=gauss");
  LessonPlayer& player = open(app, steps);
  CHECK(app.session().trainer().phases_done() == 3);
  player.next(app.session());
  REQUIRE(player.progress(0).done);
  CHECK(player.progress(0).values.at(0) == played->checks.at(0).value);
  CHECK(player.progress(0).values.at(1) == 4);
  CHECK(app.session().phases_begun() == 0);
}

TEST_CASE("a lesson opens the slider of a weight") {
  const Frames frames;
  App app("dataset=gauss");
  app.start();
  open(app, "# A\nWords.\nnudge: weight:2.1.3\n");
  Frames::draw(app, 3);
  CHECK(app.session().view().edited_parameter ==
        app.session().trainer().network().weight_index(1, 0, 2));
  CHECK(app.canvas().places.find("network.editor") != nullptr);
}

TEST_CASE("what a step asks for is covered until it is answered") {
  const Frames frames;
  App app("dataset=gauss");
  app.start();
  LessonPlayer& player =
      open(app,
           "# A\nRead.\n# B\nWords.\ncover: layer:1 gradient, microscope, chart\nwatch: loss\n"
           "inside: microscope\nask: Why?\n- so\n  No.\n+ thus\n  Yes.\n");
  const Places& places = app.canvas().places;
  Frames::draw(app, 3);
  CHECK(places.find("lesson.cover.chart") == nullptr);
  player.next(app.session());
  Frames::draw(app, 3);
  for (const char* const name : {"layer:1 gradient", "microscope", "chart", "watch.1"}) {
    CAPTURE(name);
    CHECK(places.find("lesson.cover." + std::string(name)) != nullptr);
  }
  const Place* cover = places.find("lesson.cover.layer:1 gradient");
  const Place* weight = places.find("network.weight.1.2.1");
  REQUIRE(cover != nullptr);
  REQUIRE(weight != nullptr);
  CHECK(cover->x <= weight->x);
  CHECK(cover->x + cover->width >= weight->x + weight->width);
  // Nor does the mouse bring it out.
  ImGui::GetIO().AddMousePosEvent(weight->x + 2, weight->y + 2);
  Frames::draw(app, 3);
  CHECK_FALSE(app.session().view().hovered_parameter);
  // A tab that is not open needs no cover, and others stay as they are.
  app.session().view().inside = InsideTab::kHistory;
  Frames::draw(app, 3);
  CHECK(places.find("lesson.cover.microscope") == nullptr);

  player.answer(app.session(), 1);
  Frames::draw(app, 3);
  for (const char* const name : {"layer:1 gradient", "microscope", "chart", "watch.1"}) {
    CHECK(places.find("lesson.cover." + std::string(name)) == nullptr);
  }
  const Place* open_weight = places.find("network.weight.1.2.1");
  REQUIRE(open_weight != nullptr);
  ImGui::GetIO().AddMousePosEvent(open_weight->x + 2, open_weight->y + 2);
  Frames::draw(app, 3);
  CHECK(app.session().view().hovered_parameter);
}

TEST_CASE("what stands in Health is covered, where it stands") {
  const Frames frames;
  App app("lesson=zero-init");
  app.start();
  Frames::draw(app, 4);
  REQUIRE(app.canvas().places.find("output.health.0") != nullptr);
  app.lessons().next(app.session());
  Frames::draw(app, 4);
  CHECK(app.canvas().places.find("lesson.cover.health") != nullptr);
  CHECK(app.canvas().places.find("lesson.cover.layer:1 gradient") != nullptr);
}

TEST_CASE(
    "a cover without a question, and places that there are not, are refused with their line") {
  const auto complaint = [](const std::string& step) {
    const auto lesson = parse_lesson(kHead + "# S\nWords.\n" + step);
    return lesson ? std::string() : lesson.error().message;
  };
  CHECK(complaint("cover: health\n").find("asks") != std::string::npos);
  const std::string question = "ask: Why?\n- a\n+ b\n";
  CHECK(complaint("cover: health, layer:2 gradient, flow, network\n" + question).empty());
  CHECK(complaint("cover: layer:3 gradient\n" + question).starts_with("line 7: "));
  CHECK(complaint("cover: learningRate\n" + question).starts_with("line 7: "));
  CHECK(complaint("cover: moon\n" + question).starts_with("line 7: "));
  CHECK(complaint("sample: 101\n").find("100") != std::string::npos);
  CHECK(complaint("sample: mean\n").empty());
  CHECK(complaint("phase: update\n").starts_with("line 7: "));
  CHECK(complaint("nudge: neuron:1.1\n").starts_with("line 7: "));
  CHECK(complaint("large: output\n").starts_with("line 7: "));
  CHECK(complaint("pin: delta:1.1@40\n").starts_with("line 7: "));
  CHECK(complaint("large: inside\nlarge: inside\n").starts_with("line 8: "));
}

TEST_CASE("a lesson puts the run aside, and closing it brings back run, undo, speed and view") {
  App app("dataset=spiral&layers=5&speed=3");
  Session& session = app.session();
  session.post(intent::Step{7});
  session.post(intent::SetProperty{"learningRate", "0.3"});
  session.post(intent::Step{2});
  REQUIRE(session.carry_out_posted());
  session.view().inside = InsideTab::kFlow;
  session.view().pinned_neuron = NeuronId{0, 4};
  session.view().settings_folded = false;
  const std::uint64_t hash = session.trainer().parameter_hash();

  app.lessons().open("lesson=vanishing");
  app.lessons().update(session);
  REQUIRE(app.lessons().lesson() != nullptr);
  CHECK(session.trainer().experiment().layers.size() == 6);
  CHECK(session.view().settings_folded);
  app.lessons().next(session);
  app.lessons().next_lesson(session);  // the run stays aside
  app.lessons().close_and_return(session);
  CHECK(app.lessons().lesson() == nullptr);
  CHECK(app.lessons().asked_for());
  app.lessons().update(session);
  CHECK_FALSE(app.lessons().asked_for());
  CHECK(session.trainer().parameter_hash() == hash);
  CHECK(session.trainer().step_count() == 9);
  CHECK(session.playback().speed->name == "3");
  CHECK(session.view().inside == InsideTab::kFlow);
  CHECK(session.view().pinned_neuron == NeuronId{0, 4});
  CHECK_FALSE(session.view().settings_folded);
  CHECK(session.undo_stack().next_undo() == "Learning rate");
  REQUIRE(session.carry_out(intent::Undo{}));
  CHECK(session.trainer().step_count() == 7);
  CHECK(get_property(session.trainer().experiment(), "learningRate") != "0.3");
}

TEST_CASE("what takes a lesson's place leaves nothing to come back") {
  App app("dataset=spiral");
  app.lessons().open("lesson=vanishing");
  app.lessons().update(app.session());
  app.open_link("dataset=circle&layers=2");
  app.lessons().update(app.session());
  CHECK(get_property(app.session().trainer().experiment(), "dataset") == "circle");
}

TEST_CASE("a lesson that came with a link stays on the canvas when it is closed") {
  App app("lesson=vanishing");
  app.lessons().close_and_return(app.session());
  app.lessons().update(app.session());
  CHECK(app.session().trainer().experiment().layers.size() == 6);
}

TEST_CASE("Health says nothing of losses before an edit as if training had led from there") {
  const Frames frames;
  App app("lesson=bce-mse");
  app.start();
  LessonPlayer& player = app.lessons();
  Frames::draw(app, 4);
  player.act(app.session());
  Frames::draw(app, 4);
  player.next(app.session());
  player.act(app.session());
  for (int i = 0; i < 60 && !player.progress().done; ++i) Frames::draw(app, 1, 0.05);
  REQUIRE(player.progress().done);
  Frames::draw(app, 4);
  for (const Finding& finding : app.session().shown().findings) {
    CAPTURE(finding.text);
    CHECK(finding.rule != "rate_too_high");
  }
}

}  // namespace
}  // namespace backprop
