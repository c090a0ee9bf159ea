#include "engine/run/document.h"

#include <bit>
#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// What is wrong with a document.
std::string error_of(std::string_view text) {
  const Result<Trainer> parsed = parse_document(text);
  INFO(text.substr(0, 300));
  REQUIRE_FALSE(parsed);
  return parsed.error().message;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t place = text.find(from);
  INFO(from);
  REQUIRE(place != std::string::npos);
  return text.replace(place, from.size(), to);
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](float x, float y) {
    return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
  });
}

void require_same(const Trainer& a, const Trainer& b) {
  const TrainerState x = a.state(), y = b.state();
  REQUIRE(same_bits(x.parameters, y.parameters));
  REQUIRE(same_bits(x.optimizer.first, y.optimizer.first));
  REQUIRE(same_bits(x.optimizer.second, y.optimizer.second));
  REQUIRE(x.optimizer.steps == y.optimizer.steps);
  REQUIRE(x.order_random == y.order_random);
  REQUIRE(x.dropout_random == y.dropout_random);
  REQUIRE(x.order == y.order);
  REQUIRE(x.order_position == y.order_position);
  REQUIRE(x.step == y.step);
  REQUIRE(x.epochs_done == y.epochs_done);
  REQUIRE(a.experiment() == b.experiment());
}

Trainer reopened(const Trainer& trainer) {
  Result<Trainer> parsed = parse_document(make_document(trainer));
  if (!parsed) FAIL(parsed.error().message);
  return std::move(*parsed);
}

TEST_CASE("a saved run continues bit for bit, with every optimizer") {
  for (const Optimizer& entry : optimizers()) {
    Trainer trainer(parse_link("dataset=spiral&classes=3&layers=6,5&activation=tanh,relu&dropout="
                               "0.2&noise=0.1&samples=90&loss=cross_entropy&optimizer=" +
                               std::string(entry.name))
                        .experiment);
    INFO(entry.name);
    REQUIRE(trainer.steps(37) == 37);
    Trainer again = reopened(trainer);
    require_same(trainer, again);
    REQUIRE(trainer.steps(50) == 50);
    REQUIRE(again.steps(50) == 50);
    require_same(trainer, again);
    REQUIRE(trainer.parameter_hash() == again.parameter_hash());
  }
}

TEST_CASE("any experiment in any state comes back from its document") {
  Random random(31, Random::Stream::kData);
  for (int round = 0; round < 150; ++round) {
    Experiment experiment = random_experiment(random);
    experiment.samples = std::min(experiment.samples, 300);
    Trainer trainer(experiment);
    trainer.steps(static_cast<int>(random.below(12)));
    if (random.below(3) == 0) trainer.set_parameter(0, -0.0f);
    INFO(make_link(experiment));
    const std::string text = make_document(trainer);
    const Result<Trainer> again = parse_document(text);
    if (!again) FAIL(again.error().message);
    require_same(trainer, *again);
    REQUIRE(make_document(*again) == text);
  }
}

TEST_CASE("the bits of any number survive") {
  Random random(32, Random::Stream::kData);
  Trainer trainer(parse_link("layers=64,64").experiment);
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    // All exponents, denormal numbers among them; what is not finite is refused.
    trainer.set_parameter(i, std::bit_cast<float>(random.next()));
  }
  trainer.set_parameter(0, -0.0f);
  trainer.set_parameter(1, std::bit_cast<float>(1u));
  trainer.set_parameter(2, 3.40282347e38f);
  require_same(trainer, reopened(trainer));
}

TEST_CASE("a step in progress is saved as the state it began with, and its phases run again") {
  Trainer trainer(parse_link("dropout=0.3&batchSize=7").experiment);
  trainer.steps(40);
  const TrainerState between = trainer.state();
  for (int phase = 1; phase < kPhaseCount; ++phase) {
    REQUIRE(trainer.advance_phase());
    REQUIRE(trainer.state().parameters == between.parameters);
    REQUIRE(trainer.state().dropout_random.state == between.dropout_random.state);
    Trainer again = reopened(trainer);
    REQUIRE(again.phases_done() == phase);
    REQUIRE(make_document(again) == make_document(trainer));
    Trainer here = trainer;
    here.step();
    again.step();
    require_same(here, again);
  }
}

