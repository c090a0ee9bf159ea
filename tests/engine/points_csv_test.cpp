#include "engine/experiment/points_csv.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/base/text.h"
#include "engine/experiment/points.h"
#include "engine/experiment/table.h"

namespace backprop {
namespace {

constexpr Problem kHeights = Problem::kRegression;

Experiment with_points(const std::vector<Point>& points, std::string_view problem) {
  Experiment experiment;
  experiment.custom_points = points;
  REQUIRE(set_property(experiment, "dataset", "custom"));
  REQUIRE(set_property(experiment, "problem", problem));
  return experiment;
}

std::vector<Point> read_back(const std::string& text) {
  const Result<Table> table = read_table(text);
  INFO(text);
  REQUIRE(table);
  REQUIRE(table->certain);
  const auto points = take_points(*table, table->roles, wanted_scale(*table, table->roles));
  REQUIRE(points);
  return points->points;
}

TEST_CASE("points come back from the table they are written to") {
  const std::vector<Point> two = {{1, 2, 0}, {-0.5f, 3, 1}};
  REQUIRE(write_points_csv(with_points(two, "classification")) == "x1,x2,label\n1,2,0\n-0.5,3,1\n");
  // Class 1 to 4 have no point, and 5 is to stay 5.
  for (const std::vector<Point>& points :
       {two, std::vector<Point>{{0.1f, -1e-7f, 0}, {5.9999995f, 3, 5}, {1, 1, 2}},
        std::vector<Point>{{1, 1, 3}}, std::vector<Point>{{1, 1, 0}, {2, 2, 0}},
        std::vector<Point>{{900, 1e-30f, 1}, {2, 2, 0}}}) {
    const std::string text = write_points_csv(with_points(points, "classification"));
    INFO(text);
    REQUIRE(read_back(text) == points);
  }
  for (const std::vector<Point>& heights :
       {std::vector<Point>{{0.1f, -1e-7f, -0.33333334f}, {1, 1, 2}},
        std::vector<Point>{{0, 1, 0}, {1, 1, 1}}, std::vector<Point>{{500, 1, 1}}}) {
    REQUIRE(read_back(write_points_csv(with_points(heights, "regression"))) == heights);
  }
  Experiment spiral;
  REQUIRE(set_property(spiral, "dataset", "spiral"));
  REQUIRE(read_back(write_points_csv(spiral)) == points_to_place(spiral));
}

TEST_CASE("no cell of a written table is a formula") {
  Experiment experiment = with_points({{170, -2, 0}, {1, 3, 1}, {2, 2, 2}}, "classification");
  Columns& columns = experiment.columns.emplace();
  columns.inputs[0].name = "=1+1";
  columns.inputs[1].name = "# of cats";
  columns.label.name = "@SUM(A1)";
  columns.classes = {"-cmd|' /C calc'!A0", "+x, y", "-1"};
  const std::string text = write_points_csv(experiment);
  INFO(text);
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    for (std::string_view field : split(line, ',', 99)) {
      if (field.starts_with('"')) field.remove_prefix(1);
      if (field.empty() || parse_number<double>(field)) continue;
      REQUIRE(std::string_view("=+-@\t").find(field.front()) == std::string_view::npos);
    }
  }
  const Table table = read_table(text).value();
  REQUIRE(table.certain);
  const TablePoints points = take_points(table, table.roles, TableScale::kTold).value();
  REQUIRE(points.columns == *experiment.columns);
  REQUIRE(points.points == experiment.custom_points);
}

// --- points.h ----------------------------------------------------------------------------------

TEST_CASE("points are added, moved, relabelled and removed") {
  Experiment experiment;
  REQUIRE(add_point(experiment, {1, 2, 0}));
  REQUIRE(experiment.dataset == nullptr);
  REQUIRE(add_point(experiment, {9, -7, 1}));
  REQUIRE(experiment.custom_points == std::vector<Point>{{1, 2, 0}, {6, -6, 1}});
  REQUIRE(move_point(experiment, 0, -3, 100));
  REQUIRE(experiment.custom_points[0] == Point{-3, 6, 0});
  REQUIRE(experiment.classes == 2);
  REQUIRE(relabel_point(experiment, 0, 3));
  REQUIRE(experiment.classes == 4);
  REQUIRE(experiment.output_count() == 4);
  REQUIRE(remove_point(experiment, 0));
  REQUIRE(experiment.custom_points == std::vector<Point>{{6, -6, 1}});
  REQUIRE(remove_point(experiment, 0));
  REQUIRE(experiment.custom_points.empty());
  REQUIRE(experiment.dataset == nullptr);
}

TEST_CASE("what cannot be done to points changes nothing") {
  Experiment experiment;
  REQUIRE(add_point(experiment, {1, 2, 0}));
  const Experiment before = experiment;
  const float kNan = __builtin_nanf("");
  REQUIRE_FALSE(add_point(experiment, {1, 2, 6}));
  REQUIRE_FALSE(add_point(experiment, {1, 2, 0.5f}));
  REQUIRE_FALSE(add_point(experiment, {kNan, 2, 0}));
  REQUIRE_FALSE(add_point(experiment, {1, 2, kNan}));
  REQUIRE_FALSE(move_point(experiment, 1, 0, 0));
  REQUIRE_FALSE(move_point(experiment, 0, 0, kNan));
  REQUIRE_FALSE(relabel_point(experiment, 0, -1));
  REQUIRE_FALSE(relabel_point(experiment, 1, 1));
  REQUIRE_FALSE(remove_point(experiment, 1));
  REQUIRE(experiment == before);

  experiment.custom_points.assign(std::size_t{kMaxPoints}, {0, 0, 1});
  REQUIRE_FALSE(add_point(experiment, {1, 2, 0}));
  REQUIRE(experiment.custom_points.size() == std::size_t{kMaxPoints});
}

TEST_CASE("generated points become points placed by hand") {
  Experiment experiment;
  REQUIRE(set_property(experiment, "dataset", "rings"));
  REQUIRE(set_property(experiment, "classes", "3"));
  const Data before = make_data(experiment);
  make_points_custom(experiment);
  REQUIRE(experiment.dataset == nullptr);
  REQUIRE(experiment.classes == 3);
  REQUIRE(make_data(experiment).points == before.points);
  REQUIRE(make_data(experiment).train_count == before.train_count);

  REQUIRE(set_property(experiment, "dataset", "sine"));
  make_points_custom(experiment);
  REQUIRE(experiment.problem == kHeights);
  REQUIRE(relabel_point(experiment, 0, 0.25f));
}

}  // namespace
}  // namespace backprop
