// A reload: the application opened again from its address and what is kept beside it.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/experiment/link.h"
#include "engine/math/random.h"
#include "engine/run/document.h"
#include "shell/app/app.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

namespace fake = platform::fake;

Result<void> apply(App& app, Intent intent) {
  fake::now += 10;
  app.session().post(std::move(intent));
  return app.session().carry_out_posted();
}

// As the page does it: at the moment it goes, whatever the address said before.
void reload_as(App& again, App& app) {
  app.tell_address_now();
  again.open_address(fake::fragment, fake::kept);
}

void check_same(const App& a, const App& b) {
  CHECK(a.session().trainer().parameter_hash() == b.session().trainer().parameter_hash());
  CHECK(a.session().trainer().step_count() == b.session().trainer().step_count());
  CHECK(a.session().trainer().phases_done() % kPhaseCount ==
        b.session().trainer().phases_done() % kPhaseCount);
  CHECK(a.session().trainer().experiment() == b.session().trainer().experiment());
  CHECK(a.session().playback().speed == b.session().playback().speed);
  REQUIRE((a.session().other() == nullptr) == (b.session().other() == nullptr));
  if (a.session().other() == nullptr) return;
  CHECK(a.session().other()->trainer().parameter_hash() ==
        b.session().other()->trainer().parameter_hash());
  CHECK(a.session().other()->trainer().step_count() == b.session().other()->trainer().step_count());
}

TEST_CASE("a setting changed on the way, and compared: both runs come back") {
  const Frames frames;
  App app("dataset=xor&layers=4&optimizer=adam&speed=max");
  app.start();
  REQUIRE(apply(app, intent::Step{20}));
  REQUIRE(apply(app, intent::SetProperty{"learningRate", "0.3"}));
  REQUIRE(apply(app, intent::Step{5}));
  REQUIRE(apply(app, intent::Compare{true}));
  REQUIRE(apply(app, intent::Step{5}));
  REQUIRE(app.session().trainer().step_count() == 30);
  App again("");
  again.start();
  reload_as(again, app);
  check_same(app, again);
  for (App* one : {&app, &again}) REQUIRE(apply(*one, intent::Step{11}));
  check_same(app, again);
}

TEST_CASE("a run beyond what a link may ask for comes back") {
  const Frames frames;
  App app("dataset=xor&layers=4&optimizer=adam");
  app.start();
  REQUIRE(apply(app, intent::Step{3}));
  // As if it had gone on for hours.
  std::string document = make_document(app.session().trainer());
  const std::string at = "\"step\": 3,";
  const std::size_t found = document.find(at);
  REQUIRE(found != std::string::npos);
  document.replace(found, at.size(), "\"step\": 99999999,");
  REQUIRE(app.open_file("run.json", document));
  REQUIRE(app.session().trainer().step_count() >
          max_link_step(app.session().trainer().experiment()));
  REQUIRE(apply(app, intent::Compare{true}));
  REQUIRE(apply(app, intent::Step{2}));
  App again("");
  again.start();
  reload_as(again, app);
  check_same(app, again);
}

TEST_CASE("a step in progress comes back with its phases") {
  const Frames frames;
  App app("dataset=xor&layers=4&dropout=0.2");
  app.start();
  REQUIRE(apply(app, intent::Step{7}));
  for (int phases = 1; phases <= kPhaseCount; ++phases) {
    REQUIRE(apply(app, intent::AdvancePhase{}));
    App again("");
    again.start();
    reload_as(again, app);
    check_same(app, again);
    REQUIRE(apply(again, intent::Step{3}));
    App whole("dataset=xor&layers=4&dropout=0.2");
    whole.start();
    REQUIRE(apply(whole, intent::Step{again.session().trainer().step_count()}));
    CHECK(again.session().trainer().parameter_hash() == whole.session().trainer().parameter_hash());
  }
}

TEST_CASE("a lesson that was dropped comes back, at its place, and is not in the link") {
  const Frames frames;
  const std::string text =
      "lesson: mine\ntitle: Mine\nsummary: A test.\nlink: dataset=xor&layers=3\n"
      "# One\nText.\nrun: 5 steps\n# Two\nMore.\nset: learningRate=0.3\nrun: 3 steps\n";
  App app("dataset=moons");
  app.start();
  REQUIRE(app.open_file("mine.txt", text));
  REQUIRE(app.lessons().lesson() != nullptr);
  app.lessons().next(app.session());
  REQUIRE(apply(app, intent::Step{4}));
  App again("");
  again.start();
  reload_as(again, app);
  CHECK(fake::fragment.find("lesson=") == std::string::npos);
  REQUIRE(again.lessons().lesson() != nullptr);
  CHECK(again.lessons().lesson()->id == "mine");
  CHECK(again.lessons().step_index() == 1);
  CHECK(again.canvas().messages.empty());
  check_same(app, again);
}

