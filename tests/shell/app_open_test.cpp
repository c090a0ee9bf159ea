// What the application opens, and what it tells the page's address.
#include <imgui.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "engine/run/document.h"
#include "shell/app/app.h"
#include "shell/app/query.h"
#include "shell/app/share.h"
#include "shell/platform/platform.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

namespace fake = platform::fake;

Result<void> apply(App& app, Intent intent) {
  app.session().post(std::move(intent));
  return app.session().carry_out_posted();
}

Result<void> open(App& app, std::string_view name, std::string_view bytes) {
  return app.open_file(name, bytes);
}

TEST_CASE("the address follows settings, steps and edits, and stays where nothing changes") {
  const Frames frames;
  App app("#dataset=xor&layers=3");
  app.start();
  Frames::draw(app);
  CHECK(fake::fragments_set == 0);  // the address is what it came from
  CHECK_FALSE(app.wants_frame());

  REQUIRE(apply(app, intent::SetProperty{"learningRate", "0.3"}));
  CHECK(app.wants_frame());
  Frames::draw(app);
  CHECK(fake::fragment == "v=1&dataset=xor&layers=3&learningRate=0.3");
  CHECK(fake::fragments_set == 1);
  CHECK_FALSE(app.wants_frame());

  REQUIRE(apply(app, intent::Step{7}));
  Frames::draw(app);
  CHECK(fake::fragment == "v=1&dataset=xor&layers=3&learningRate=0.3&step=7");
  CHECK(fake::kept.run.empty());
  CHECK(App(fake::fragment).session().trainer().parameter_hash() ==
        app.session().trainer().parameter_hash());
}

TEST_CASE("the address is told now and then, not at every step") {
  const Frames frames;
  App app("dataset=xor&layers=3&speed=max");
  app.start();
  Frames::draw(app);
  REQUIRE(apply(app, intent::Play{}));
  fake::seconds_per_look = 0.001;
  Frames::draw(app, 100, 0.02);  // two seconds and what training took
  fake::seconds_per_look = 0;
  CHECK(fake::fragments_set >= 2);
  CHECK(fake::fragments_set <= 6);
  REQUIRE(apply(app, intent::Pause{}));
  Frames::draw(app);
  CHECK(fake::fragment == app.link());
}

TEST_CASE("who only watches the first view keeps the plain address") {
  const Frames frames;
  App app("");
  app.start();
  REQUIRE(app.session().playing());
  Frames::draw(app, 10);
  CHECK(fake::fragments_set == 0);
  REQUIRE(apply(app, intent::Pause{}));
  Frames::draw(app);
  REQUIRE(apply(app, intent::Step{1}));
  Frames::draw(app);
  CHECK(fake::fragment == app.link());
}

TEST_CASE("a run that was changed on the way comes back whole from beside its address") {
  const Frames frames;
  App app("dataset=xor&layers=3&optimizer=adam&speed=10");
  app.start();
  REQUIRE(apply(app, intent::Step{30}));
  REQUIRE(apply(app, intent::EditParameter{0, -0.5f}));
  REQUIRE(apply(app, intent::Step{5}));
  Frames::draw(app);
  CHECK(fake::fragment.find("weights=") != std::string::npos);
  REQUIRE_FALSE(fake::kept.run.empty());

  App again("");
  again.open_address(fake::fragment, fake::kept);
  CHECK(again.session().trainer().step_count() == 35);
  CHECK(again.session().playback().speed->name == "10");
  REQUIRE(apply(app, intent::Step{20}));
  REQUIRE(apply(again, intent::Step{20}));
  CHECK(again.session().trainer().parameter_hash() == app.session().trainer().parameter_hash());

  // Something else beside it is as good as nothing.
  platform::Kept other;
  other.run = "{}";
  again.open_address(fake::fragment, other);
  CHECK(again.session().trainer().step_count() == 0);
}

