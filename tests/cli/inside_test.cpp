// explain, check and bench: what looks inside a run.
#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"
#include "engine/insight/explain.h"
#include "engine/insight/gradient_check.h"
#include "shell/cli/report.h"
#include "tests/cli/command.h"

namespace backprop {
namespace {

TEST_CASE("explain prints the engine's explanation of the last step") {
  const std::string link = "dataset=xor&layers=3,2";
  Trainer trainer(parse_link(link).experiment);
  trainer.steps(12);
  for (const std::string target : {"neuron:2.1", "delta:1.3", "weight:1.2.1", "bias:3.1@4"}) {
    INFO(target);
    const Result<ExplainTarget> parsed = parse_target(trainer, target);
    REQUIRE(parsed);
    const Result<Explanation> expected = explain(trainer, *parsed);
    REQUIRE(expected);
    const Outcome text = run({"explain", link, target, "--steps", "12"});
    CHECK(text.code == 0);
    CHECK(text.err.empty());
    CHECK(text.out.find(to_text(*expected)) == 0);
    const Outcome markdown = run({"explain", link, target, "--steps", "12", "--markdown"});
    CHECK(markdown.out.find(to_markdown(*expected)) == 0);
    CHECK(markdown.out.find('$') != std::string::npos);
  }
}

TEST_CASE("explain without --steps explains the first step, or the link's own") {
  const Outcome first = run({"explain", "layers=3", "weight:1.1.1"});
  CHECK(first.out == run({"explain", "layers=3", "weight:1.1.1", "--steps", "1"}).out);
  const Outcome own = run({"explain", "layers=3&step=9", "weight:1.1.1"});
  CHECK(own.out == run({"explain", "layers=3", "weight:1.1.1", "--steps", "9"}).out);
  CHECK(own.out != first.out);
}

TEST_CASE("check passes on a right engine and prints the worst entries first") {
  const std::string link = "dataset=spiral&layers=4,3&regularization=l2&regularizationRate=0.01";
  const Outcome outcome = run({"check", link, "--steps", "50"});
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
  Trainer trainer(parse_link(link).experiment);
  trainer.steps(50);
  const GradientCheck check = check_gradients(trainer);
  REQUIRE(check.passes);
  const std::string worst = target_text(trainer.network(), check.entries[0].parameter);
  const std::size_t head = outcome.out.find('\n') + 1;
  CHECK(outcome.out.substr(head).starts_with(worst + " "));
  CHECK(outcome.out.find("PASS: " + std::to_string(check.checked) + " gradients at step 50") !=
        std::string::npos);
}

TEST_CASE("check prints 20 entries, all of them with --all") {
  const std::string link = "layers=5,4";  // 44 parameters
  const auto rows = [](const std::string& text) {
    std::size_t count = 0;
    for (const char* kind : {"\nweight:", "\nbias:"}) {
      for (std::size_t at = text.find(kind); at != text.npos; at = text.find(kind, at + 1)) ++count;
    }
    return count;
  };
  CHECK(rows(run({"check", link}).out) == 20);
  CHECK(rows(run({"check", link, "--all"}).out) == 15 + 24 + 5);
}

TEST_CASE("parameters have the names that explain takes") {
  const Trainer trainer(parse_link("layers=3,2").experiment);
  const Network& network = trainer.network();
  for (std::size_t i = 0; i < network.parameter_count(); ++i) {
    const std::string name = target_text(network, i);
    const Result<ExplainTarget> target = parse_target(trainer, name);
    INFO(name);
    REQUIRE(target);
    CHECK(target->kind == ExplainTarget::Kind::kParameter);
    CHECK(target->parameter == i);
  }
}

TEST_CASE("bench times whole steps and every phase") {
  const Outcome outcome =
      run({"bench", "layers=4,2", "dataset=xor&layers=8", "--seconds", "0.05", "--json"});
  REQUIRE(outcome.code == 0);
  const Parsed json(outcome.out);
  REQUIRE(json.valid());
  REQUIRE(yyjson_arr_size(json.at("")) == 2);
  for (const std::string place : {"/0", "/1"}) {
    CHECK(json.number(place + "/batch") == 10);
    const double step = json.number(place + "/nanosecondsPerStep");
    CHECK(step > 0);
    CHECK(std::abs(json.number(place + "/updatesPerSecond") * step / 1e9 - 1) < 1e-9);
    double sum = 0;
    for (const std::string phase : {"forward", "loss", "backward", "gradients", "update"}) {
      sum += json.number(place + "/nanosecondsPerPhase/" + phase);
    }
    CHECK(sum > step / 20);
  }
  CHECK(json.text("/1/link").find("xor") != std::string::npos);
  const Outcome text = run({"bench", "layers=2", "--seconds", "0.02"});
  CHECK(text.code == 0);
  CHECK(text.out.find("updates/s") != std::string::npos);
  CHECK(text.out.find("layers=2") != std::string::npos);
}

TEST_CASE("bench goes on timing a run that diverges") {
  const Outcome outcome = run({"bench",
                               "dataset=reg-plane&features=x1sq,x2sq&layers=8&activation=relu&"
                               "learningRate=100",
                               "--seconds", "0.05", "--json"});
  CHECK(outcome.code == 0);
  CHECK(Parsed(outcome.out).number("/0/updatesPerSecond") > 100);
}

}  // namespace
}  // namespace backprop
