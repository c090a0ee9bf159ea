#include <catch2/catch_test_macros.hpp>

#include "engine/base/base64.h"
#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/run/history.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string encoded(std::string_view text) {
  return base64_text(std::as_bytes(std::span(text.data(), text.size())));
}

TEST_CASE("base64url as in RFC 4648, without padding") {
  REQUIRE(encoded("").empty());
  REQUIRE(encoded("f") == "Zg");
  REQUIRE(encoded("fo") == "Zm8");
  REQUIRE(encoded("foo") == "Zm9v");
  REQUIRE(encoded("foobar") == "Zm9vYmFy");
  REQUIRE(encoded("\xfb\xff") == "-_8");
  REQUIRE(floats_text(std::vector<float>{1.0f}) == "AACAPw");
  for (const char* text : {"Z", "Zh", "Zm9", "Zm9vY", "Zg==", "Z+", "Z/", "Z g", "\xff"}) {
    INFO(text);
    REQUIRE_FALSE(base64_bytes(text));
  }
  Random random(41, Random::Stream::kData);
  for (std::size_t length = 0; length < 200; ++length) {
    std::vector<std::byte> bytes(length);
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random.below(256));
    REQUIRE(base64_bytes(base64_text(bytes)) == bytes);
  }
}

TEST_CASE("only whole and finite numbers are weights") {
  REQUIRE(parse_floats("AACAPw") == std::vector<float>{1.0f});
  REQUIRE_FALSE(parse_floats("AACA"));      // three bytes
  REQUIRE_FALSE(parse_floats("AACAfw"));    // infinity
  REQUIRE_FALSE(parse_floats("AADAfw"));    // not a number
}

TEST_CASE("a network edited by hand travels in the link") {
  Trainer trainer(parse_link("dataset=xor&layers=3,2&optimizer=adam").experiment);
  trainer.steps(25);
  trainer.set_parameter(4, -1.625f);
  const std::string text = make_link(trainer.experiment(), 10, trainer.network().parameters());
  const ParsedLink link = parse_link(text);
  REQUIRE(link.messages.empty());
  REQUIRE(link.step == 10);
  Trainer again = make_trainer(link);
  REQUIRE(again.step_count() == 0);
  REQUIRE(again.parameter_hash() == trainer.parameter_hash());
  REQUIRE(make_link(link.experiment, link.step, link.weights) == text);
  // It trains on, and a restart comes back to these weights.
  REQUIRE(again.steps(10) == 10);
  const std::uint64_t end = again.parameter_hash();
  again.restart();
  REQUIRE(again.parameter_hash() == trainer.parameter_hash());
  REQUIRE(again.steps(10) == 10);
  REQUIRE(again.parameter_hash() == end);
}

// Where a run stands, opened elsewhere from its link.
Trainer reopened(const Trainer& trainer) {
  const ParsedLink link = parse_link(make_link(trainer));
  REQUIRE(link.messages.empty());
  REQUIRE(link.experiment == trainer.experiment());
  Trainer again = make_trainer(link);
  REQUIRE(again.steps(static_cast<int>(link.step)) == link.step);
  return again;
}

TEST_CASE("the link of a run leads to its bits, whatever was done by hand") {
  Random random(17, Random::Stream::kData);
  int with_weights = 0, replayed = 0;
  for (int round = 0; round < 60; ++round) {
    Experiment experiment = random_experiment(random);
    experiment.samples = std::min(experiment.samples, 200);
    Trainer trainer(experiment);
    for (int action = 0; action < 6; ++action) {
      switch (random.below(5)) {
        case 0:
          trainer.set_parameter(random.below(3), static_cast<float>(random.normal()));
          break;
        case 1:
          static_cast<void>(trainer.set("learningRate", random.below(2) == 0 ? "0.01" : "0.02"));
          break;
        case 2:
          trainer.restart();
          break;
        case 3:
          trainer.advance_phase();
          break;
        default:
          trainer.steps(static_cast<int>(random.below(9)));
      }
      INFO(make_link(trainer));
      const Trainer again = reopened(trainer);
      REQUIRE(again.parameter_hash() == trainer.parameter_hash());
      REQUIRE(make_link(again) == make_link(trainer));
      ++(make_link(trainer).find("weights=") == std::string::npos ? replayed : with_weights);
    }
  }
  REQUIRE(replayed > 50);
  REQUIRE(with_weights > 50);
}

TEST_CASE("a link says a step where that leads to the same bits, and weights where it does not") {
  Trainer trainer(parse_link("dataset=xor&layers=3&optimizer=momentum").experiment);
  trainer.steps(5);
  REQUIRE(make_link(trainer) == "v=1&dataset=xor&layers=3&optimizer=momentum&step=5");
  REQUIRE(trainer.set("beta1", "0.5"));  // which this optimizer does not read
  REQUIRE(trainer.can_be_replayed());
  REQUIRE(trainer.set("momentum", "0.5"));
  REQUIRE_FALSE(trainer.can_be_replayed());
  REQUIRE(contains(make_link(trainer), "&weights="));
  REQUIRE_FALSE(contains(make_link(trainer), "step="));
  trainer.restart();
  REQUIRE(trainer.can_be_replayed());
  REQUIRE(make_link(trainer) ==
          "v=1&dataset=xor&layers=3&optimizer=momentum&momentum=0.5&beta1=0.5");
  // In the first step nothing is behind yet.
  trainer.advance_phase();
  REQUIRE(trainer.set("batchSize", "3"));
  REQUIRE(trainer.can_be_replayed());
  trainer.set_parameter(0, 0.5f);
  trainer.steps(7);
  REQUIRE(trainer.can_be_replayed());
  REQUIRE(contains(make_link(trainer), "&step=7&weights="));
}

