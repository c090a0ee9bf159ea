// Tables as people have them, taken whole.
#include "engine/experiment/table_samples.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>

#include "engine/experiment/link.h"
#include "engine/experiment/points_csv.h"
#include "engine/insight/probe.h"
#include "engine/insight/slice.h"
#include "engine/math/random.h"
#include "engine/run/document.h"
#include "engine/run/trainer.h"

namespace backprop {
namespace {

Table table_of(std::string_view text) {
  Result<Table> table = read_table(text);
  INFO((table ? "" : table.error().message));
  REQUIRE(table.has_value());
  return std::move(*table);
}

TableSamples samples_of(std::string_view text, std::string_view roles) {
  const Table table = table_of(text);
  const Result<std::vector<ColumnRole>> given = read_roles(table, roles);
  INFO((given ? "" : given.error().message));
  REQUIRE(given.has_value());
  Result<TableSamples> samples = take_samples(table, *given);
  INFO((samples ? "" : samples.error().message));
  REQUIRE(samples.has_value());
  return std::move(*samples);
}

std::string refusal(std::string_view text, std::string_view roles) {
  const auto given = read_roles(table_of(text), roles);
  return given ? std::string() : given.error().message;
}

constexpr std::string_view kHouses =
    "id;size;rooms;age;price;rent\n1;80,5;3;12;210,5;900\n2;120;5;40;260;1100\n"
    "3;64;2;3;199;850\n4;95;4;;230;980\n5;150;6;25;340,25;1500\n";

TEST_CASE("inputs and targets are columns of a table, in its order") {
  const TableSamples taken =
      samples_of(kHouses, "target=price,target=rent,input=size,input=rooms,input=age");
  const SampleTable& table = taken.table;
  REQUIRE(table.inputs == std::vector<std::string>{"size", "rooms", "age"});
  REQUIRE(table.targets == std::vector<std::string>{"price", "rent"});
  REQUIRE(table.rows() == 4);  // one has no age
  REQUIRE(table.numbers == std::vector<float>{80.5f, 3,   12,   210.5f, 900,     120, 5,
                                              40,    260, 1100, 64,     2,       3,   199,
                                              850,   150, 6,    25,     340.25f, 1500});
  REQUIRE(taken.says.size() == 4);
  REQUIRE(taken.says[0] ==
          "4 samples: the inputs are 'size', 'rooms', 'age', the targets are 'price', 'rent'.");
  REQUIRE(taken.says[1] == "Numbers are taken as they are: 'size' goes to 150.");
  REQUIRE(taken.says[2].starts_with("1 row is left out"));
  REQUIRE(taken.says[3] == "Not used: 'id'.");
}

TEST_CASE("x1, x2 and value go with inputs and targets") {
  const TableSamples taken = samples_of(kHouses, "x1=rooms,x2=size,input=age,value=rent");
  REQUIRE(taken.table.inputs == std::vector<std::string>{"size", "rooms", "age"});
  REQUIRE(taken.table.targets == std::vector<std::string>{"rent"});
}

TEST_CASE("a class goes with any number of inputs") {
  const TableSamples taken = samples_of("a,b,c,kind\n1,2,3,dog\n4,5,6,cat\n7,8,9,dog\n",
                                        "input=a,input=b,input=c,class=kind");
  REQUIRE(taken.table.classes == std::vector<std::string>{"dog", "cat"});
  REQUIRE(taken.table.numbers == std::vector<float>{1, 2, 3, 0, 4, 5, 6, 1, 7, 8, 9, 0});
}

TEST_CASE("roles of samples that cannot be are refused in words") {
  REQUIRE(refusal(kHouses, "target=price") == "one column at least has to be an input");
  REQUIRE(refusal(kHouses, "input=size") == "one column at least has to be a target or a class");
  REQUIRE(refusal(kHouses, "input=size,class=rooms,target=rent") ==
          "a table has a class or targets, not both");
  REQUIRE(refusal("a,b,c,d,e,f,g,h,i,j\n1,2,3,4,5,6,7,8,9,0\n",
                  "input=1,input=2,input=3,input=4,input=5,input=6,input=7,input=8,input=9,"
                  "target=10") == "there is room for 8 inputs, not 9");
  REQUIRE(refusal(kHouses, "input=size,input=size,target=rent") == "'size' is given twice");
}

TEST_CASE("names that a link cannot have are changed, and none is there twice") {
  const TableSamples taken =
      samples_of("\"a;b\",\"a,b\",\"~\",y\n1,2,3,4\n5,6,7,8\n", "input=1,input=2,input=3,target=4");
  REQUIRE(taken.table.inputs == std::vector<std::string>{"a b", "a b 2", "x3"});
}

TEST_CASE("samples take the place of the data, and the network follows") {
  const Table table = table_of(kHouses);
  Experiment experiment = parse_link("dataset=spiral&layers=5,3&optimizer=adam").experiment;
  const auto roles = read_roles(table, "input=size,input=rooms,input=age,target=price,target=rent");
  REQUIRE(roles.has_value());
  const auto said = place_table(experiment, table, *roles, std::nullopt);
  INFO((said ? "" : said.error().message));
  REQUIRE(said.has_value());
  REQUIRE(experiment.uses_table);
  REQUIRE(experiment.problem == Problem::kRegression);
  REQUIRE(experiment.train_fraction == 1);
  REQUIRE(experiment.layers == std::vector<int>{5, 3});
  const Trainer trainer(experiment);
  REQUIRE(trainer.network().input_count() == 3);
  REQUIRE(trainer.network().output_count() == 2);
  const ParsedLink linked = parse_link(make_link(experiment));
  REQUIRE(linked.experiment == experiment);

  // Another table in its place.
  const Table flowers = table_of("p,q,r,s,kind\n1,2,3,4,u\n2,3,4,5,v\n3,4,5,6,w\n0,3,2,6,u\n");
  REQUIRE(roles_text(flowers, sample_roles(flowers)) ==
          "input=p,input=q,input=r,input=s,label=kind");
  REQUIRE(place_table(experiment, flowers, sample_roles(flowers), std::nullopt).has_value());
  REQUIRE(experiment.table->inputs.size() == 4);
  REQUIRE(Trainer(experiment).network().output_count() == 3);
}

TEST_CASE("what cannot be placed leaves the experiment as it was") {
  const Table table = table_of("a,b,c,d\n1e9,2,3,4\n5,6,7,8\n");
  Experiment experiment;
  const Experiment before = experiment;
  const auto roles = read_roles(table, "input=a,input=b,target=c");
  REQUIRE(roles.has_value());
  REQUIRE_FALSE(place_table(experiment, table, *roles, std::nullopt).has_value());
  REQUIRE(experiment == before);
}

TEST_CASE("a table of ours is read back as it was written") {
  for (const ShippedTable& shipped : shipped_tables()) {
    INFO(std::string(shipped.name));
    const Experiment experiment =
        parse_link("dataset=table&table=" + std::string(shipped.name)).experiment;
    const Table table = table_of(write_points_csv(experiment));
    REQUIRE(table.certain);
    REQUIRE(are_samples(table.roles));
    Experiment again;
    REQUIRE(place_table(again, table, table.roles, std::nullopt).has_value());
    REQUIRE(*again.table == *experiment.table);
  }
}

TEST_CASE("one input and a class are read back, too") {
  const Experiment experiment =
      parse_link("dataset=table&table=y;class~cat~dog b;2,0;3,1&trainFraction=1").experiment;
  const Table table = table_of(write_points_csv(experiment));
  Experiment again;
  REQUIRE(place_table(again, table, table.roles, std::nullopt).has_value());
  REQUIRE(*again.table == *experiment.table);
}

TEST_CASE("samples become points of the plane when somebody wants them to") {
  const Experiment experiment = parse_link("dataset=table&table=half_adder").experiment;
  const Table table = table_of(write_points_csv(experiment));
  const std::vector<ColumnRole> roles = point_roles(table);
  REQUIRE(check_roles(table, roles).has_value());
  REQUIRE_FALSE(are_samples(roles));
  Experiment points;
  REQUIRE(place_table(points, table, roles, std::nullopt).has_value());
  REQUIRE(points.custom_points.size() == 4);
}

TEST_CASE("a whole table has its numbers as inputs, and rows that are only counted not") {
  const Table table = table_of("index,a,b,c,species\n0,1.5,2,3,x\n1,4,5.5,6,y\n2,7,8,9.5,x\n");
  const std::vector<ColumnRole> roles = sample_roles(table);
  REQUIRE(roles_text(table, roles) == "input=a,input=b,input=c,label=species");
}

// --- one input ---------------------------------------------------------------------------------

TEST_CASE("one column of numbers and a class are one input and a class") {
  for (const char* text :
       {"height,class\n1.5,a\n2.5,b\n1.75,a\n3,b\n", "height;class\n1,5;0\n2,5;1\n1,75;0\n3;1\n",
        "1.5,small\n2.5,large\n1.75,small\n3,large\n",
        "who,height,class\nAnn,1.5,a\nBob,2.5,b\nCid,1.75,a\nDee,3,b\n"}) {
    INFO(text);
    const Table table = table_of(text);
    REQUIRE(table.certain);
    Experiment experiment;
    const auto said = place_table(experiment, table, table.roles, std::nullopt);
    INFO((said ? "" : said.error().message));
    REQUIRE(said.has_value());
    REQUIRE(experiment.uses_table);
    REQUIRE(experiment.table->inputs.size() == 1);
    REQUIRE(experiment.table->has_classes());
    REQUIRE(experiment.table->numbers == std::vector<float>{1.5f, 0, 2.5f, 1, 1.75f, 0, 3, 1});
    REQUIRE(Trainer(experiment).network().input_count() == 1);
    REQUIRE(parse_link(make_link(experiment)).experiment == experiment);
    // Somebody who says so gets the same.
    REQUIRE(read_roles(table, roles_text(table, table.roles)) == table.roles);
    // There is no second input for the plane.
    REQUIRE_FALSE(check_roles(table, point_roles(table)));
  }
}

TEST_CASE("one input and a value are an input and a target") {
  const Table named = table_of("dose,target\n0.5,1.25\n1,2.5\n2,3.75\n");
  REQUIRE(named.certain);
  REQUIRE(named.roles == std::vector<ColumnRole>{ColumnRole::kInput, ColumnRole::kTarget});
  // Without a name that says so it could be points of one class; taken whole it is the same.
  const Table plain = table_of("x,y\n0.5,1.25\n1,2.5\n2,3.75\n");
  REQUIRE_FALSE(plain.certain);
  REQUIRE(sample_roles(plain) == std::vector<ColumnRole>{ColumnRole::kInput, ColumnRole::kTarget});
}

TEST_CASE("columns of which one could be the class are asked about, not refused") {
  const Table table = table_of("height,ward,place\n1,a,p\n2,b,q\n3,a,q\n4,b,p\n");
  REQUIRE_FALSE(table.certain);
  REQUIRE(table.doubt == "There are several columns of words: which one is the class?");
  REQUIRE(check_roles(table, table.roles).has_value());
}

// --- scales ------------------------------------------------------------------------------------

Experiment taken_whole(std::string_view text, TableScale scale) {
  const Table table = table_of(text);
  Experiment experiment;
  const auto said = place_table(experiment, table, sample_roles(table), scale);
  INFO((said ? "" : said.error().message));
  REQUIRE(said.has_value());
  return experiment;
}

constexpr std::string_view kCars =
    "power,weight,year,price,range\n90,1100.5,1998,12000,410\n110,1350,2003,18500,560\n"
    "75,980,1995,8200,390\n200,1800,2015,52000,700\n150,1500,2010,31000,650\n";

Experiment cars(TableScale scale) {
  const Table table = table_of(kCars);
  const auto roles =
      read_roles(table, "input=power,input=weight,input=year,target=price,target=range");
  REQUIRE(roles.has_value());
  Experiment experiment;
  REQUIRE(place_table(experiment, table, *roles, scale).has_value());
  return experiment;
}

TEST_CASE("a table taken whole keeps its numbers, and the network sees them scaled") {
  for (const TableScale scale : {TableScale::kStandardise, TableScale::kFit}) {
    const Experiment experiment = cars(scale);
    const SampleTable& table = *experiment.table;
    REQUIRE(table.scales.size() == 5);
    REQUIRE(table.numbers == cars(TableScale::kNone).table->numbers);
    for (std::size_t column = 0; column < table.width(); ++column) {
      double sum = 0, squares = 0, least = 99, most = -99;
      for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto seen = static_cast<double>(table.seen(row, column));
        sum += seen;
        squares += seen * seen;
        least = std::min(least, seen);
        most = std::max(most, seen);
      }
      INFO(column);
      if (scale == TableScale::kFit) {
        REQUIRE(std::abs(least + 1) < 1e-5);
        REQUIRE(std::abs(most - 1) < 1e-5);
      } else {
        REQUIRE(std::abs(sum) < 1e-4);
        REQUIRE(std::abs(squares / 5 - 1) < 1e-4);
      }
    }
  }
}

TEST_CASE("a class is not scaled") {
  const Experiment experiment =
      taken_whole("a,b,kind\n100,2000,x\n300,4000,y\n200,1000,x\n", TableScale::kFit);
  REQUIRE(experiment.table->scales.size() == 2);
  REQUIRE(experiment.table->seen(0, 2) == experiment.table->number(0, 2));
}

TEST_CASE("scales of a table are kept in links, documents and tables") {
  for (const TableScale scale : {TableScale::kStandardise, TableScale::kFit}) {
    for (const bool classes : {false, true}) {
      const Experiment experiment =
          classes ? taken_whole("long,wide,kind\n51,-3.5,a b\n49,3,c\n62.25,2.9,a b\n", scale)
                  : cars(scale);
      const std::string link = make_link(experiment);
      INFO(link);
      const ParsedLink linked = parse_link(link);
      REQUIRE(linked.messages.empty());
      REQUIRE(linked.experiment == experiment);
      const Result<Trainer> saved = parse_document(make_document(Trainer(experiment)));
      INFO((saved ? "" : saved.error().message));
      REQUIRE(saved.has_value());
      REQUIRE(saved->experiment() == experiment);
      const Table table = table_of(write_points_csv(experiment));
      REQUIRE(table.certain);
      REQUIRE(wanted_scale(table, table.roles) == TableScale::kTold);
      Experiment again;
      REQUIRE(place_table(again, table, table.roles, std::nullopt).has_value());
      REQUIRE(*again.table == *experiment.table);
    }
  }
}

TEST_CASE("a scaled table trains as one that was scaled before, bit by bit") {
  Random random(7, Random::Stream::kData);
  for (int trial = 0; trial < 20; ++trial) {
    Experiment scaled = cars(trial % 2 == 0 ? TableScale::kStandardise : TableScale::kFit);
    scaled.seed = static_cast<std::uint32_t>(trial);
    for (float& number : scaled.table->numbers) {
      number *= 1 + 0.2f * static_cast<float>(random.uniform());
    }
    Experiment before = scaled;
    SampleTable& table = *before.table;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      for (std::size_t column = 0; column < table.width(); ++column) {
        table.numbers[row * table.width() + column] = scaled.table->seen(row, column);
      }
    }
    table.scales.clear();
    Trainer a(scaled), b(before);
    for (int step = 0; step < 25; ++step) {
      a.step();
      b.step();
    }
    REQUIRE(a.parameter_hash() == b.parameter_hash());
    REQUIRE(a.metrics().train_loss == b.metrics().train_loss);
    // What is said of a row, in the table's own numbers.
    const auto row = static_cast<std::size_t>(trial % 5);
    const std::span<const float> inputs = inputs_of(*scaled.table, static_cast<int>(row));
    const float price = activations_of(a.network(), scaled.table->seen_inputs(inputs)).back()[0];
    REQUIRE(price ==
            activations_of(b.network(), inputs_of(table, static_cast<int>(row))).back()[0]);
    const Scale& scale = scaled.table->scales[3];
    REQUIRE(scaled.table->told_output(0, price) ==
            scale.centre + static_cast<double>(price) * scale.spread);
    // The picture of both is the same; its axes are in the numbers of the table.
    const TableSlice one = slice_of(scaled, {0, 2}, static_cast<int>(row));
    REQUIRE(one.columns.inputs[1].name == "year");
    const std::vector<float> at = one.inputs_at(0, 0);
    REQUIRE(at[1] == scaled.table->number(row, 1));
    const std::vector<float> grid = slice_grid(one, 8);
    for (std::size_t cell = 0; cell < 64; ++cell) {
      REQUIRE(grid[64 + cell] == scaled.table->seen(row, 1));
    }
    const double middle = static_cast<double>(one.columns.inputs[0].number_at(-6 + 0.75));
    REQUIRE(grid[0] == scaled.table->scaled(0, static_cast<float>(middle)));
  }
}

