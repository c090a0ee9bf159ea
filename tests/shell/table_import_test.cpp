// A table that somebody is asked about: the dialog's answers, and undo.
#include <imgui.h>

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>

#include "shell/app/app.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

Result<void> apply(App& app, const Intent& intent) { return app.session().carry_out(intent); }

constexpr const char* kFlowers =
    "long,wide,petal,kind\n5.1,3.5,1.4,a\n4.9,3.0,1.5,b\n6.2,2.9,4.3,a\n5.5,2.5,4.0,b\n";

TEST_CASE("a doubtful table is asked about, and taken as it is answered") {
  const Frames frames;
  App app("dataset=xor&layers=3");
  app.start();
  Frames::draw(app);
  REQUIRE(apply(app, intent::Step{12}));
  const std::uint64_t hash = app.session().trainer().parameter_hash();
  const Experiment before = app.session().trainer().experiment();
  REQUIRE(app.open_file("flowers.csv", kFlowers));
  REQUIRE(app.session().table() != nullptr);
  Frames::draw(app, 3);
  for (const char* place : {"table", "table.column.1", "table.column.4", "table.scale.0",
                            "table.plane", "table.take", "table.cancel"}) {
    INFO(place);
    CHECK(app.canvas().places.contains(place));
  }
  CHECK(app.session().trainer().parameter_hash() == hash);  // nothing is lost while it is asked

  // x2 moves to another column; the first one is free then.
  app.session().table()->set_role(2, ColumnRole::kX2);
  CHECK(app.session().table()->roles() ==
        std::vector<ColumnRole>{ColumnRole::kX1, ColumnRole::kIgnore, ColumnRole::kX2,
                                ColumnRole::kClass});
  app.session().table()->set_role(0, ColumnRole::kIgnore);
  CHECK_FALSE(app.session().table()->says());
  CHECK(app.session().table()->points().empty());
  CHECK_FALSE(apply(app, intent::TakeTable{}));
  REQUIRE(app.session().table() != nullptr);
  app.session().table()->set_role(0, ColumnRole::kX1);
  app.session().table()->set_scale(TableScale::kFit);
  REQUIRE(apply(app, intent::TakeTable{}));
  CHECK(app.session().table() == nullptr);
  CHECK(app.session().trainer().data().points.size() == 4);
  REQUIRE(app.session().trainer().experiment().shown_columns() != nullptr);
  CHECK(app.session().trainer().experiment().shown_columns()->inputs[1].name == "petal");
  CHECK(app.session().view().show_test_data);
  Frames::draw(app);

  // Undo takes it back, to the very bits; redo brings it again.
  CHECK(app.session().undo_stack().next_undo() == "Points from 'flowers.csv'");
  REQUIRE(apply(app, intent::Undo{}));
  CHECK(app.session().trainer().parameter_hash() == hash);
  CHECK(app.session().trainer().experiment() == before);
  CHECK(app.session().trainer().step_count() == 12);
  REQUIRE(apply(app, intent::Redo{}));
  CHECK(app.session().trainer().data().points.size() == 4);
  CHECK(app.session().trainer().experiment().shown_columns() != nullptr);
}

TEST_CASE("cancelling loses nothing") {
  const Frames frames;
  App app("dataset=xor&layers=3");
  app.start();
  REQUIRE(apply(app, intent::Step{5}));
  const std::uint64_t revision = app.session().trainer().revision();
  REQUIRE(app.open_file("flowers.csv", kFlowers));
  Frames::draw(app, 2);
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, true);
  Frames::draw(app, 2);
  ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, false);
  Frames::draw(app, 2);
  CHECK(app.session().table() == nullptr);
  CHECK(app.session().trainer().revision() == revision);
  CHECK(app.session().undo_stack().next_undo().empty());
}

TEST_CASE("a table off the plane is asked about, one on it is not") {
  App app("dataset=xor");
  REQUIRE(app.open_file("near.csv", "1.5,2,a\n-1,0.5,b\n3,3,a\n"));
  CHECK(app.session().table() == nullptr);
  REQUIRE(app.open_file("far.csv", "170,60,a\n180,90,b\n175,70,a\n"));
  REQUIRE(app.session().table() != nullptr);
  CHECK(app.session().table()->scale() == TableScale::kStandardise);
  // Something else opened in its place lets it go.
  REQUIRE(app.open_file("near.csv", "1.5,2,a\n-1,0.5,b\n3,3,a\n"));
  CHECK(app.session().table() == nullptr);
  CHECK(app.session().trainer().data().points.size() == 3);
}

