#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/export/export.h"
#include "engine/run/document.h"
#include "engine/run/trainer_link.h"

namespace backprop {
namespace {

Trainer trained(std::string_view link, int steps = 5) {
  Trainer trainer(parse_link(link).experiment);
  trainer.steps(steps);
  return trainer;
}

std::string exported(const Trainer& trainer, std::string_view name,
                     std::span<const HistoryRow> history = {}) {
  const auto format = find_export_format(name);
  REQUIRE(format);
  const Result<std::string> content = (*format)->make({trainer, history});
  REQUIRE(content);
  return *content;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST_CASE("export formats have names, files and help of their own") {
  std::vector<std::string_view> names, files;
  for (const ExportFormat& format : export_formats()) {
    names.push_back(format.name);
    files.push_back(format.file);
    CHECK(!format.label.empty());
    CHECK(contains(std::string(format.mime), "/"));
    CHECK(format.help.ends_with('.'));
  }
  for (auto* list : {&names, &files}) {
    std::sort(list->begin(), list->end());
    CHECK(std::adjacent_find(list->begin(), list->end()) == list->end());
  }
  CHECK(!find_export_format("keras"));
}

// An ingredient that an export has no words for ends the program here.
TEST_CASE("every activation, feature, loss, optimizer and schedule can be taken away") {
  const auto all = [](const std::string& link) {
    CAPTURE(link);
    const Trainer trainer = trained(link);
    REQUIRE(trainer.step_count() == 5);
    for (const ExportFormat& format : export_formats()) {
      const std::string content = exported(trainer, format.name);
      CHECK(content.size() > 30);
      if (format.binary) continue;
      CHECK(content.ends_with('\n'));
      CHECK(!contains(content, "$"));  // a name that nothing was put in place of
    }
  };
  for (const Activation& entry : activations()) {
    if (!entry.output_only) all("layers=3&samples=30&activation=" + std::string(entry.name));
  }
  for (const Feature& entry : features()) all("samples=30&features=" + std::string(entry.name));
  for (const Loss& entry : losses()) all("samples=30&loss=" + std::string(entry.name));
  for (const Optimizer& entry : optimizers())
    all("samples=30&optimizer=" + std::string(entry.name));
  for (const Schedule& entry : schedules()) all("samples=30&schedule=" + std::string(entry.name));
  all("samples=30&dataset=reg-plane&dropout=0.2&clipping=norm&regularization=l1&l1Cut=true");
}

TEST_CASE("tables of weights hold every parameter, unrounded, in the parameters' order") {
  const Trainer trainer = trained("dataset=blobs&classes=3&layers=4,2&features=x1,sinx2");
  const std::string table = exported(trainer, "weights-csv");
  CHECK(table.starts_with("layer,neuron,input,value\n1,1,x1,"));
  CHECK(contains(table, "\n1,4,bias,"));
  CHECK(contains(table, "\n2,1,4,"));
  CHECK(contains(table, "\n3,3,bias,"));
  std::vector<float> values;
  for (std::size_t at = table.find('\n'); at + 1 < table.size(); at = table.find('\n', at + 1)) {
    const std::string line = table.substr(at + 1, table.find('\n', at + 1) - at - 1);
    values.push_back(std::stof(line.substr(line.rfind(',') + 1)));
  }
  std::vector<float> parameters(trainer.network().parameters().begin(),
                                trainer.network().parameters().end());
  REQUIRE(values.size() == parameters.size());
  std::sort(values.begin(), values.end());  // rows go neuron by neuron, biases among them
  std::sort(parameters.begin(), parameters.end());
  CHECK(values == parameters);
}

TEST_CASE("the history ends where the run stands, and leaves out what there is not") {
  const Trainer trainer = trained("dataset=reg-plane&trainFraction=1&samples=20", 3);
  const HistoryRow rows[] = {{0, 0.5f, 0.25f, 0.75f, 1}, {2, 0.25f, 0.5f, 1, 1}};
  const std::string table = exported(trainer, "history-csv", rows);
  CHECK(
      table.starts_with("step,trainLoss,testLoss,trainAccuracy,testAccuracy\n"
                        "0,0.5,0.25,0.75,1\n2,0.25,0.5,1,1\n3,"));
  CHECK(table.ends_with(",,,\n"));
  CHECK(exported(trained("samples=20", 0), "history-csv").find("\n0,") != std::string::npos);
}

TEST_CASE("scripts name the experiment and go on from its step") {
  const Trainer trainer = trained("dataset=xor&samples=60&optimizer=adam", 7);
  for (const std::string_view name : {"numpy", "pytorch"}) {
    const std::string script = exported(trainer, name);
    CHECK(contains(script, "#" + make_link(trainer) + "\n"));
    CHECK(contains(script, "for step in range(7, 7 + steps):"));
    CHECK(!contains(script, "dropout"));
  }
  // In the middle of a step they begin with that step.
  Trainer inside = trained("dataset=xor&samples=60&optimizer=adam", 7);
  for (int phase = 0; phase < 3; ++phase) inside.advance_phase();
  CHECK(exported(inside, "numpy") == exported(trainer, "numpy"));
}

TEST_CASE("without points there is nothing to train on, but a network to take away") {
  Experiment experiment;
  experiment.dataset = nullptr;
  const Trainer trainer(experiment);
  for (const ExportFormat& format : export_formats()) {
    const bool trains = format.name == "numpy" || format.name == "pytorch";
    CHECK(format.make({trainer, {}}).has_value() != trains);
  }
}

}  // namespace
}  // namespace backprop
