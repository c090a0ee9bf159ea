// Points placed by hand in a run: what stays, what starts over, what comes back.
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/experiment/link.h"
#include "shell/app/app.h"
#include "tests/shell/platform_fake.h"

namespace backprop {
namespace {

using Kind = PointEdit::Kind;

Result<void> edit(App& app, std::vector<PointEdit> edits) {
  app.session().post(intent::EditPoints{std::move(edits)});
  return app.session().carry_out_posted();
}

std::set<int> training_origins(const App& app) {
  const Data& data = app.session().trainer().data();
  return {data.origins.begin(), data.origins.begin() + data.train_count};
}

TEST_CASE("a run goes on with its weights when points are painted") {
  App app("dataset=xor&layers=3&seed=5");
  app.session().post(intent::Step{20});
  REQUIRE(app.session().carry_out_posted());
  const std::uint64_t hash = app.session().trainer().parameter_hash();
  const std::size_t count = app.session().trainer().data().points.size();
  REQUIRE(edit(app, {{Kind::kAdd, 0, {1, 2, 1}}, {Kind::kAdd, 0, {-1, 2, 0}}}));
  CHECK(app.session().trainer().experiment().dataset == nullptr);
  CHECK(app.session().trainer().data().points.size() == count + 2);
  CHECK(app.session().trainer().step_count() == 20);
  CHECK(app.session().trainer().parameter_hash() == hash);
  app.session().post(intent::Step{});
  REQUIRE(app.session().carry_out_posted());
  CHECK(app.session().trainer().step_count() == 21);
  CHECK(app.session().trainer().parameter_hash() != hash);
}

TEST_CASE("points move, change class and go, each by its own number") {
  App app("dataset=xor&layers=3&seed=5");
  const std::size_t count = app.session().trainer().data().points.size();
  REQUIRE(edit(app, {{Kind::kMove, 7, {3, -4, 0}}, {Kind::kRelabel, 8, {0, 0, 1}}}));
  const std::vector<Point>& points = app.session().trainer().experiment().custom_points;
  CHECK(points[7].x1 == 3);
  CHECK(points[7].x2 == -4);
  CHECK(points[8].label == 1);
  REQUIRE(edit(app, {{Kind::kRemove, 9, {}}, {Kind::kRemove, 3, {}}}));
  CHECK(app.session().trainer().experiment().custom_points.size() == count - 2);
  CHECK_FALSE(edit(app, {{Kind::kRemove, 100000, {}}}));
}

TEST_CASE("a point more or less moves few others between training and test") {
  App app("dataset=xor&layers=3&seed=5");
  REQUIRE(edit(app, {{Kind::kAdd, 0, {1, 1, 0}}}));  // by hand from here on
  const std::set<int> before = training_origins(app);
  REQUIRE(edit(app, {{Kind::kAdd, 0, {2, 2, 0}}}));
  int changed = 0;
  for (const int origin : training_origins(app)) changed += before.contains(origin) ? 0 : 1;
  CHECK(changed <= 2);
}

TEST_CASE("a class more needs another network") {
  App app("dataset=xor&layers=3&seed=5");
  app.session().post(intent::Step{5});
  REQUIRE(app.session().carry_out_posted());
  REQUIRE(edit(app, {{Kind::kAdd, 0, {1, 2, 2}}}));
  CHECK(app.session().trainer().experiment().classes == 3);
  CHECK(app.session().trainer().network().output_count() == 3);
  CHECK(app.session().trainer().step_count() == 0);
  CHECK_FALSE(app.canvas().messages.empty());
}

TEST_CASE("without points nothing trains, and undo brings them back") {
  App app("dataset=xor&layers=3&seed=5");
  const auto points = app.session().trainer().data().points;
  app.session().post(intent::ClearPoints{});
  REQUIRE(app.session().carry_out_posted());
  CHECK(app.session().trainer().data().points.empty());
  app.session().post(intent::Step{});
  REQUIRE(app.session().carry_out_posted());
  CHECK(app.session().trainer().step_count() == 0);
  app.session().post(intent::Undo{});
  REQUIRE(app.session().carry_out_posted());
  CHECK(app.session().trainer().data().points == points);
}

PointEdit typed(std::size_t index, std::size_t column, float number) {
  PointEdit edit{Kind::kNumber, index};
  edit.column = column;
  edit.number = number;
  return edit;
}

TEST_CASE("a number typed into a table's row keeps the weights, and undo takes it back") {
  App app(
      "table=a,b;y;1,2,0.5;3,4,0.25&layers=2&trainFraction=1&order=listed&batchSize=1&"
      "weights=.1,.2,.3;.4,.5,.6|.7,.8,.9");
  const std::uint64_t hash = app.session().trainer().parameter_hash();
  REQUIRE(edit(app, {typed(1, 0, -7), typed(1, 2, 0.75f)}));
  const SampleTable& table = *app.session().trainer().experiment().table;
  CHECK(table.number(1, 0) == -7);
  CHECK(table.number(1, 1) == 4);
  CHECK(table.number(1, 2) == 0.75f);
  CHECK(app.session().trainer().parameter_hash() == hash);
  CHECK_FALSE(app.session().view().show_test_data);
  // A number that is none changes nothing, nor does what stands beside it.
  CHECK_FALSE(edit(app, {typed(0, 0, 9), typed(0, 1, 1e9f)}));
  CHECK_FALSE(edit(app, {typed(2, 0, 9)}));
  CHECK(app.session().trainer().experiment().table->number(0, 0) == 1);
  app.session().post(intent::Undo{});
  REQUIRE(app.session().carry_out_posted());
  CHECK(app.session().trainer().experiment().table->number(1, 0) == 3);
  CHECK(app.session().trainer().parameter_hash() == hash);
}

TEST_CASE("a target that the loss is not for is refused in words") {
  App app("table=half_adder&layers=2&loss=bce&trainFraction=1");
  const Result<void> done = edit(app, {typed(0, 2, 5)});
  REQUIRE_FALSE(done);
  CHECK(done.error().message.find("targets from 0 to 1") != std::string::npos);
  CHECK(app.session().trainer().experiment().loss->name == "bce");
}

TEST_CASE("numbers typed of a point are its coordinates and its label") {
  App app("points=0.5,0.25,1;-1,2,0&layers=2&trainFraction=1&order=listed");
  REQUIRE(edit(app, {typed(0, 0, 100), typed(0, 1, -0.75f), typed(1, 2, 2)}));
  const Experiment& experiment = app.session().trainer().experiment();
  CHECK(experiment.custom_points[0] == Point{100, -0.75f, 1});  // beyond the plane, as in links
  CHECK(experiment.custom_points[1].label == 2);
  CHECK(experiment.classes == 3);
  CHECK_FALSE(edit(app, {typed(0, 2, 0.5f)}));
}

TEST_CASE("a network written by hand takes the place of the run, and gives it back") {
  App app("dataset=xor&layers=3&seed=5");
  const std::uint64_t hash = app.session().trainer().parameter_hash();
  app.session().post(
      intent::TakeRun{std::make_shared<Trainer>(parse_link("table=xor").experiment)});
  REQUIRE(app.session().carry_out_posted());
  CHECK(app.session().trainer().experiment().uses_table);
  CHECK(app.session().undo_stack().next_undo() == "New network");
  app.session().post(intent::Undo{});
  REQUIRE(app.session().carry_out_posted());
  CHECK(app.session().trainer().parameter_hash() == hash);
}

}  // namespace
}  // namespace backprop