TEST_CASE("opens a saved run and goes on with the same bits") {
  App app("dataset=spiral&layers=5&optimizer=adam");
  REQUIRE(apply(app, intent::Step{40}));
  App other("dataset=xor");
  REQUIRE(open(other, "run.json", make_document(app.session().trainer())));
  CHECK(other.session().trainer().step_count() == 40);
  REQUIRE(apply(app, intent::Step{10}));
  REQUIRE(apply(other, intent::Step{10}));
  CHECK(other.session().trainer().parameter_hash() == app.session().trainer().parameter_hash());
}

TEST_CASE("opens tables of points, for classes and for heights") {
  App app("dataset=circle&layers=3&classes=2&learningRate=0.1");
  REQUIRE(open(app, "flowers.csv", "x1,x2,label\n1,2,rose\n-1,0.5,lily\n3,3,rose\n0,0,iris\n"));
  CHECK(app.session().trainer().data().points.size() == 4);
  CHECK(app.session().trainer().experiment().classes == 3);
  CHECK(app.session().trainer().experiment().learning_rate == 0.1f);
  REQUIRE(app.canvas().messages.size() == 1);
  CHECK(app.canvas().messages[0].text ==
        "'flowers.csv': 4 points: x1 is 'x1', x2 is 'x2', the class is 'label': 0 is 'rose', 1 is "
        "'lily', 2 is "
        "'iris'. So few points are all trained on: the training share is 1.");

  REQUIRE(open(app, "heights.csv", "1,5;2,5;0,5\n-1,5;0,5;-0,25\n"));
  CHECK(app.session().trainer().experiment().problem == Problem::kRegression);
  CHECK(app.session().trainer().data().points.size() == 2);
  REQUIRE(open(app, "names.csv", "1,2,a\n-1,0.5,b\n"));
  CHECK(app.session().trainer().experiment().problem == Problem::kClassification);
}

TEST_CASE("opens links, ours and those of TensorFlow Playground, with what differs") {
  App app("dataset=circle");
  REQUIRE(open(app, "", "  https://example.org/play/#dataset=xor&layers=3&step=9 \n"));
  CHECK(app.session().trainer().step_count() == 9);
  REQUIRE(open(app, "",
               "https://playground.tensorflow.org/"
               "#activation=relu&batchSize=10&dataset=spiral&networkShape=4,2&seed=0.5"));
  CHECK(app.session().trainer().experiment().layers == std::vector<int>{4, 2});
  REQUIRE_FALSE(app.canvas().messages.empty());
  CHECK(app.canvas().messages[0].text.find("TensorFlow Playground") != std::string::npos);
}

TEST_CASE("links to share: at the step, from the start, with the weights") {
  App app("dataset=xor&layers=3&speed=10");
  REQUIRE(apply(app, intent::Step{25}));
  const ShareLinks links = share_links(app);
  CHECK(links.at_step == "v=1&dataset=xor&layers=3&step=25&speed=10");
  CHECK(links.from_start == "v=1&dataset=xor&layers=3&speed=10");
  const App weights(links.with_weights);
  CHECK(weights.session().trainer().step_count() == 0);
  CHECK(weights.session().trainer().parameter_hash() == app.session().trainer().parameter_hash());

  REQUIRE(apply(app, intent::SetProperty{"learningRate", "0.3"}));
  CHECK(share_links(app).at_step.empty());  // its start no longer leads here
  CHECK(App(share_links(app).with_weights).session().trainer().parameter_hash() ==
        app.session().trainer().parameter_hash());
}

TEST_CASE("notes about a link before it is opened") {
  bool ok = false;
  CHECK(link_notes("#dataset=xor&layers=3", &ok).empty());
  CHECK(ok);
  CHECK(link_notes("https://playground.tensorflow.org/#networkShape=4,2&seed=0.5", &ok).size() ==
        1);
  CHECK(ok);
  CHECK(link_notes("dataset=xor&speed=warp", &ok).size() == 1);
  CHECK(ok);
  for (const char* text : {"", "   ", "hello", "a=b", "https://example.org/"}) {
    INFO(text);
    static_cast<void>(link_notes(text, &ok));
    CHECK_FALSE(ok);
  }
}

