// Tables: rows of named inputs and targets, one network input each.
#include "engine/experiment/sample_table.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>

#include "engine/experiment/points.h"
#include "engine/experiment/points_csv.h"
#include "engine/export/export.h"
#include "engine/insight/explain.h"
#include "engine/insight/gradient_check.h"
#include "engine/insight/probe.h"
#include "engine/run/document.h"
#include "engine/run/history.h"
#include "engine/run/trainer_link.h"
#include "engine/run/training_set.h"
#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

Trainer opened(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link << ": " << (parsed.messages.empty() ? "" : parsed.messages.front().sentence));
  REQUIRE(parsed.messages.empty());
  return make_trainer(parsed);
}

std::string refusal(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link);
  REQUIRE_FALSE(parsed.messages.empty());
  return parsed.messages.front().sentence;
}

void require_travels(const Trainer& trainer) {
  const std::string link = make_link(trainer);
  INFO(link);
  const Trainer by_link = opened(link);
  REQUIRE(by_link.experiment() == trainer.experiment());
  REQUIRE(make_link(by_link.experiment()) == make_link(trainer.experiment()));
  const Result<Trainer> by_document = parse_document(make_document(trainer));
  INFO((by_document ? "" : by_document.error().message));
  REQUIRE(by_document);
  REQUIRE(by_document->experiment() == trainer.experiment());
  REQUIRE(by_document->parameter_hash() == trainer.parameter_hash());
}

TEST_CASE("a table's inputs are the network's, and its targets the outputs") {
  Trainer trainer = opened(
      "table=a,b,c;sum,carry;0,1,2,3,4;5,6,7,8,9&layers=2&order=listed&"
      "trainFraction=1&batchSize=2");
  const Experiment& experiment = trainer.experiment();
  CHECK(get_property(experiment, "dataset") == "table");
  CHECK(get_property(experiment, "features") == "x1,x2,x3");
  CHECK(experiment.problem == Problem::kRegression);
  CHECK(trainer.network().input_count() == 3);
  CHECK(trainer.network().output_count() == 2);
  testing::run_phases(trainer, 1);
  for (int i = 0; i < 3; ++i) {
    CHECK(trainer.workspace().input(i, 0) == static_cast<float>(i));
    CHECK(trainer.workspace().input(i, 1) == static_cast<float>(5 + i));
  }
  const auto stride = static_cast<std::size_t>(trainer.workspace().stride);
  CHECK(trainer.workspace().targets[0] == 3);
  CHECK(trainer.workspace().targets[stride] == 4);
  CHECK(trainer.workspace().targets[stride + 1] == 9);
  CHECK(trainer.data().points[1] == Point{5, 6, 8});
  require_travels(trainer);
}

TEST_CASE("Mazur's example as a table of one sample") {
  Trainer trainer = opened(
      "table=x1,x2;o1,o2;.05,.1,.01,.99&layers=2&activation=sigmoid&outputActivation=sigmoid&"
      "trainFraction=1&batchSize=1&learningRate=.5&biases=fixed&"
      "weights=.15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6");
  testing::run_phases(trainer, 5);
  CHECK(std::abs(static_cast<double>(trainer.workspace().loss) - .2983711088) < 2e-7);
  CHECK(std::abs(static_cast<double>(trainer.network().weights(0)[0]) - .1497807161) < 2e-7);
  CHECK(std::abs(static_cast<double>(trainer.network().weights(1)[3]) - .5613701211) < 2e-7);
  CHECK(std::abs(trainer.metrics().train_loss - .2910277737) < 2e-7);
  require_travels(trainer);
  const auto explanation = explain(trainer, {ExplainTarget::Kind::kNeuron, 1, 0, 0, 0});
  REQUIRE(explanation);
  CHECK(explanation->context == "Sample 1 of 1 (0.05, 0.1): the only one of this batch");
}

