// What is outside of the plane is scaled, and the file's numbers are kept with the experiment.
#include "engine/experiment/table.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/experiment/points_csv.h"
#include "engine/run/document.h"
#include "tests/engine/read_tables.h"

namespace backprop {
namespace {

using namespace testing;
constexpr TableScale kNone = TableScale::kNone, kFit = TableScale::kFit,
                     kStandard = TableScale::kStandardise;

double mean(const std::vector<Point>& points, float Point::* which) {
  double sum = 0;
  for (const Point& point : points) sum += static_cast<double>(point.*which);
  return sum / static_cast<double>(points.size());
}

TEST_CASE("standardised columns have mean 0 and deviation 1") {
  const TablePoints points = points_of(table_of(file("excel-german.csv")), kStandard);
  for (float Point::* which : {&Point::x1, &Point::x2}) {
    double squares = 0;
    for (const Point& point : points.points)
      squares += std::pow(static_cast<double>(point.*which), 2);
    CHECK(std::fabs(mean(points.points, which)) < 2e-6);
    CHECK(std::fabs(squares / 40 - 1) < 4e-6);
  }
  const TablePoints fitted = points_of(table_of(file("excel-german.csv")), kFit);
  float least = 9, most = -9;
  for (const Point& point : fitted.points) {
    least = std::min(least, point.x1);
    most = std::max(most, point.x1);
  }
  CHECK(std::fabs(least + 5) < 1e-4f);
  CHECK(std::fabs(most - 5) < 1e-4f);
}

TEST_CASE("the scale that is proposed shows every point") {
  const auto wanted = [](std::string_view text) {
    const Table table = table_of(text);
    return wanted_scale(table, table.roles);
  };
  CHECK(wanted("1,2,0\n-3,4,1\n") == kNone);
  CHECK(wanted("1,2,0\n-7,4,1\n") == kStandard);
  CHECK(wanted("0,0,0\n0,1,1\n1,0,1\n1,1,0\n") == kFit);
  CHECK(wanted("0.001,2,0\n0.002,-3,1\n0.003,1,0\n0.001,2,1\n") == kStandard);
  std::string outlier = "x,y,class\n";
  for (int i = 0; i < 100; ++i) outlier += "0." + std::to_string(i) + ",1.5,a\n";
  CHECK(wanted(outlier + "100000,2,b\n") == kFit);
  CHECK(wanted("x,y,z\n0.5,1.5,90.5\n1.5,2.5,30.5\n2,1,22.5") == kStandard);
  // Constant columns and huge numbers scale to something.
  for (const TableScale scale : {kStandard, kFit}) {
    for (const char* text :
         {"5,1e29,0\n5,-1e29,1\n", "7,7,0\n7,7,1", "1e-29,2e-29,0\n3e-29,4e-29,1"}) {
      INFO(text);
      for (const Point& point : points_of(text, scale).points) {
        CHECK(std::fabs(point.x1) <= 6);
        CHECK(std::fabs(point.x2) <= 6);
      }
    }
  }
}

TEST_CASE("a table takes the place of the data, and a small one is all trained on") {
  Experiment experiment;
  const auto place = [&](std::string_view text, TableScale scale) {
    const auto notes = place_points(experiment, points_of(text, scale));
    REQUIRE(notes);
    return said(*notes);
  };
  const std::string notes = place("a,b,out\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n", kFit);
  REQUIRE(contains(notes, "4 points: x1 is 'a', x2 is 'b', the class is 'out'"));
  REQUIRE(contains(notes, "all trained on"));
  REQUIRE(make_data(experiment).train_count == 4);
  REQUIRE(experiment.custom_points.front() == Point{-5, -5, 0});
  REQUIRE(experiment.shown_columns()->inputs[1].name == "b");

  std::string many = "x1,x2,class\n";
  for (int i = 0; i < 60; ++i) many += i % 2 == 0 ? "1,2,a\n" : "2,3,b\n";
  REQUIRE(contains(place(many, kNone), "training share is 0.5"));
  REQUIRE(make_data(experiment).train_count == 30);
  REQUIRE(experiment.columns->classes == std::vector<std::string>{"a", "b"});
  REQUIRE(place("1,2,0\n2,3,1\n", kNone) != "");
  REQUIRE_FALSE(experiment.columns);

  place("0.5,1.5,0.25\n-1.5,2.25,1.5\n2.5,-3.5,0.75\n", kNone);
  REQUIRE(experiment.problem == Problem::kRegression);
  REQUIRE(set_property(experiment, "dataset", "circle"));
  REQUIRE(experiment.shown_columns() == nullptr);
}

TEST_CASE("links and documents keep the names and the scale") {
  Experiment experiment;
  const Table table = table_of("\"a;\"\"b\"\"\",b,kind\n170,60,A & B\n180,90,=x\n175,80,A & B\n");
  REQUIRE(place_points(experiment, points_of(table, kStandard)));
  REQUIRE(experiment.columns->inputs[0].name == "a;\"b\"");
  const ParsedLink link = parse_link(make_link(experiment));
  INFO(make_link(experiment));
  REQUIRE(link.messages.empty());
  REQUIRE(link.experiment == experiment);
  const Trainer trainer(experiment);
  const Result<Trainer> saved = parse_document(make_document(trainer));
  if (!saved) FAIL(saved.error().message);
  REQUIRE(saved->experiment() == experiment);

  const auto message = [](const std::string& columns) {
    const ParsedLink read = parse_link("points=1,2,0;2,3,1&columns=" + columns);
    REQUIRE(read.messages.size() == 1);
    REQUIRE_FALSE(read.experiment.columns);
    return read.messages.front().text();
  };
  CHECK(contains(message("a,0,1;b,0,1"), "should be like"));
  CHECK(contains(message("a,0,1;b,0,0;c,0,1"), "spread"));
  CHECK(contains(message("a,0,1;b,0,1;c,0,1,0,1,2,3,4,5,6"), "should be like"));
  CHECK(contains(message("a,x,1;b,0,1;c,0,1"), "should be like"));
  CHECK(contains(message("a,0,1;b,0,1;c,0,1;d,0,1"), "should be like"));
  CHECK(contains(parse_link("columns=a,0,1;b,0,1;c,0,1").messages.front().text(), "no points"));
}

TEST_CASE("numbers of a table come back with the digits they had") {
  const Column column{{170.2345, 9.131}, "height"};
  for (const double number : {160.5, 171.25, 0.0, -12.0, 180.01}) {
    CHECK(column.number(static_cast<float>(column.coordinate(number))) == number);
  }
  const Column year{{2000, 0.001}, "year"};
  CHECK(year.number(static_cast<float>(year.coordinate(2000.0015))) == 2000.0015);
}

}  // namespace
}  // namespace backprop
