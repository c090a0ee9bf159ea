// Weights as a person writes them, in links and documents.
#include "engine/experiment/weights_text.h"

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "engine/base/base64.h"
#include "engine/run/document.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

const std::string kBook = "layers=2&outputPerClass=true&weights=";
const std::string kWeights = ".15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6";

Trainer opened(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link << ": " << (parsed.messages.empty() ? "" : parsed.messages.front().sentence));
  REQUIRE(parsed.messages.empty());
  return make_trainer(parsed);
}

std::string refusal(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link);
  REQUIRE(parsed.messages.size() == 1);
  CHECK(parsed.messages[0].key == "weights");
  CHECK(parsed.weights.empty());
  return parsed.messages[0].sentence;
}

std::vector<float> parameters_of(const Trainer& trainer) {
  return {trainer.network().parameters().begin(), trainer.network().parameters().end()};
}

TEST_CASE("weights are read neuron by neuron with the bias last, to the nearest float") {
  CHECK(parameters_of(opened(kBook + kWeights)) ==
        std::vector<float>{.15f, .2f, .25f, .3f, .35f, .35f, .4f, .45f, .5f, .55f, .6f, .6f});
  CHECK(parameters_of(opened("layers=&weights=0.1,-2e-3,1e10")) ==
        std::vector<float>{.1f, -2e-3f, 1e10f});
  // As a message or a mail may carry them.
  CHECK(parameters_of(opened(kBook + "%2e15,.2,.35;.25,.3,.35%7C.4,.45,.6;.5,.55,.6")) ==
        parameters_of(opened(kBook + kWeights)));
  CHECK(parameters_of(opened("(#" + kBook + kWeights + ").")) ==
        parameters_of(opened(kBook + kWeights)));
}

TEST_CASE("a link writes weights as a person would while that is no longer than base64") {
  const Trainer trainer = opened(kBook + kWeights);
  CHECK(make_link(trainer) ==
        "v=1&layers=2&outputPerClass=true&weights="
        "0.15,0.2,0.35;0.25,0.3,0.35|0.4,0.45,0.6;0.5,0.55,0.6");
  Trainer trained = opened(kBook + kWeights);
  trained.steps(3);
  REQUIRE(trained.set_parameter(0, 0.123456789));
  const std::string link = make_link(trained);
  CHECK(link.find("weights=" + floats_text(trained.network().parameters())) != link.npos);
  CHECK(parameters_of(opened(link)) == parameters_of(trained));
}

TEST_CASE("any parameters come back from their text bit for bit") {
  Random random(77, Random::Stream::kData);
  for (int round = 0; round < 300; ++round) {
    const Experiment experiment = random_experiment(random);
    Network network = make_network(experiment);
    for (float& parameter : network.parameters()) {
      if (random.below(3) == 0) parameter = static_cast<float>(random.normal() * 1e3);
    }
    const bool biases = experiment.biases != Biases::kNone;
    if (!biases) network.clear_biases();
    const auto again =
        parse_weights(weights_text(network, network.parameters(), biases), network, biases);
    INFO((again ? "" : again.error().message));
    REQUIRE(again);
    REQUIRE(std::ranges::equal(*again, network.parameters()));
  }
}

TEST_CASE("weights that do not fit are refused with what would") {
  const std::string front = "The link's weights do not fit the network it describes: ";
  const std::string how =
      ". Write the neurons of a layer between ;, each as its weights and its bias last, and layers "
      "between |: for this network as in ";
  const std::string back = how + "0.5,-0.3,0.2|0.1,-0.4.";
  const std::string back_two = how + "0.5,-0.3,-0.4;0.2,0.1,0.6|0.3,-0.7,0.5.";
  CHECK(refusal("layers=2&weights=.1,.2,.3;.4,.5,.6") ==
        front + "there should be 2 layers, the output among them, not 1" + back_two);
  CHECK(refusal("layers=2&weights=.1,.2,.3|.4,.5,.6") ==
        front + "layer 1 should have 2 neurons, not 1" + back_two);
  CHECK(refusal("layers=1&weights=.1,.2|.4,.5") ==
        front + "layer 1, neuron 1 should have 2 weights and a bias, not 2 numbers" + back);
  CHECK(refusal("layers=1&weights=.1,.2,x|.4,.5") ==
        front + "layer 1, neuron 1 has 'x' where a number should be" + back);
  CHECK(refusal("layers=1&weights=.1,.2,1e99|.4,.5") ==
        front + "layer 1, neuron 1 has '1e99' where a number should be" + back);
  CHECK(refusal("layers=1&weights=1,,2|4,5") ==
        front + "layer 1, neuron 1 has '' where a number should be" + back);
  CHECK(refusal("layers=1&biases=none&weights=.1,.2,.3|.4") ==
        front +
            "layer 1, neuron 1 has a bias, and biases is none. Write the neurons of a layer "
            "between ;, each as its weights, and layers between |: for this network as in "
            "0.5,-0.3|0.1.");
  CHECK(refusal("layers=1&weights=abc") == front + "they are neither numbers nor base64url" + back);
  CHECK(refusal("layers=60&weights=.1").ends_with("and layers between |."));
}

