// A network written down by hand: what is typed and pasted, and the run that comes of it.
#include "shell/session/hand_sheet.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/run/trainer_link.h"
#include "shell/session/hand_sheet_run.h"

namespace backprop {
namespace {

using Row = HandSheet::Row;
using Grid = HandSheet::Grid;

// The 2-2-2 example that most courses begin with.
HandSheet mazur() {
  HandSheet sheet;
  sheet.outputs = "2";
  sheet.agree();
  sheet.rows[0] = {".05", ".1", ".01", "0,99"};
  sheet.weights[0] = {{".15", ".2", ".35"}, {".25", ".3", ".35"}};
  sheet.weights[1] = {{".4", ".45", ".6"}, {".5", ".55", ".6"}};
  sheet.biases = "fixed";
  return sheet;
}

std::string trouble_of(HandSheet sheet) {
  CHECK(sheet.make() == nullptr);
  REQUIRE(sheet.trouble());
  return sheet.trouble()->place + ": " + sheet.trouble()->sentence;
}

TEST_CASE("a sheet is the run that its link is") {
  HandSheet sheet = mazur();
  const auto made = sheet.make();
  REQUIRE(made);
  const ParsedLink link = parse_link(
      "table=x1,x2;y1,y2;0.05,0.1,0.01,0.99&layers=2&activation=sigmoid&outputActivation=sigmoid&"
      "trainFraction=1&order=listed&batchSize=1&learningRate=0.5&biases=fixed&"
      "weights=.15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6");
  REQUIRE(link.messages.empty());
  Trainer linked = make_trainer(link);
  CHECK(made->parameter_hash() == linked.parameter_hash());
  CHECK(make_link(*made) == make_link(linked));
  made->steps(100);
  linked.steps(100);
  CHECK(made->parameter_hash() == linked.parameter_hash());
}

TEST_CASE("without a single weight they are drawn, and a gap among them is named") {
  HandSheet sheet = mazur();
  sheet.weights = {};
  sheet.agree();
  const auto made = sheet.make();
  REQUIRE(made);
  CHECK(made->start_parameters().empty());
  sheet.weights[1][0][1] = "0.5";
  CHECK(trouble_of(sheet).starts_with(
      "sheet.weight.1.1.1: There is a gap: a weight of hidden layer 1, neuron 1"));
}

TEST_CASE("what is no number, no size or no setting is said where it stands") {
  HandSheet sheet = mazur();
  sheet.rows[0][2] = "much";
  CHECK(trouble_of(sheet) ==
        "sheet.row.1.3: y1 of sample 1 is a number, such as 0.05 or 1e-3, not 'much'.");
  sheet.rows[0][2] = "";
  CHECK(trouble_of(sheet) == "sheet.row.1.3: There is no y1 of sample 1 yet.");
  sheet = mazur();
  sheet.hidden = "2, many";
  CHECK(trouble_of(sheet).starts_with("sheet.hidden: The size of a hidden layer"));
  sheet = mazur();
  sheet.inputs = "9";
  CHECK(trouble_of(sheet).starts_with("sheet.inputs: The number of inputs"));
  sheet = mazur();
  sheet.rate = "fast";
  CHECK(trouble_of(sheet).starts_with("sheet.rate: "));
  sheet = mazur();
  sheet.output = "tanh";
  sheet.loss = "bce";
  CHECK(trouble_of(sheet).starts_with("sheet.outputActivation: "));
  CHECK(trouble_of(HandSheet()).starts_with("sheet.row.1.1: There is no sample yet"));
}

TEST_CASE("other sizes keep what is typed, targets with targets and biases with biases") {
  HandSheet sheet = mazur();
  sheet.inputs = "3";
  sheet.hidden = "";
  sheet.agree();
  CHECK(sheet.names == Row{"x1", "x2", "x3", "y1", "y2"});
  CHECK(sheet.rows[0] == Row{".05", ".1", "", ".01", "0,99"});
  REQUIRE(sheet.weights.size() == 1);
  CHECK(sheet.weights[0] == Grid{{".15", ".2", "", ".35"}, {".25", ".3", "", ".35"}});
}

TEST_CASE("what has no place in smaller sizes comes back with larger ones") {
  HandSheet sheet = mazur();
  sheet.agree();
  const HandSheet before = sheet;
  const auto with = [&](const char* inputs, const char* hidden, const char* outputs) {
    sheet.inputs = inputs;
    sheet.hidden = hidden;
    sheet.outputs = outputs;
    sheet.agree();
  };
  with("1", "2", "2");
  with("1", "", "2");
  CHECK(sheet.weights.size() == 1);
  with("1", "1", "1");
  with("2", "2", "2");
  CHECK(sheet.weights == before.weights);
  CHECK(sheet.rows == before.rows);
  CHECK(sheet.names == before.names);
}

TEST_CASE("there is always an empty row to go on in") {
  HandSheet sheet = mazur();
  sheet.agree();
  REQUIRE(sheet.rows.size() == 2);
  sheet.rows[1][0] = "1";
  sheet.agree();
  REQUIRE(sheet.rows.size() == 3);
  sheet.rows[1][0] = "";
  sheet.agree();
  CHECK(sheet.rows.size() == 2);
}

TEST_CASE("cells come between tabs, semicolons or commas") {
  CHECK(cells_of("1\t2\r\n3\t4\r\n") == Grid{{"1", "2"}, {"3", "4"}});
  CHECK(cells_of("0,5;1\n2;\"3\"") == Grid{{"0,5", "1"}, {"2", "3"}});
  CHECK(cells_of("1, 2,3\n\n") == Grid{{"1", "2", "3"}});
  CHECK(cells_of("").empty());
}

TEST_CASE("a pasted line with numbers is a sample, whatever is wrong in it") {
  HandSheet sheet;
  sheet.paste_rows("0.05\t0.l\t0.9\n0.3\t0.2\t0.1\n", 0, 0);
  CHECK(sheet.names == Row{"x1", "x2", "y"});
  CHECK(sheet.rows[0] == Row{"0.05", "0.l", "0.9"});
  CHECK(trouble_of(sheet).starts_with("sheet.row.1.2: x2 of sample 1 is a number"));
}

TEST_CASE("percent in a cell are hundredths") {
  HandSheet sheet = mazur();
  sheet.rows[0][3] = "99 %";
  const auto made = sheet.make();
  REQUIRE(made);
  CHECK(made->parameter_hash() == mazur().make()->parameter_hash());
  CHECK(make_link(*made) == make_link(*mazur().make()));
}

TEST_CASE("what is pasted finds its place, names and more columns too") {
  HandSheet sheet;
  sheet.paste_rows("mass\tspeed\tage\tpower\n0,5\t1\t2\t3\n4\t5\t6\t7\n", 0, 0);
  CHECK(sheet.inputs == "3");
  CHECK(sheet.names == Row{"mass", "speed", "age", "power"});
  REQUIRE(sheet.rows.size() == 3);
  CHECK(sheet.rows[0] == Row{"0,5", "1", "2", "3"});
  sheet.paste_rows("9;8", 1, 2);
  CHECK(sheet.rows[1] == Row{"4", "5", "9", "8"});
  sheet.paste_weights("1,2\n3,4", 0, 0, 1);
  CHECK(sheet.weights[0] == Grid{{"", "1", "2", ""}, {"", "3", "4", ""}});
  const auto made = [&] {
    sheet.weights = {};
    return sheet.make();
  }();
  REQUIRE(made);
  CHECK(made->experiment().table->inputs == std::vector<std::string>{"mass", "speed", "age"});
  CHECK(made->experiment().table->number(0, 0) == 0.5f);
}

TEST_CASE("names above pasted numbers say which of them are targets") {
  HandSheet sheet;
  sheet.paste_rows("a,b,c,o1,o2\n1,2,3,.1,.9\n4,5,6,.9,.1\n", 0, 0);
  CHECK(sheet.inputs == "3");
  CHECK(sheet.outputs == "2");
  CHECK(sheet.names == Row{"a", "b", "c", "o1", "o2"});
  CHECK(sheet.rows[1] == Row{"4", "5", "6", ".9", ".1"});
  CHECK_FALSE(sheet.trouble());
  // Without such names the outputs are as many as they were.
  HandSheet plain;
  plain.paste_rows("p,q,r\n1,2,3\n", 0, 0);
  CHECK(plain.inputs == "2");
  CHECK(plain.outputs == "1");
}

TEST_CASE("what is pasted and has no place is left out, and that is said") {
  HandSheet sheet = mazur();
  sheet.paste_weights("1\t2\t3\n4\t5\t6\n7\t8\t9\n", 0, 0, 0);
  CHECK(sheet.weights[0] == Grid{{"1", "2", "3"}, {"4", "5", "6"}});
  REQUIRE(sheet.trouble());
  CHECK(sheet.trouble()->sentence ==
        "1 line of what was pasted had no place in hidden layer 1 and was left out.");
  sheet.forget_trouble();
  sheet.paste_weights("1\t2\n4\t5\n", 1, 0, 2);
  REQUIRE(sheet.trouble());
  CHECK(sheet.trouble()->sentence ==
        "1 column of what was pasted had no place in the output layer and was left out.");
  sheet.forget_trouble();
  sheet.paste_rows("1\t2\t3\t4\n", 0, 2);
  REQUIRE(sheet.trouble());
  CHECK(sheet.trouble()->sentence ==
        "2 columns of what was pasted had no place among the samples and were left out.");
}

TEST_CASE("settings that do not go are refused in the words of the sheet") {
  HandSheet sheet = mazur();
  sheet.rows[0][2] = "5";
  sheet.loss = "bce";
  CHECK(
      trouble_of(sheet).starts_with("sheet.loss: Loss: its targets are probabilities, from 0 to "
                                    "1, and there is a target of 5: choose ½ squared error"));
  sheet = mazur();
  sheet.rate = "1e9";
  CHECK(trouble_of(sheet) == "sheet.rate: Learning rate: choose a number from 1e-6 to 100.");
}

TEST_CASE("a run goes back onto the sheet, and the sheet makes the same run") {
  const auto made = mazur().make();
  REQUIRE(made);
  made->steps(7);
  std::optional<HandSheet> sheet = sheet_of_run(*made);
  REQUIRE(sheet);
  CHECK(sheet->names == Row{"x1", "x2", "y1", "y2"});
  CHECK(sheet->rows.front() == Row{"0.05", "0.1", "0.01", "0.99"});
  CHECK(sheet->biases == "fixed");
  CHECK(sheet->activation == "sigmoid");
  const auto again = sheet->make();
  REQUIRE(again);
  CHECK(again->parameter_hash() == made->parameter_hash());
  // Classes have a table of another kind, and points none.
  CHECK_FALSE(sheet_of_run(make_trainer(parse_link("dataset=iris"))));
  CHECK_FALSE(sheet_of_run(make_trainer(parse_link("dataset=spiral"))));
}

}  // namespace
}  // namespace backprop