TEST_CASE("a table is taken whole, and back to points") {
  const Frames frames;
  App app("dataset=xor&layers=4");
  app.start();
  Frames::draw(app);
  REQUIRE(app.open_file("flowers.csv", kFlowers));
  TableImport* table = app.session().table();
  REQUIRE(table != nullptr);
  table->take_samples(true);
  CHECK(table->takes_samples());
  CHECK(table->roles() == std::vector<ColumnRole>{ColumnRole::kInput, ColumnRole::kInput,
                                                  ColumnRole::kInput, ColumnRole::kClass});
  REQUIRE(table->says());
  CHECK(table->points().size() == 4);
  // A target and a class exclude each other; inputs stay as many as they are.
  table->set_role(2, ColumnRole::kTarget);
  CHECK(table->roles()[3] == ColumnRole::kIgnore);
  table->set_role(3, ColumnRole::kClass);
  CHECK(table->roles()[2] == ColumnRole::kIgnore);
  table->set_role(2, ColumnRole::kInput);
  Frames::draw(app, 3);
  CHECK(app.canvas().places.contains("table.scale.2"));
  table->set_scale(TableScale::kFit);
  REQUIRE(apply(app, intent::TakeTable{}));
  CHECK(app.session().trainer().network().input_count() == 3);
  const SampleTable& taken = *app.session().trainer().experiment().table;
  CHECK(taken.number(0, 0) == 5.1f);
  CHECK(taken.scales.size() == 3);
  CHECK(std::abs(taken.seen(1, 0) + 1) < 1e-6f);
  Frames::draw(app, 3);
  CHECK(app.canvas().places.contains("slice.held"));

  REQUIRE(app.open_file("flowers.csv", kFlowers));
  app.session().table()->take_samples(true);
  app.session().table()->take_samples(false);
  CHECK_FALSE(app.session().table()->takes_samples());
  CHECK(app.session().table()->roles() == app.session().table()->table().roles);
}

TEST_CASE("one column of numbers and a class opens as a table") {
  const Frames frames;
  App app("dataset=xor&layers=4");
  app.start();
  Frames::draw(app);
  const char* heights = "height,class\n1.5,small\n2.5,large\n1.75,small\n3,large\n";
  REQUIRE(app.open_file("heights.csv", heights));
  CHECK(app.session().table() == nullptr);
  const Experiment& experiment = app.session().trainer().experiment();
  REQUIRE(experiment.uses_table);
  CHECK(experiment.table->inputs == std::vector<std::string>{"height"});
  CHECK(experiment.table->classes == std::vector<std::string>{"small", "large"});
  Frames::draw(app, 3);
  REQUIRE(apply(app, intent::Undo{}));
  CHECK_FALSE(app.session().trainer().experiment().uses_table);

  // Where it is not certain it is asked about as inputs and targets.
  REQUIRE(app.open_file("places.csv", "height,ward,place\n1,a,p\n2,b,q\n3,a,q\n4,b,p\n"));
  TableImport* table = app.session().table();
  REQUIRE(table != nullptr);
  CHECK(table->takes_samples());
  REQUIRE(table->says());
  table->set_role(1, ColumnRole::kClass);
  CHECK(table->roles() ==
        std::vector<ColumnRole>{ColumnRole::kInput, ColumnRole::kClass, ColumnRole::kIgnore});
  REQUIRE(apply(app, intent::TakeTable{}));
  CHECK(app.session().trainer().experiment().table->classes[0] == "a");
}

TEST_CASE("names of a table's columns stand beside the tiles, cut where they are long") {
  const Frames frames;
  App app(
      "dataset=table&table=a%20rather%20long%20name%20of%20an%20input,b;sum%20of%20all%20that%"
      "20there%20is,carry;"
      "1,2,3,4;2,3,4,5&layers=8,8");
  app.start();
  Frames::draw(app, 3);
  for (const char* place : {"network.inputName.1", "network.inputName.2", "network.outputName.1",
                            "network.outputName.2"}) {
    INFO(place);
    REQUIRE(app.canvas().places.contains(place));
  }
  const auto place = [&](const char* name) { return *app.canvas().places.find(name); };
  const Place name = place("network.inputName.1");
  CHECK(name.x + name.width <= place("network.feature.x1").x);
  CHECK(name.width > place("network.inputName.2").width);
}

}  // namespace
}  // namespace backprop