TEST_CASE("what a document says of a step in progress must fit") {
  Trainer trainer(parse_link("batchSize=7&regularizationRate=0.1").experiment);
  trainer.steps(3);
  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.set("batchSize", "3"));
  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.set("regularization", "l2"));
  const std::string text = make_document(trainer);
  require_same(trainer, reopened(trainer));
  const auto problem = [&](std::string_view what, std::string_view by) {
    std::string changed = text;
    const std::size_t at = changed.rfind(what);
    REQUIRE(at != std::string::npos);
    changed.replace(at, what.size(), by);
    const Result<Trainer> read = parse_document(changed);
    REQUIRE_FALSE(read);
    return read.error().message;
  };
  CHECK(contains(problem("\"phases\": 2", "\"phases\": 5"), "from 0 to 4"));
  CHECK(contains(problem("\"phases\": 2", "\"phases\": 0"), "state.inside[2].phases: "));
  CHECK(contains(problem("\"regularization\": \"l2\"", "\"regularization\": \"l3\""), "l1"));
  CHECK(contains(problem("\"regularization\": \"l2\"", "\"regularization\": \"l1\""),
                 "state.inside: "));
  CHECK(contains(problem("\"regularization\": \"l2\"", "\"noise\": 0.1"), "state.inside[2]"));
}

TEST_CASE("live settings changed on the way, and edits by hand, are in the document") {
  Trainer trainer(parse_link("optimizer=adam&seed=5").experiment);
  trainer.steps(20);
  REQUIRE(trainer.set("learningRate", "0.1"));
  REQUIRE(trainer.set("batchSize", "13"));
  trainer.steps(9);
  REQUIRE(trainer.set("optimizer", "momentum"));
  trainer.set_parameter(3, 0.25f);
  trainer.steps(3);
  Trainer again = reopened(trainer);
  trainer.steps(30);
  again.steps(30);
  require_same(trainer, again);
}

TEST_CASE("points placed by hand are in the document, and none of them too") {
  Experiment experiment;
  experiment.custom_points = {{1.5f, -2, 0}, {0.1f, 1e-7f, 2}, {-3, 4, 1}, {1, 1, 1}};
  REQUIRE(set_property(experiment, "dataset", "custom"));
  Trainer trainer(experiment);
  trainer.steps(5);
  require_same(trainer, reopened(trainer));

  experiment.custom_points.clear();
  const Trainer empty(experiment);
  require_same(empty, reopened(empty));
}

TEST_CASE("a document written by hand may leave out what is as usual") {
  const Result<Trainer> run = parse_document(
      R"({"format": "backprop-playground", "version": 1,
          "experiment": {"layers": [3], "features": ["x1", "x1x2"], "l1Cut": true, "noise": 0.1}})");
  REQUIRE(run);
  REQUIRE(run->experiment() ==
          parse_link("layers=3&features=x1,x1x2&l1Cut=true&noise=0.1").experiment);
  REQUIRE(run->step_count() == 0);
}

// A document with these members of "experiment".
std::string experiment_document(const std::string& members) {
  return R"({"format": "backprop-playground", "version": 1, "experiment": {)" + members + "}}";
}