TEST_CASE("every shipped table trains, and what is made of it") {
  for (const ShippedTable& shipped : shipped_tables()) {
    INFO(shipped.name);
    const auto table = read_sample_table(shipped.text);
    REQUIRE(table);
    CHECK(check_table(*table));
    CHECK(table_text(*table) == shipped.name);
    Trainer trainer = opened("table=" + std::string(shipped.name) +
                             "&layers=4&trainFraction=1&"
                             "learningRate=0.1");
    CHECK(trainer.experiment().table == *table);
    CHECK(make_link(trainer.experiment()).find("table=" + std::string(shipped.name)) !=
          std::string::npos);
    CHECK(trainer.data().train_count == static_cast<int>(table->rows()));
    const double before = trainer.metrics().train_loss;
    REQUIRE(trainer.steps(300) == 300);
    CHECK(trainer.metrics().train_loss < before);
    CHECK(check_gradients(trainer).passes);
    require_travels(trainer);
    for (const ExportFormat& format : export_formats()) {
      const Result<std::string> content = format.make({trainer, {}});
      REQUIRE(content);
      if (!format.binary) CHECK(content->find('$') == content->npos);
    }
    Probe probe;  // the plane is a slice through it
    probe.configure(trainer.experiment().features, 8);
    probe.evaluate(trainer.network());
    CHECK(probe.neuron_map(0, 0).size() == 64);
  }
}

TEST_CASE("Fisher's iris is learned") {
  Trainer trainer = opened(
      "table=iris&layers=8&loss=cross_entropy&trainFraction=1&batchSize=15&"
      "learningRate=0.05&initializer=xavier_normal");
  const SampleTable& table = *trainer.experiment().table;
  CHECK(table.rows() == 150);
  CHECK(table.classes == std::vector<std::string>{"setosa", "versicolor", "virginica"});
  CHECK(table.number(34, 3) == 0.2f);  // where UCI's copy has 0.1
  double sums[4] = {};
  int counts[3] = {};
  for (std::size_t row = 0; row < 150; ++row) {
    for (std::size_t i = 0; i < 4; ++i) sums[i] += static_cast<double>(table.number(row, i));
    ++counts[static_cast<int>(table.number(row, 4))];
  }
  CHECK(std::abs(sums[0] - 876.5) < 1e-3);
  CHECK(std::abs(sums[1] - 458.6) < 1e-3);
  CHECK(std::abs(sums[2] - 563.7) < 1e-3);
  CHECK(std::abs(sums[3] - 179.9) < 1e-3);
  for (const int count : counts) CHECK(count == 50);
  CHECK(trainer.network().output_count() == 3);
  trainer.steps(2000);
  CHECK(trainer.metrics().train_accuracy > 0.95);
}

TEST_CASE("several labels at once are targets of 0 and 1 under binary cross-entropy") {
  Trainer trainer = opened(
      "table=half_adder&loss=bce&layers=4&trainFraction=1&learningRate=1&"
      "batchSize=4&initializer=xavier_normal");
  CHECK(trainer.experiment().output_activation().name == "sigmoid");
  CHECK(trainer.network().output_count() == 2);
  trainer.steps(4000);
  CHECK(trainer.metrics().train_loss < 0.05);
  require_travels(trainer);
  CHECK(refusal("table=a;y;1,2&loss=bce")
            .starts_with("loss cannot be 'bce': its targets are probabilities, from 0 to 1, and "
                         "there is a target of 2: "
                         "choose ½ squared error (mse)"));
  CHECK(refusal("table=a;y;1,.5&loss=cross_entropy").starts_with("loss cannot be 'cross_entropy'"));
  // Softmax with the targets of one row.
  CHECK(opened("table=a,b;p,q,r;1,2,.2,.3,.5&loss=cross_entropy").network().output_count() == 3);
}

TEST_CASE("classes of a table are named or numbered") {
  const Trainer trainer = opened("table=a,b;kind~cat~dog;1,2,cat;3,4,1;5,6,dog&layers=2");
  CHECK(trainer.experiment().problem == Problem::kClassification);
  CHECK(trainer.experiment().classes == 2);
  CHECK(trainer.experiment().table->number(1, 2) == 1);
  CHECK(trainer.experiment().table->number(0, 2) == 0);
  require_travels(trainer);
  CHECK(write_points_csv(trainer.experiment()) ==
        "# input = column 1\n# input = column 2\n# class = column 3\n# class 0 = cat\n"
        "# class 1 = dog\na,b,kind\n1,2,cat\n3,4,dog\n5,6,dog\n");
}

TEST_CASE("classes that are called by numbers stay what they are") {
  const Trainer trainer = opened("table=a;kind~1~2~0;5,1;6,2;7,0;8,2&layers=2");
  CHECK(trainer.experiment().table->numbers == std::vector<float>{5, 0, 6, 1, 7, 2, 8, 1});
  require_travels(trainer);
}

