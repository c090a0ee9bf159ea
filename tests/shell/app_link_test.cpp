// The application without a window: what intents and links do to the run.
#include "engine/run/trainer_link.h"
#include "shell/app/app.h"

#include <imgui.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "tests/shell/frames.h"

namespace backprop {
namespace {

Result<void> apply(App& app, Intent intent) {
  app.session().post(std::move(intent));
  return app.session().carry_out_posted();
}

std::vector<float> weights_of(const App& app) {
  const auto parameters = app.session().trainer().network().parameters();
  return {parameters.begin(), parameters.end()};
}

TEST_CASE("new data leaves the weights, new weights leave the data, and links say both") {
  App app("dataset=spiral&layers=3&seed=7");
  const auto points = app.session().trainer().data().points;
  const auto weights = weights_of(app);
  REQUIRE(apply(app, intent::Step{20}));
  REQUIRE(apply(app, intent::NewData{}));
  CHECK(app.session().trainer().step_count() == 0);
  CHECK(app.session().trainer().data().points != points);
  CHECK(weights_of(app) == weights);
  CHECK(app.link() == "v=1&dataset=spiral&layers=3&seed=7&dataSeed=8");

  const auto new_points = app.session().trainer().data().points;
  REQUIRE(apply(app, intent::NewWeights{}));
  CHECK(app.session().trainer().data().points == new_points);
  CHECK(weights_of(app) != weights);
  CHECK(app.link() == "v=1&dataset=spiral&layers=3&seed=8&dataSeed=8");

  App other("dataset=spiral&layers=3&seed=7");
  REQUIRE(apply(other, intent::NewWeights{}));
  CHECK(other.session().trainer().data().points == points);
  CHECK(weights_of(other) == weights_of(app));
  CHECK(App(other.link()).session().trainer().data().points == points);
  CHECK(app.canvas().messages.empty());
}

TEST_CASE("the largest seed is followed by the smallest") {
  App app("seed=4294967295");
  REQUIRE(apply(app, intent::NewWeights{}));
  CHECK(app.session().trainer().experiment().seed == 0);
  CHECK(app.session().trainer().experiment().points_seed() == 4294967295u);
  REQUIRE(apply(app, intent::NewData{}));
  CHECK(app.session().trainer().experiment().points_seed() == 0);
  CHECK(app.session().trainer().experiment().data_seed == 0);
}

TEST_CASE("weights edited by hand are in the link, and a restart comes back to them") {
  App app("dataset=xor&layers=3&learningRate=0.1");
  REQUIRE(apply(app, intent::EditParameter{4, 1.25f}));
  const auto start = weights_of(app);
  REQUIRE(apply(app, intent::Step{30}));
  const std::uint64_t end = app.session().trainer().parameter_hash();

  App again(app.link());
  CHECK(again.canvas().messages.empty());
  CHECK(again.session().trainer().step_count() == 30);
  CHECK(again.session().trainer().parameter_hash() == end);
  REQUIRE(apply(again, intent::Restart{}));
  CHECK(weights_of(again) == start);
  REQUIRE(apply(again, intent::Step{30}));
  CHECK(again.session().trainer().parameter_hash() == end);

  // Other points, the same start; other weights, none of it.
  REQUIRE(apply(again, intent::NewData{}));
  CHECK(weights_of(again) == start);
  REQUIRE(apply(again, intent::NewWeights{}));
  CHECK(weights_of(again) != start);
  CHECK(again.link().find("weights=") == std::string::npos);
}

TEST_CASE("an edit on the way makes a link that starts from there") {
  App app("dataset=xor&layers=3&speed=10");
  REQUIRE(apply(app, intent::Step{30}));
  CHECK(app.link().find("weights=") == std::string::npos);
  REQUIRE(apply(app, intent::EditParameter{0, -0.5f}));
  App again(app.link());
  CHECK(again.session().trainer().step_count() == 0);
  CHECK(weights_of(again) == weights_of(app));
  CHECK(again.session().playback().speed->name == "10");
}

TEST_CASE("weights that do not fit are named, and the network starts from its own") {
  App app("layers=3&weights=AACAPw");
  REQUIRE(app.canvas().messages.size() == 1);
  CHECK(app.canvas().messages[0].text.find("their number is 1, and") != std::string::npos);
  CHECK(weights_of(app) == weights_of(App("layers=3")));
}

TEST_CASE("a link that asks for many steps does not stop the application") {
  constexpr const char* kLink = "dataset=xor&layers=3&step=9000";
  platform::fake::seconds_per_look = 0.001;
  App app(kLink);
  CHECK(app.session().trainer().step_count() > 100);
  CHECK(app.session().trainer().step_count() < 5000);
  CHECK(app.wants_frame());  // it goes on in the next ones
  REQUIRE(app.canvas().messages.size() == 1);
  CHECK(app.canvas().messages[0].text.find("step 9000 ") != std::string::npos);
  REQUIRE(apply(app, intent::TogglePlay{}));
  CHECK_FALSE(app.session().playing());
  CHECK(app.canvas().messages.empty());
  CHECK(app.link() == make_link(app.session().trainer()));
  platform::fake::seconds_per_look = 0;

  App at_once(kLink);
  CHECK(at_once.session().trainer().step_count() == 9000);
  CHECK(at_once.canvas().messages.empty());
  CHECK(at_once.session().run().log().entries().size() > 100);
}

TEST_CASE("the step a link asks for is reached over frames, and says so until then") {
  const Frames frames;
  platform::fake::seconds_per_look = 0.002;
  App app("dataset=xor&layers=3&step=2000");
  app.start();
  REQUIRE(app.session().trainer().step_count() < 2000);
  REQUIRE(app.canvas().messages.size() == 1);
  int count = 0;
  while (app.session().trainer().step_count() < 2000 && count < 1000) {
    Frames::draw(app, 1, 0);
    ++count;
  }
  platform::fake::seconds_per_look = 0;
  CHECK(count > 10);
  CHECK(app.session().trainer().step_count() == 2000);
  CHECK(app.canvas().messages.empty());
  CHECK_FALSE(app.session().playing());
  CHECK(app.session().trainer().parameter_hash() ==
        App("dataset=xor&layers=3&step=2000").session().trainer().parameter_hash());
}

}  // namespace
}  // namespace backprop