TEST_CASE("an error in the experiment names its place") {
  const auto error = [](const std::string& members) {
    return error_of(experiment_document(members));
  };
  REQUIRE(
      contains(error(R"("noise": "much")"), "experiment.noise: expected a number, found a string"));
  REQUIRE(contains(error(R"("noise": 7)"), "experiment.noise: noise cannot be '7': choose"));
  REQUIRE(contains(error(R"("colour": 7)"), "experiment: 'colour' means nothing here"));
  REQUIRE(contains(error(R"("noise": 0, "noise": 0)"), "experiment: 'noise' is there twice"));
  REQUIRE(contains(error(R"("layers": [3, "4"])"),
                   "experiment.layers[1]: expected a number, found a string"));
  REQUIRE(contains(error(R"("layers": "3,4")"), "experiment.layers: expected a list"));
  REQUIRE(contains(error(R"("features": ["x1,x2"])"), "experiment.features[0]: expected one name"));
  REQUIRE(contains(error(R"("l1Cut": 1)"), "experiment.l1Cut: expected true or false"));
  REQUIRE(
      contains(error(R"("dataset": null)"), "experiment.dataset: expected a string, found null"));
  REQUIRE(contains(error(R"("points": [[1, 2, 0], [1, 2]])"),
                   "experiment.points[1]: expected 3 numbers (x1, x2, label), found 2"));
  REQUIRE(contains(error(R"("points": [[1, 2e9, 0]])"), "experiment.points[0][1]: expected a num"));
  REQUIRE(contains(error(R"("points": {})"), "experiment.points: expected a list, found an obj"));
  REQUIRE(contains(error(R"("dataset": "xor", "problem": "regression")"),
                   "experiment.problem: 'regression' does not go with the other settings"));
  std::string many = "[0,0,0]";
  for (int i = 0; i < kMaxPoints; ++i) many += ",[0,0,0]";
  REQUIRE(contains(error("\"points\": [" + many + "]"), "at most 10000 points, found 10001"));
}

TEST_CASE("an error in the state names its place") {
  Trainer trainer(parse_link("layers=2&optimizer=adam&samples=20").experiment);
  trainer.steps(3);
  const std::string good = make_document(trainer);
  const auto error = [&](std::string_view from, std::string_view to) {
    return error_of(replaced(good, from, to));
  };
  REQUIRE(contains(error("\"parameters\": [", "\"parameters\": [\"a\", "),
                   "state.parameters: expected 9 numbers, found 10"));
  const std::size_t begin = good.find("\"parameters\": [");
  const std::size_t second = good.find(", ", begin) + 2;
  std::string text = good;
  REQUIRE(contains(error_of(text.replace(second, good.find(',', second) - second, "\"a\"")),
                   "state.parameters[1]: expected a number, found a string"));
  text = good;
  REQUIRE(contains(error_of(text.replace(second, good.find(',', second) - second, "1e39")),
                   "state.parameters[1]: '1e39' is not a number of 32 bits"));
  REQUIRE(
      contains(error("\"second\": [", "\"second\": [-1, "), "state.optimizer.second: expected"));
  REQUIRE(contains(error("\"step\": 3", "\"step\": -3"), "state.step: expected a whole number"));
  REQUIRE(contains(error("\"step\": 3", "\"step\": 9223372036854775807"), "state.step: expected"));
  REQUIRE(contains(error("\"position\": ", "\"position\": 9"), "state.position: expected a whole"));
  REQUIRE(contains(error("\"dropout\": \"", "\"dropout\": \"x"), "state.random.dropout: expected"));
  REQUIRE(contains(error("\"epochs\"", "\"ages\""), "state: 'ages' means nothing here"));
  REQUIRE(contains(error("\"order\": [", "\"order\": [0, "), "state.order: expected 10 training"));
  const std::size_t order = good.find("\"order\": [") + 10;
  const std::size_t next = good.find(", ", order) + 2;
  text = good;
  text.replace(order, 1, text.substr(next, 1));
  REQUIRE(contains(error_of(text), "state.order[1]: training point"));
}