TEST_CASE("a document brings a table as rows") {
  const auto trainer = parse_document(
      R"({"experiment": {"layers": [2], "trainFraction": 1, "table": {"inputs": ["a", "b"],
          "targets": ["kind"], "classes": ["cat", "dog"], "rows": [[1, 2, "cat"], [3, 4, 1]]}},
          "weights": [[[1, 2, 3], [4, 5, 6]], [[7, 8, 9]]]})");
  INFO((trainer ? "" : trainer.error().message));
  REQUIRE(trainer);
  CHECK(trainer->experiment().uses_table);
  CHECK(trainer->experiment().table->rows() == 2);
  CHECK(trainer->network().parameters()[8] == 9);
  require_travels(*trainer);
  const auto error = [](const std::string& table) {
    const auto run = parse_document(R"({"experiment": {"table": )" + table + "}}");
    REQUIRE_FALSE(run);
    return run.error().message;
  };
  CHECK(error(R"({"inputs": ["a"], "targets": ["y"], "rows": [[1]]})")
            .starts_with("experiment.table.rows[0]: expected 2 numbers"));
  CHECK(error(R"({"inputs": [], "targets": ["y"], "rows": [[1]]})")
            .starts_with("experiment.table: a table has 1 to 8 inputs, not 0"));
  CHECK(error(R"("nothing")").starts_with("experiment.table: it should be"));
}

TEST_CASE("a link's table of few rows is all trained on unless the link says otherwise") {
  const std::string rows = "x1,x2;y;0,0,0;0,1,1;1,0,1;1,1,0&layers=2&activation=sigmoid";
  CHECK(opened("table=" + rows).experiment().train_fraction == 1);
  CHECK(opened("table=" + rows).data().train_count == 4);
  CHECK(opened("dataset=table&table=" + rows).data().train_count == 4);
  CHECK(opened("dataset=table&layers=2").data().train_count == 4);
  CHECK(opened("table=parity3").data().train_count == 8);
  CHECK(opened("table=" + rows + "&trainFraction=0.5").data().train_count == 2);
  CHECK(opened("table=iris").experiment().train_fraction == 0.5);
  CHECK(opened("points=0,0,0;1,1,1;0,1,1;1,0,1").experiment().train_fraction == 0.5);
  CHECK(opened("dataset=circle&table=xor").experiment().train_fraction == 0.5);
  // 20 rows are few, 21 are not.
  std::string many = "table=x;y";
  for (int i = 0; i < 20; ++i) many += ";" + std::to_string(i) + ",1";
  CHECK(opened(many).experiment().train_fraction == 1);
  CHECK(opened(many + ";20,1").experiment().train_fraction == 0.5);
  // What is written keeps its meaning, shortest.
  for (const char* fraction : {"1", "0.5", "0.75"}) {
    for (const char* table : {"table=xor", "table=iris"}) {
      const Trainer trainer = opened(std::string(table) + "&trainFraction=" + fraction);
      INFO(make_link(trainer));
      CHECK(opened(make_link(trainer)).experiment() == trainer.experiment());
      require_travels(trainer);
    }
  }
  CHECK(make_link(opened("table=xor").experiment()).find("trainFraction") == std::string::npos);
  // A page that turned to other data keeps the table and trains on half of the points.
  Experiment turned = opened("table=xor").experiment();
  REQUIRE(set_property(turned, "dataset", "circle"));
  CHECK(parse_link(make_link(turned)).experiment == turned);
  turned.train_fraction = 0.5;
  CHECK(parse_link(make_link(turned)).experiment == turned);

  const auto written = parse_document(R"({"experiment": {"table": "xor", "layers": [2]}})");
  REQUIRE(written);
  CHECK(written->data().train_count == 4);
  const auto half =
      parse_document(R"({"experiment": {"table": "xor", "layers": [2], "trainFraction": 0.5}})");
  REQUIRE(half);
  CHECK(half->data().train_count == 2);
}

TEST_CASE("words in the column of a link's only target are classes") {
  const std::string rows = "x1,x2;kind;5.1,3.5,setosa;7,3.2,versicolor;5,3,setosa;6,3,virginica";
  for (const char* more : {"", "&problem=classification", "&loss=cross_entropy"}) {
    const Trainer trainer = opened("table=" + rows + "&layers=2" + more);
    const SampleTable& table = *trainer.experiment().table;
    CHECK(table.targets == std::vector<std::string>{"kind"});
    CHECK(table.classes == std::vector<std::string>{"setosa", "versicolor", "virginica"});
    CHECK(table.number(2, 2) == 0);
    CHECK(table.number(3, 2) == 2);
    CHECK(trainer.network().output_count() == 3);
    require_travels(trainer);
  }
  // A number among the words, or one word alone, is a slip.
  CHECK(refusal("table=x1,x2;kind;1,2,cat;3,4,0;5,6,dog").find("row 1 has 'cat'") !=
        std::string::npos);
  CHECK(refusal("table=x1;kind;1,a;2,b;3,c;4,d;5,e;6,f;7,g").find("more than 6 classes") !=
        std::string::npos);
}

