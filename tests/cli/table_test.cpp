// Tables on the command line.
#include <catch2/catch_test_macros.hpp>

#include "tests/cli/command.h"

namespace backprop {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

const std::string kTables = BACKPROP_GOLDEN_DEFAULT_DIR "/../tables/";

TEST_CASE("a table trains, and says what it was taken for") {
  const Outcome outcome = run({"train", kTables + "excel-german.csv", "--steps", "300", "--json"});
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  CHECK(contains(outcome.err, "40 points: x1 is 'Größe (cm)', x2 is 'Gewicht (kg)'"));
  CHECK(contains(outcome.err, "0 is 'weiblich', 1 is 'männlich'"));
  CHECK(contains(outcome.err, "Standardised"));
  const Parsed json(outcome.out);
  CHECK(json.text("/experiment/columns/0/name") == "Größe (cm)");
  CHECK(json.text("/experiment/columns/2/classes/1") == "männlich");
  CHECK(json.number("/experiment/columns/1/centre") > 60);
  // The link that is printed leads to the same bits.
  const Outcome again = run({"train", json.text("/link"), "--json"});
  CHECK(Parsed(again.out).text("/parameterHash") == json.text("/parameterHash"));
}

TEST_CASE("UTF-16, and a table written by export") {
  const Folder folder;
  const Outcome unicode = run({"export", kTables + "excel-unicode.txt", "--format", "points-csv",
                               "-o", folder / "points.csv"});
  REQUIRE(unicode.code == 0);
  const Outcome first = run({"train", kTables + "excel-unicode.txt", "--steps", "50", "--json"});
  const Outcome second = run({"train", folder / "points.csv", "--steps", "50", "--json"});
  REQUIRE(second.code == 0);
  CHECK(Parsed(first.out).text("/parameterHash") == Parsed(second.out).text("/parameterHash"));
  CHECK(Parsed(first.out).text("/link") == Parsed(second.out).text("/link"));
}

TEST_CASE("a table that could be several things is refused with the command to use") {
  const std::string file = kTables + "pandas-iris.csv";
  const Outcome refused = run({"train", file});
  INFO(refused.err);
  CHECK(refused.code == 2);
  CHECK(is_one_sentence(refused.err));
  CHECK(contains(refused.err, "4 columns of numbers"));
  const std::string columns = "x1=sepal_length,x2=sepal_width,label=species";
  CHECK(contains(refused.err, "`backprop train " + file + " --columns " + columns + "`"));
  const Outcome taken = run({"train", file, "--columns", columns, "--steps", "10", "--json"});
  CHECK(taken.code == 0);
  const Outcome others = run({"train", file, "--columns", "x1=petal_length,x2=5,label=6", "--scale",
                              "fit", "--steps", "10", "--json"});
  INFO(others.err);
  CHECK(Parsed(others.out).text("/experiment/columns/1/name") == "petal_width");
  CHECK(contains(others.err, "Fitted"));
}

TEST_CASE("columns and scale that cannot be used are named") {
  const Folder folder;
  const std::string far = folder.write("far.csv", "5000,1,a\n2,9,b\n7,3,a\n");
  const struct {
    std::vector<std::string> args;
    const char* mentions;
  } lines[] = {
      {{"train", far, "--columns", "x1=height,x2=2"}, "'height'"},
      {{"train", far, "--columns", "x1=3,x2=2"}, "no numbers"},
      {{"train", far, "--scale", "large"}, "standardise"},
      {{"train", far, "--scale", "none"}, "standardise or fit"},
      {{"train", "dataset=xor", "--columns", "x1=1,x2=2"}, "tables"},
      {{"train", folder.write("one.csv", "1\n2\n3\n")}, "one column"},
      {{"train", folder.write("book.xlsx", std::string("PK\x03\x04\0\0", 6))}, "CSV"},
  };
  for (const auto& line : lines) {
    const Outcome outcome = run(line.args);
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(is_one_sentence(outcome.err));
    CHECK(contains(outcome.err, line.mentions));
  }
  CHECK(run({"train", far, "--steps", "5"}).code == 0);
}

TEST_CASE("one column of numbers and a class is a table with one input") {
  const Folder folder;
  const std::string heights =
      folder.write("heights.csv", "height,class\n1.5,small\n2.5,large\n1.75,small\n3,large\n");
  for (const std::vector<std::string>& args :
       {std::vector<std::string>{"train", heights, "--steps", "20", "--json"},
        {"train", heights, "--columns", "input=height,label=class", "--steps", "20", "--json"},
        {"train", heights, "--columns", "input=1,class=2", "--steps", "20", "--json"}}) {
    const Outcome outcome = run(args);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    CHECK(contains(outcome.err, "4 samples: the input is 'height', the class is 'class'"));
    const Parsed json(outcome.out);
    CHECK(json.text("/experiment/dataset") == "table");
    CHECK(json.text("/experiment/table/inputs/0") == "height");
    CHECK(json.text("/experiment/table/classes/1") == "large");
    const Outcome again = run({"train", json.text("/link"), "--json"});
    CHECK(Parsed(again.out).text("/parameterHash") == json.text("/parameterHash"));
  }
}

TEST_CASE("a table taken whole is scaled as points are") {
  const Folder folder;
  const std::string cars = folder.write(
      "cars.csv",
      "power,weight,price\n90,1100,12000\n110,1350,18500\n75,980,8200\n200,1800,52000\n");
  const std::string columns = "input=power,input=weight,target=price";
  const Outcome outcome = run(
      {"train", cars, "--columns", columns, "--scale", "standardise", "--steps", "200", "--json"});
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  CHECK(contains(outcome.err,
                 "The network sees the numbers of every column with mean 0 and deviation 1."));
  const Parsed json(outcome.out);
  CHECK(json.number("/experiment/table/scales/0/centre") == 118.75);
  CHECK(json.number("/experiment/table/rows/0/2") == 12000);
  CHECK(json.number("/metrics/trainLoss") < 0.1);  // of numbers around 0
  const Outcome again = run({"train", json.text("/link"), "--json"});
  CHECK(Parsed(again.out).text("/parameterHash") == json.text("/parameterHash"));
  // As it is: thousands of thousands.
  CHECK(run({"train", cars, "--columns", columns, "--scale", "none", "--steps", "1"}).code == 0);
}

}  // namespace
}  // namespace backprop