TEST_CASE("what is no document is refused with its place") {
  REQUIRE(contains(error_of(""), "it is empty"));
  REQUIRE(contains(error_of("{\n  \"format\": ?\n}"), "line 2, column 13"));
  REQUIRE(contains(error_of("[]"), "the document: expected an object, found a list"));
  REQUIRE(contains(error_of("{}"), "format: expected a string, found nothing"));
  REQUIRE(contains(error_of(R"({"format": "a"})"), "format: expected 'backprop-playground'"));
  REQUIRE(contains(error_of(R"({"format": "backprop-playground", "version": 2})"),
                   "version: this program reads documents up to version 1"));
  REQUIRE(contains(error_of(R"({"format": "backprop-playground", "version": 1})"),
                   "experiment: expected an object, found nothing"));
  REQUIRE(contains(error_of(experiment_document("") + "x"), "line 1, column"));
}

TEST_CASE("documents are bounded in size, values and nesting") {
  REQUIRE(contains(error_of(std::string(kMaxDocumentBytes + 1, ' ')), "at most 8 MB"));
  REQUIRE(contains(error_of(std::string(1'000'000, '[')), "more values"));
  REQUIRE(contains(error_of(std::string(300'000, '[')), "line 1, column"));
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  REQUIRE(contains(error_of(experiment_document("\"layers\": " + deep)),
                   "experiment.layers[0]: expected a number, found a list"));
  const auto digits =
      parse_document(experiment_document("\"noise\": 0." + std::string(1'000'000, '1')));
  REQUIRE(digits.value().experiment().noise == 1.0 / 9);
}

TEST_CASE("a document cut off or with one byte changed does no harm") {
  Trainer trainer(parse_link("layers=2&optimizer=adam&samples=20&dropout=0.1").experiment);
  trainer.steps(3);
  const std::string good = make_document(trainer);
  for (std::size_t length = 0; length + 2 < good.size(); length += 7) {
    REQUIRE_FALSE(parse_document(std::string_view(good).substr(0, length)));
  }
  Random random(33, Random::Stream::kData);
  int read = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = good;
    text[random.below(static_cast<std::uint32_t>(text.size()))] =
        static_cast<char>(random.below(256));
    const Result<Trainer> parsed = parse_document(text);
    if (!parsed) {
      REQUIRE(is_plain_text(parsed.error().message));
      continue;
    }
    ++read;  // a changed digit
    REQUIRE(parse_document(make_document(*parsed))->parameter_hash() == parsed->parameter_hash());
  }
  REQUIRE(read > 0);
}

TEST_CASE("a saved run knows its start, and whether a link leads to where it stands") {
  Trainer trainer(parse_link("dataset=xor&layers=3&optimizer=adam").experiment);
  trainer.set_parameter(2, 0.75f);
  const std::uint64_t start = trainer.parameter_hash();
  require_same(trainer, reopened(trainer));
  REQUIRE_FALSE(contains(make_document(trainer), "\"start\""));  // the parameters say it
  trainer.steps(12);
  for (int round = 0; round < 2; ++round) {
    Trainer again = reopened(trainer);
    require_same(trainer, again);
    REQUIRE(make_link(again) == make_link(trainer));
    REQUIRE(make_document(again) == make_document(trainer));
    REQUIRE(again.can_be_replayed() == (round == 0));
    again.restart();
    REQUIRE(again.parameter_hash() == start);
    trainer.set_parameter(0, 0.5f);
  }
  const std::string text = make_document(trainer);
  REQUIRE(contains(error_of(replaced(text, "\"changed\": true", "\"changed\": 1")),
                   "state.changed: expected true or false, found a number"));
  REQUIRE(contains(error_of(replaced(text, "\"start\": [", "\"start\": [1, ")), "state.start: "));
}

TEST_CASE("the experiment alone is an object with every property") {
  const std::string text = experiment_json(parse_link("layers=3,4&activation=relu").experiment);
  for (const Property& property : properties()) {
    REQUIRE(contains(text, '"' + std::string(property.name) + "\": "));
  }
  REQUIRE(contains(text, "\"layers\": [3, 4]"));
  REQUIRE(parse_document(R"({"format": "backprop-playground", "version": 1, "experiment": )" +
                         text + "}")
              ->experiment() == parse_link("layers=3,4&activation=relu").experiment);
}

}  // namespace
}  // namespace backprop
