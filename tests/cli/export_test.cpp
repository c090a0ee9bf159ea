#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"
#include "engine/experiment/points.h"
#include "engine/experiment/table.h"
#include "engine/export/export.h"
#include "engine/run/document.h"
#include "tests/cli/command.h"

namespace backprop {
namespace {

std::vector<Point> points_in(const std::string& text) {
  const Result<Table> table = read_table(text);
  REQUIRE(table);
  const auto points = take_points(*table, table->roles, wanted_scale(*table, table->roles));
  REQUIRE(points);
  return points->points;
}

std::string hash(const Outcome& outcome) { return Parsed(outcome.out).text("/parameterHash"); }

TEST_CASE("export writes the engine's document, to a file or standard output") {
  const std::string link = "dataset=xor&layers=3&optimizer=adam";
  Trainer trainer(parse_link(link).experiment);
  trainer.steps(37);
  const std::string expected = make_document(trainer);
  const Outcome outcome = run({"export", link, "--steps", "37"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out == expected);
  const Folder folder;
  const Outcome file = run({"export", link, "--steps", "37", "-o", folder / "run.json"});
  CHECK(file.code == 0);
  CHECK(file.out.empty());
  CHECK(contents(folder / "run.json") == expected);
}

TEST_CASE("a document trains on as if the run had never stopped") {
  const Folder folder;
  const std::string link = "dataset=spiral&layers=4,4&optimizer=adam&dropout=0.1&schedule=cosine";
  REQUIRE(run({"export", link, "--steps", "130", "-o", folder / "run.json"}).code == 0);
  const Outcome on = run({"train", folder / "run.json", "--steps", "71", "--json"});
  REQUIRE(on.code == 0);
  CHECK(on.err.empty());
  CHECK(Parsed(on.out).number("/step") == 201);
  CHECK(hash(on) == hash(run({"train", link, "--steps", "201", "--json"})));
  const std::string replay = Parsed(on.out).text("/link");
  CHECK(replay == make_link(parse_link(link).experiment, 201));
  CHECK(hash(on) == hash(run({"train", replay, "--json"})));
}

TEST_CASE("a document stays at its step without --steps, and can be looked at") {
  const Folder folder;
  REQUIRE(run({"export", "layers=3", "--steps", "20", "-o", folder / "run.json"}).code == 0);
  CHECK(Parsed(run({"train", folder / "run.json", "--json"}).out).number("/step") == 20);
  CHECK(run({"check", folder / "run.json"}).code == 0);
  const Outcome picture = run({"render", folder / "run.json", "--size", "40", "-o", "-"});
  CHECK(picture.out == run({"render", "layers=3", "--steps", "20", "--size", "40", "-o", "-"}).out);
  const Outcome summary = run({"train", folder / "run.json"});
  CHECK(summary.out.starts_with("#v=1&layers=3&step=20\n\nstep 20, "));
}

TEST_CASE("option --set on a document acts from there on, or starts over") {
  const Folder folder;
  REQUIRE(run({"export", "layers=3", "--steps", "20", "-o", folder / "run.json"}).code == 0);
  const Parsed live(
      run({"train", folder / "run.json", "--set", "learningRate=0.3", "--steps", "5", "--json"})
          .out);
  CHECK(live.number("/step") == 25);
  Trainer trainer(parse_link("layers=3").experiment);
  trainer.steps(20);
  REQUIRE(trainer.set("learningRate", "0.3"));
  trainer.steps(5);
  CHECK(live.number("/losses/train") == trainer.metrics().train_loss);
  // No link trains with one rate and then with another: it starts from the weights.
  CHECK(live.text("/link") == make_link(trainer.experiment(), 0, trainer.network().parameters()));
  CHECK(live.text("/parameterHash") ==
        hash(run({"train", live.text("/link"), "--steps=0", "--json"})));
  const Parsed over(
      run({"train", folder / "run.json", "--set", "layers=2", "--steps", "5", "--json"}).out);
  CHECK(over.number("/step") == 5);
  CHECK(over.text("/parameterHash") == hash(run({"train", "layers=2", "--steps=5", "--json"})));
}

TEST_CASE("option --set step trains to that step, of a link and of a document") {
  const Folder folder;
  const std::string wanted = hash(run({"train", "layers=3&step=33", "--json"}));
  CHECK(hash(run({"train", "layers=3", "--set", "step=33", "--json"})) == wanted);
  CHECK(hash(run({"train", "layers=3&step=90", "--set", "step=33", "--json"})) == wanted);
  REQUIRE(run({"export", "layers=3", "--set=step=20", "-o", folder / "run.json"}).code == 0);
  CHECK(hash(run({"train", folder / "run.json", "--set", "step=33", "--json"})) == wanted);
  const Outcome behind = run({"train", folder / "run.json", "--set", "step=10"});
  CHECK(behind.code == 2);
  CHECK(is_one_sentence(behind.err));
}

TEST_CASE("the weights of a link are where its run starts, and are in the link it prints") {
  const Experiment experiment = parse_link("layers=2").experiment;
  std::vector<float> weights(make_network(experiment).parameter_count());
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = 0.1f * static_cast<float>(i) - 0.4f;
  const std::string link = make_link(experiment, 6, weights);
  const Parsed json(run({"train", link, "--steps", "3", "--json"}).out);
  REQUIRE(json.valid());
  CHECK(json.number("/step") == 9);
  CHECK(json.text("/link") == make_link(experiment, 9, weights));
  CHECK(json.text("/parameterHash") == hash(run({"train", json.text("/link"), "--json"})));
  CHECK(json.text("/parameterHash") != hash(run({"train", "layers=2", "--steps=9", "--json"})));
  const Outcome other = run({"train", link, "--set", "layers=3"});
  CHECK(other.code == 2);
  CHECK(is_one_sentence(other.err));
}

TEST_CASE("points go out as a table that gives the same run when they come back") {
  const std::string link = "dataset=rings&classes=3&noise=0.2&samples=90&loss=cross_entropy&seed=3";
  const Outcome table = run({"export", link, "--format", "points-csv"});
  REQUIRE(table.code == 0);
  CHECK(table.out.starts_with("x1,x2,label\n"));
  const std::vector<Point> points = points_in(table.out);
  REQUIRE(points.size() == 90);
  Experiment again = parse_link(link).experiment;
  again.custom_points = points;
  again.dataset = nullptr;
  Trainer trainer(again);
  trainer.steps(40);
  Trainer original(parse_link(link).experiment);
  original.steps(40);
  CHECK(trainer.parameter_hash() == original.parameter_hash());
  CHECK(trainer.data().points == original.data().points);
  const Outcome surface = run({"export", "dataset=reg-gauss&samples=20", "--format=points-csv"});
  CHECK(points_in(surface.out) ==
        points_to_place(parse_link("dataset=reg-gauss&samples=20").experiment));
}

TEST_CASE("export writes every format of the engine's table, and its help names them") {
  const std::string link = "dataset=xor&layers=3&optimizer=adam&samples=40";
  Trainer trainer(parse_link(link).experiment);
  trainer.steps(12);
  const std::string help = run({"help", "export"}).out;
  for (const ExportFormat& format : export_formats()) {
    CAPTURE(format.name);
    CHECK(help.find("\n  " + std::string(format.name) + "  ") != help.npos);
    if (format.name == "history-csv") continue;
    const Outcome outcome =
        run({"export", link, "--steps=12", "--format", std::string(format.name)});
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    CHECK(outcome.out == format.make({trainer, {}}));
  }
}

TEST_CASE("the history has a row for every step that was trained") {
  const std::string link = "dataset=xor&layers=3&samples=40";
  const Outcome outcome = run({"export", link, "--steps", "30", "--format", "history-csv"});
  REQUIRE(outcome.code == 0);
  CHECK(std::count(outcome.out.begin(), outcome.out.end(), '\n') == 32);
  Trainer trainer(parse_link(link).experiment);
  std::vector<HistoryRow> rows = {history_row(trainer.metrics())};
  while (trainer.step_count() < 30) {
    trainer.step();
    rows.push_back(history_row(trainer.metrics()));
  }
  for (const ExportFormat& format : export_formats()) {
    if (format.name == "history-csv") CHECK(outcome.out == format.make({trainer, rows}));
  }
}

TEST_CASE("export says which formats there are, and when training failed") {
  const Outcome unknown = run({"export", "layers=3", "--format", "keras"});
  CHECK(unknown.code == 2);
  CHECK(is_one_sentence(unknown.err));
  CHECK(unknown.err.find("'keras'") != unknown.err.npos);
  CHECK(unknown.err.find("onnx, pytorch, numpy, c") != unknown.err.npos);
  const std::string diverges = "dataset=reg-plane&layers=&activation=linear&learningRate=10";
  for (const std::string format : {"onnx", "history-csv"}) {
    const Outcome failed = run({"export", diverges, "--steps=9999", "--format", format});
    CHECK(failed.code == 2);
    CHECK(failed.out.empty());
    CHECK(is_one_sentence(failed.err));
  }
}

}  // namespace
}  // namespace backprop
