// Tables as people have them, taken whole.
#include "engine/experiment/table_samples.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"
#include "engine/experiment/points_csv.h"
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
  REQUIRE(taken.says.size() == 3);
  REQUIRE(taken.says[0] ==
          "4 samples: the inputs are 'size', 'rooms', 'age', the targets are 'price', 'rent'.");
  REQUIRE(taken.says[1] == "Numbers are taken as they are: 'size' goes to 150.");
  REQUIRE(taken.says[2].starts_with("1 row is left out"));
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

}  // namespace
}  // namespace backprop
