#include "engine/experiment/points_csv.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/base/text.h"
#include "engine/experiment/points.h"

namespace backprop {
namespace {

constexpr Problem kClasses = Problem::kClassification;
constexpr Problem kHeights = Problem::kRegression;

std::vector<Point> points_of(std::string_view text, Problem problem = kClasses) {
  const Result<CsvPoints> read = read_points_csv(text, problem);
  INFO(text);
  if (!read) FAIL(read.error().message);
  return read->points;
}

std::vector<std::string> classes_of(std::string_view text) {
  return read_points_csv(text, kClasses).value().class_names;
}

std::string error_of(std::string_view text, Problem problem = kClasses) {
  const Result<CsvPoints> read = read_points_csv(text, problem);
  INFO(text.substr(0, 200));
  REQUIRE_FALSE(read);
  return read.error().message;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

const std::vector<Point> kTwo = {{1, 2, 0}, {-0.5f, 3, 1}};

TEST_CASE("tables of every common form") {
  for (const char* text :
       {"1,2,0\n-0.5,3,1\n", "1,2,0\n-0.5,3,1", "1,2,0\r\n-0.5,3,1\r\n", "1,2,0\r-0.5,3,1",
        "1;2;0\n-0.5;3;1", "1;2;0\n-0,5;3;1", "1\t2\t0\n-0.5\t3\t1\n", "1\t2\t0\n-0,5\t3\t1\n",
        " 1 , 2 , 0 \n\n -0.5 ,\"3\", \"1\" \n\n", "x1,x2,label\n1,2,0\n-.5,+3,1",
        "\xEF\xBB\xBFx1,x2,label\n1,2,0\n-0.5,3,1", "x,y,class\n1,2,0\n-5e-1,3,1",
        "label,x2,x1\n0,2,1\n1,3,-0.5", "\n\nx1;x2;label\n1;2;0\n-0,5;3;1"}) {
    INFO(text);
    REQUIRE(points_of(text) == kTwo);
    REQUIRE(points_of(text, kHeights) == kTwo);
  }
}

TEST_CASE("names of classes become classes in the order they come") {
  REQUIRE(points_of("1,2,cat\n-0.5,3,dog\n") == kTwo);
  REQUIRE(classes_of("1,2,cat\n1,2,dog\n3,4,cat") == std::vector<std::string>{"cat", "dog"});
  REQUIRE(classes_of("1,2,\"a, \"\"b\"\"\"\n1,2,b") == std::vector<std::string>{"a, \"b\"", "b"});
  REQUIRE(points_of("1,2,b\n1,2,a\n1,2,b")[2].label == 0);
}

TEST_CASE("numbers as classes keep their order") {
  REQUIRE(points_of("0,0,3\n0,0,0\n") == std::vector<Point>{{0, 0, 3}, {0, 0, 0}});
  REQUIRE(classes_of("0,0,3\n0,0,0\n") == std::vector<std::string>{"0", "1", "2", "3"});
  REQUIRE(points_of("0,0,1\n0,0,-1\n0,0,1.0") ==
          std::vector<Point>{{0, 0, 1}, {0, 0, 0}, {0, 0, 1}});
  REQUIRE(points_of("0,0,10\n0,0,9\n0,0,100") ==
          std::vector<Point>{{0, 0, 1}, {0, 0, 0}, {0, 0, 2}});
}

TEST_CASE("heights are numbers") {
  REQUIRE(points_of("0,1,0.25\n0,1,-1", kHeights) == std::vector<Point>{{0, 1, .25f}, {0, 1, -1}});
  REQUIRE(read_points_csv("0,1,0.25", kHeights)->class_names.empty());
  REQUIRE(error_of("1,2,0\n0,1,high", kHeights) ==
          "line 2, column 3 (label): expected a number, found 'high'");
}

TEST_CASE("an error names line and column") {
  REQUIRE(error_of("x1,x2,label\n1,2,0\n1,b,0") ==
          "line 3, column 2 (x2): expected a number, found 'b'");
  REQUIRE(error_of("label,x1,x2\r\n0,1,2\r\n\r\n0,,2") ==
          "line 4, column 2 (x1): expected a number, found ''");
  REQUIRE(contains(error_of("1,2,0\n1,2000,0"), "line 2, column 2 (x2): expected a number from"));
  REQUIRE(contains(error_of("1,nan,0"), "line 1, column 2 (x2): expected a number, found 'nan'"));
  REQUIRE(contains(error_of("1,2,0\n1,2"), "line 2: expected three columns"));
  REQUIRE(contains(error_of("1,2,0\n1,2,0,7"), "line 2: there are more than three columns"));
  REQUIRE(contains(error_of("1,2,\"a"), "line 1: a quote is not closed"));
  REQUIRE(contains(error_of("1,2,\"a\"b"), "line 1: there is text after a closing quote"));
  REQUIRE(contains(error_of("1,2,"), "line 1, column 3 (label): expected the name of a class"));
  REQUIRE(contains(error_of("1,2,\xff"), "line 1, column 3 (label): expected the name"));
  REQUIRE(contains(error_of("1,1,a\n1,1,b\n1,1,c\n1,1,d\n1,1,e\n1,1,f\n1,1,g"),
                   "line 7, column 3 (label): 'g' is one class more than the 6"));
  for (const char* nothing : {"", "\n\r\n", "x1,x2,label\n"}) {
    REQUIRE(contains(error_of(nothing), "no points"));
  }
}

TEST_CASE("tables are bounded") {
  std::string many;
  for (int i = 0; i < kMaxPoints; ++i) many += "0,0,1\n";
  REQUIRE(points_of(many).size() == std::size_t{kMaxPoints});
  REQUIRE(contains(error_of(many + "0,0,1"), "line 10001: there are more than 10000 points"));
  REQUIRE(contains(error_of(std::string(kMaxCsvBytes + 1, '\n')), "longer than 4 MB"));
  REQUIRE(contains(error_of(std::string(kMaxCsvBytes, ',')), "more than three columns"));
  REQUIRE(contains(error_of("1;2;0\n1;" + std::string(1'000'000, '1') + ";0"), "column 2 (x2)"));
}

TEST_CASE("points come back from the table they are written to") {
  const std::vector<Point> classes = {{0.1f, -1e-7f, 0}, {5.9999995f, 3, 5}, {1, 1, 2}};
  REQUIRE(points_of(write_points_csv(classes)) == classes);
  const std::vector<Point> heights = {{0.1f, -1e-7f, -0.33333334f}, {1, 1, 2}};
  REQUIRE(points_of(write_points_csv(heights), kHeights) == heights);
  REQUIRE(write_points_csv(kTwo) == "x1,x2,label\n1,2,0\n-0.5,3,1\n");
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