TEST_CASE("a shipped lesson comes back at its place, the run where it was taken") {
  const Frames frames;
  App app("lesson=zero-init");
  app.start();
  app.lessons().next(app.session());
  REQUIRE(apply(app, intent::Step{13}));
  App again("");
  again.start();
  reload_as(again, app);
  Frames::draw(again);
  REQUIRE(again.lessons().lesson() != nullptr);
  CHECK(again.lessons().step_index() == app.lessons().step_index());
  check_same(app, again);
  // Its link alone, as somebody else opens it, begins where the lesson is.
  fake::settings.clear();
  App other(fake::fragment);
  other.start();
  Frames::draw(other);
  CHECK(other.session().trainer().step_count() == 0);
}

// Whatever is done, by a seed.
TEST_CASE("every state that a random walk reaches comes back") {
  const Frames frames;
  Random random(17, Random::Stream::kWeights);
  const auto one = [&random](std::initializer_list<const char*> words) {
    return std::string(words.begin()[random.below(static_cast<std::uint32_t>(words.size()))]);
  };
  for (int walk = 0; walk < 12; ++walk) {
    fake::fragment = "dataset=xor&layers=4,3&optimizer=momentum&batchSize=7&seed=5";
    fake::kept = {};
    App app(fake::fragment);
    app.start();
    for (int i = 0; i < 25; ++i) {
      const std::uint32_t what = random.below(12);
      Result<void> done;
      if (what == 0) done = apply(app, intent::SetProperty{"learningRate", one({"0.01", "0.3"})});
      if (what == 1) done = apply(app, intent::SetProperty{"optimizer", one({"sgd", "adam"})});
      if (what == 2) done = apply(app, intent::SetProperty{"layers", one({"4", "4,3", "5,5"})});
      if (what == 3) done = apply(app, intent::SetProperty{"dataset", one({"xor", "moons"})});
      if (what == 4) done = apply(app, intent::EditParameter{random.below(9), 0.5f});
      if (what == 5) done = apply(app, intent::Compare{app.session().other() == nullptr});
      if (what == 6) done = apply(app, intent::Undo{});
      if (what == 7) done = apply(app, intent::SwapRuns{});
      if (what == 8) done = apply(app, intent::GoTo{random.below(20)});
      if (what == 9) {
        done = apply(app, intent::EditPoints{{{PointEdit::Kind::kAdd, 0, {1.5f, -1, 0}}}});
      }
      if (what == 10) done = apply(app, intent::AdvancePhase{});
      if (what == 11) done = apply(app, intent::Step{random.below(15)});
      CAPTURE(walk, i, what);
      App again("");
      again.start();
      reload_as(again, app);
      check_same(app, again);
      if (fake::kept.ahead) {  // on the old page stepping would repeat what was done there
        REQUIRE_FALSE(again.canvas().messages.empty());
        CHECK(again.canvas().messages.back().text.find("ahead") != std::string::npos);
        continue;
      }
      for (App* both : {&app, &again}) REQUIRE(apply(*both, intent::Step{2}));
      check_same(app, again);
    }
  }
}

TEST_CASE("the slice of a table that is shown is in the address, and comes back") {
  const Frames frames;
  App app("dataset=table&table=iris&layers=3&slice=3,4,120");
  app.start();
  Frames::draw(app, 2);
  const View& view = app.session().view();
  REQUIRE(view.slice_axes == std::array{2, 3});
  REQUIRE(app.session().shown().slice->slice.row == 119);
  CHECK(app.canvas().messages.empty());
  CHECK(app.link().find("&slice=3,4,120") != std::string::npos);
  // Looked at otherwise: the address follows.
  app.session().view().slice_axes = {3, 0};
  app.session().view().selected_point.reset();
  CHECK(app.link().find("&slice=4,1") != std::string::npos);
  CHECK(app.link().find("&slice=4,1,") == std::string::npos);
  app.session().view().selected_point = 7;
  Frames::draw(app, 2);
  for (const bool document : {false, true}) {
    // With weights that a link cannot say there is a document beside it.
    if (document) REQUIRE(apply(app, intent::EditParameter{0, 0.25}));
    App again("");
    again.start();
    reload_as(again, app);
    Frames::draw(again, 2);
    check_same(app, again);
    CHECK(again.session().view().slice_axes == view.slice_axes);
    CHECK(again.session().view().selected_point == view.selected_point);
    CHECK(again.session().shown().slice->slice.row == app.session().shown().slice->slice.row);
  }
  // The usual one needs no words; and another link starts with it.
  App plain("dataset=table&table=iris&layers=3");
  plain.start();
  CHECK(plain.link().find("slice") == std::string::npos);
}

TEST_CASE("a slice that the data have not is said, and the rest opens") {
  const Frames frames;
  const auto told = [](const char* link) {
    App app(link);
    app.start();
    return app.canvas().messages.empty() ? std::string() : app.canvas().messages.front().text;
  };
  CHECK(told("dataset=table&table=majority3&slice=1,5") ==
        "The table has no input 5 for the slice: it has 3.");
  CHECK(told("dataset=table&table=majority3&slice=2,3,9") ==
        "The table has no row 9 for the slice: it has 8.");
  CHECK(told("dataset=xor&slice=1,3") == "slice is of a table, and the data are none.");
  CHECK(told("dataset=table&table=majority3&slice=2,3,8").empty());
}

}  // namespace
}  // namespace backprop