TEST_CASE("given weights outlast new data, and no change of the network") {
  const char* links[] = {"noise=0.2", "samples=100", "dataSeed=4", "dataset=spiral",
                         "learningRate=1"};
  for (const std::string_view change : links) {
    INFO(change);
    Trainer trainer(parse_link("layers=3").experiment);
    trainer.set_parameter(2, 0.75f);
    const std::uint64_t start = trainer.parameter_hash();
    trainer.steps(4);
    const std::size_t equals = change.find('=');
    REQUIRE(trainer.set(change.substr(0, equals), change.substr(equals + 1)));
    trainer.restart();
    REQUIRE(trainer.parameter_hash() == start);
  }
  for (const std::string_view change :
       {"seed=4", "layers=4", "activation=relu", "loss=bce", "features=x1,x2,x1x2",
        "dataset=reg-plane", "initializerScale=2", "initializer=zero"}) {
    INFO(change);
    Trainer trainer(parse_link("layers=3").experiment);
    trainer.set_parameter(2, 0.75f);
    trainer.steps(4);
    const std::size_t equals = change.find('=');
    REQUIRE(trainer.set(change.substr(0, equals), change.substr(equals + 1)));
    REQUIRE(trainer.start_parameters().empty());
    REQUIRE(trainer.parameter_hash() == Trainer(trainer.experiment()).parameter_hash());
  }
}

TEST_CASE("the way back through the history knows where a link can lead") {
  Trainer trainer(parse_link("dataset=xor&layers=3&optimizer=adam").experiment);
  History history;
  history.observe(trainer);
  const std::string start = make_link(trainer);
  const auto run = [&](int steps) {
    for (int i = 0; i < steps; ++i) {
      trainer.step();
      history.observe(trainer);
    }
  };
  run(20);
  trainer.set_parameter(1, 0.5f);
  history.changed(trainer);
  run(20);
  REQUIRE(contains(make_link(trainer), "weights="));
  REQUIRE(history.restore(trainer, 10));
  REQUIRE(make_link(trainer) == start + "&step=10");
  REQUIRE(history.restore(trainer, 30));
  REQUIRE(contains(make_link(trainer), "weights="));
  REQUIRE(history.restore(trainer, 0));
  REQUIRE(make_link(trainer) == start);
}

TEST_CASE("a link may ask for as many steps as its reader can wait for") {
  const auto most = [](std::string_view text) {
    return max_link_step(parse_link(text).experiment);
  };
  REQUIRE(most("") == 10'000'000);
  REQUIRE(most("layers=8,8,8,8,8,8&batchSize=30") == 10'000'000);
  const std::string large = "layers=64,64,64,64,64,64,64,64&samples=10000&batchSize=5000";
  REQUIRE(most(large) > 1000);
  REQUIRE(most(large) < 10'000);
  const ParsedLink link = parse_link(large + "&step=10000");
  REQUIRE(link.messages.size() == 1);
  REQUIRE(contains(link.messages[0].text(),
                   "step cannot be '10000': choose a whole number from 0 to 2"));
  REQUIRE(contains(link.messages[0].text(), "for a network and batches of this size."));
  REQUIRE(link.step == 0);
  REQUIRE(parse_link(large + "&step=1000").step == 1000);
}

TEST_CASE("weights of another network are refused in a message") {
  const std::vector<float> five(5, 0.5f);
  const ParsedLink link = parse_link("layers=2&weights=" + floats_text(five));
  REQUIRE(link.messages.size() == 1);
  REQUIRE(contains(link.messages[0].text(), "their number is 5, and the network has 9 parameters"));
  REQUIRE(link.weights.empty());
  REQUIRE(make_trainer(link).parameter_hash() == Trainer(link.experiment).parameter_hash());
  for (const char* text : {"weights=", "weights=!!!", "weights=AACAfw"}) {
    REQUIRE(parse_link(text).messages.size() == 1);
    REQUIRE(parse_link(text).weights.empty());
  }
}

TEST_CASE("a version that is not known is named") {
  REQUIRE(parse_link("v=1").messages.empty());
  for (const char* text : {"v=2&layers=3", "v=&layers=3", "v=new&layers=3"}) {
    const ParsedLink link = parse_link(text);
    REQUIRE(link.messages.size() == 1);
    REQUIRE(contains(link.messages[0].text(), "The link is of version '"));
    REQUIRE(link.experiment.layers == std::vector{3});
  }
}

}  // namespace
}  // namespace backprop