TEST_CASE("without a page, the link goes to the clipboard and the run into a file") {
  const Frames frames;
  App app("dataset=xor&layers=3");
  app.start();
  View& view = app.session().view();
  fake::has_dialogs = true;
  view.share_asked = true;
  Frames::draw(app);
  CHECK(fake::dialog == "share");
  CHECK(app.canvas().messages.empty());
  fake::has_dialogs = false;
  view.share_asked = true;
  Frames::draw(app);
  CHECK(ImGui::GetClipboardText() == app.link());
  CHECK(app.canvas().messages.size() == 1);  // once, not in every frame
  view.export_asked = true;
  Frames::draw(app);
  CHECK(fake::saved == make_document(app.session().trainer()));
  CHECK(app.canvas().messages.size() == 2);
}

TEST_CASE("the query of an embedded page") {
  const auto read = [](const char* query) {
    View view;
    read_query(view, query);
    return view;
  };
  CHECK_FALSE(read("").embed);
  CHECK_FALSE(read("?utm=1&other").embed);
  CHECK((read("?embed").embed->network && read("?embed=").embed->play));
  const View some = read("?a=b&embed=output%2Cplay&theme=light");
  CHECK_FALSE(some.embed->network);
  CHECK((some.embed->output && some.embed->play));
  CHECK(some.theme == ThemeChoice::kLight);
  const View wrong = read("?embed=everything&theme=pink");
  CHECK((wrong.embed->network && wrong.embed->output && !wrong.embed->play));
  CHECK(wrong.theme == ThemeChoice::kSystem);
}

TEST_CASE("an embedded playground shows what its page asks for") {
  const Frames frames;
  App app("dataset=xor&layers=3");
  app.start();
  read_query(app.session().view(), "?embed=network,play");
  Frames::draw(app);
  CHECK(app.canvas().places.contains("network.picture"));
  CHECK(app.canvas().places.contains("toolbar.play"));
  CHECK_FALSE(app.canvas().places.contains("output.plane"));
  CHECK_FALSE(app.canvas().places.contains("toolbar.share"));
  app.session().view().embed = Embed{.network = false, .output = true, .play = false};
  Frames::draw(app);
  CHECK(app.canvas().places.contains("output.plane"));
  CHECK_FALSE(app.canvas().places.contains("network.picture"));
  CHECK_FALSE(app.canvas().places.contains("toolbar.play"));
}

TEST_CASE("what cannot be opened is named, and the run stays") {
  App app("dataset=xor&layers=3");
  REQUIRE(apply(app, intent::Step{12}));
  const std::uint64_t hash = app.session().trainer().parameter_hash();
  const struct {
    std::string name, bytes, says;
  } cases[] = {
      {"a.json", "{\"format\": \"other\"}", "'a.json' cannot be opened as a saved run"},
      {"a.json", "{", "'a.json' cannot be opened as a saved run"},
      {"b.csv", "x1,x2,label\nx,y,z\n", "no two columns of numbers"},
      {"c.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16),
       "'c.png' is no table of points: it is no text"},
      {"", "", "This is empty."},
      {"", "https://example.org/?q=cats", "no link"},
      {"", "hello world", "no table of points"},
      {"huge.csv", std::string(kMaxDocumentBytes + 1, '1'), "larger than the 8 MB"},
  };
  for (const auto& [name, bytes, says] : cases) {
    const Result<void> opened = open(app, name, bytes);
    INFO(says);
    REQUIRE_FALSE(opened);
    INFO(opened.error().message);
    CHECK(opened.error().message.find(says) != std::string::npos);
    CHECK(opened.error().message.size() < 400);
    CHECK(app.session().trainer().step_count() == 12);
    CHECK(app.session().trainer().parameter_hash() == hash);
  }
}

}  // namespace
}  // namespace backprop