TEST_CASE("who writes dataset for a table is shown how a table is written") {
  CHECK(refusal("dataset=iris&layers=2").find("write table=iris") != std::string::npos);
  CHECK(refusal("dataset=half_adder").find("write table=half_adder") != std::string::npos);
  CHECK(refusal("dataset=nothing").find("write table=") == std::string::npos);
}

TEST_CASE("tables that cannot be are refused with what would be right") {
  const auto said = [](const std::string& table) {
    return parse_link("table=" + table).messages.front().text();
  };
  CHECK(said("a,b;y").starts_with("The link's table cannot be used: it should be the names"));
  CHECK(said("a,b;y;1,2") ==
        "The link's table cannot be used: row 1 should have 3 numbers, not '1,2'. "
        "The dataset 'circle' is shown instead.");
  CHECK(said("a,b;y;1,2,3;0,one,1&dataset=spiral")
            .ends_with("The dataset 'spiral' is shown instead."));
  CHECK(refusal("table=a,b;y;1,2").ends_with("not '1,2'."));  // where nothing is shown instead
  CHECK(said("a,b;y;1,2,x") ==
        "The link's table cannot be used: row 1 has 'x' where a number should be. "
        "The dataset 'circle' is shown instead.");
  CHECK(said("a,b;k~p~q;1,2,r") ==
        "The link's table cannot be used: row 1 has 'r' where a class should be. "
        "The dataset 'circle' is shown instead.");
  CHECK(said("a,b,c,d,e,f,g,h,i;y;1,2,3,4,5,6,7,8,9,0") ==
        "The link's table cannot be used: a table has 1 to 8 inputs, not 9. "
        "The dataset 'circle' is shown instead.");
  CHECK(said("a,;y;1,2,3").starts_with("The link's table cannot be used: '' is no name"));
  CHECK(refusal("table=xor&features=x1x2")
            .starts_with(
                "features cannot be 'x1x2': the inputs of the table are the network's inputs"));
  CHECK(refusal("table=xor&problem=classification").find("numbers") != std::string::npos);
}

TEST_CASE("other data take the place of a table, and a table theirs") {
  Experiment experiment = opened("table=iris").experiment();
  REQUIRE(set_property(experiment, "dataset", "circle"));
  CHECK_FALSE(experiment.uses_table);
  CHECK(get_property(experiment, "features") == "x1,x2");
  CHECK(experiment.classes == 2);
  REQUIRE(set_property(experiment, "dataset", "table"));
  CHECK(experiment.classes == 3);
  CHECK(get_property(experiment, "features") == "x1,x2,x3,x4");
  CHECK_FALSE(add_point(experiment, {0, 0, 1}));
  clear_points(experiment);
  CHECK_FALSE(experiment.uses_table);
  CHECK(experiment.features.size() == 2);
  Experiment fresh;
  REQUIRE(set_property(fresh, "dataset", "table"));
  CHECK(table_text(*fresh.table) == "xor");
}

TEST_CASE("a table's run goes back in its history bit for bit") {
  Trainer trainer = opened("table=iris&layers=5&loss=cross_entropy&batchSize=7");
  History history;
  history.observe(trainer);
  std::vector<std::uint64_t> hashes = {trainer.parameter_hash()};
  for (int i = 0; i < 60; ++i) {
    trainer.step();
    history.follow(trainer);
    hashes.push_back(trainer.parameter_hash());
  }
  for (const int step : {0, 17, 42, 60}) {
    REQUIRE(history.restore(trainer, step));
    CHECK(trainer.parameter_hash() == hashes[static_cast<std::size_t>(step)]);
  }
  Workspace workspace;  // what Health looks at
  load_training_set(trainer, 20, workspace);
  const auto row = static_cast<std::size_t>(trainer.data().origins[3]);
  CHECK(workspace.input(3, 3) == trainer.experiment().table->number(row, 3));
}

}  // namespace
}  // namespace backprop