TEST_CASE("scales that make no sense are refused in words") {
  const auto refused = [](const char* link) {
    const ParsedLink parsed = parse_link(link);
    return parsed.messages.empty() ? std::string() : parsed.messages.front().text();
  };
  REQUIRE(refused("dataset=table&table=a|0|2;y;1,2").empty());
  REQUIRE(parse_link("dataset=table&table=a|0|2,b;y;6,5,2").experiment.table->seen(0, 0) == 3);
  REQUIRE(refused("dataset=table&table=a|0;y;1,2").find("a centre and a spread") !=
          std::string::npos);
  REQUIRE(refused("dataset=table&table=a|0|0;y;1,2").find("a spread is a number") !=
          std::string::npos);
  REQUIRE(refused("dataset=table&table=a|x|1;y;1,2").find("a centre and a spread") !=
          std::string::npos);
  // A scale that changes nothing is none.
  REQUIRE(parse_link("dataset=table&table=a|0|1;y;1,2").experiment.table->scales.empty());
  // Numbers that are far are there with a scale that brings them near.
  REQUIRE(refused("dataset=table&table=a|5e8|1e8;y;4e8,2;6e8,1").empty());
  REQUIRE_FALSE(refused("dataset=table&table=a;y;4e8,2").empty());
}

}  // namespace
}  // namespace backprop