TEST_CASE("the example of how weights are written fits, and what is there instead is named") {
  for (const char* settings :
       {"layers=2", "layers=", "layers=3,2&biases=none", "table=half_adder&layers=3&loss=bce"}) {
    const std::string link(settings);
    const std::string said = refusal(link + "&weights=.1");
    const std::size_t at = said.find("as in ") + 6;
    INFO(said);
    REQUIRE(at > 6);
    const ParsedLink again = parse_link(link + "&weights=" + said.substr(at, said.size() - at - 1));
    CHECK(again.messages.empty());
    CHECK_FALSE(again.weights.empty());
  }
  const auto text = [](const char* link) { return parse_link(link).messages.front().text(); };
  CHECK(text("layers=2&weights=.1").ends_with(". Random weights are used instead."));
  CHECK(text("layers=2&initializer=zero&weights=.1")
            .ends_with(". The initial weights are used instead."));
}

TEST_CASE("without biases a neuron's numbers are its weights") {
  const Trainer trainer = opened("layers=2&biases=none&weights=1,2;3,4|5,6");
  CHECK(parameters_of(trainer) == std::vector<float>{1, 2, 3, 4, 0, 0, 5, 6, 0});
  CHECK(make_link(trainer) == "v=1&layers=2&biases=none&weights=1,2;3,4|5,6");
  CHECK(parameters_of(opened("layers=2&biases=none&weights=1,2,0;3,4,0|5,6,0")) ==
        parameters_of(trainer));
}

Result<Trainer> document(const std::string& members) {
  return parse_document(R"({"experiment": {"layers": [2], "outputPerClass": true}, )" + members +
                        "}");
}

TEST_CASE("a document needs only an experiment and weights") {
  const std::vector<float> expected = parameters_of(opened(kBook + kWeights));
  for (
      const char* members :
      {R"("weights": [[[0.15, 0.2, 0.35], [0.25, 0.3, 0.35]], [[0.4, 0.45, 0.6], [0.5, 0.55, 0.6]]])",
       R"("weights": ".15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6")",
       R"("state": {"parameters": [0.15, 0.2, 0.25, 0.3, 0.35, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.6]})"}) {
    Result<Trainer> trainer = document(members);
    INFO(members << ": " << (trainer ? "" : trainer.error().message));
    REQUIRE(trainer);
    CHECK(parameters_of(*trainer) == expected);
    REQUIRE(trainer->steps(5) == 5);
    trainer->restart();
    CHECK(parameters_of(*trainer) == expected);
    CHECK(make_link(*trainer) == make_link(opened(kBook + kWeights)));
  }
  CHECK(parse_document(R"({"experiment": {}})"));
}

TEST_CASE("weights of a document that do not fit are refused at their place") {
  const auto error = [](const std::string& members) {
    const auto trainer = document(members);
    REQUIRE_FALSE(trainer);
    return trainer.error().message;
  };
  CHECK(error(R"("weights": [[[1, 2, 3]], [[1, 2, 3], [1, 2, 3]]])")
            .starts_with("weights: layer 1 should have 2 neurons, not 1"));
  CHECK(error(R"("weights": [[["a"]]])").starts_with("weights[0][0][0]: expected a number"));
  CHECK(error(R"("weights": 3)").starts_with("weights: expected a list of layers, or a text"));
  CHECK(error(R"("state": {"step": 3})").starts_with("state.epochs: expected"));
  CHECK(error(R"("state": {"parameters": [1, 2]})").starts_with("state.parameters: expected 12"));
}

}  // namespace
}  // namespace backprop
