#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstdio>

#include "engine/experiment/link.h"
#include "engine/run/trainer.h"
#include "tests/cli/command.h"

namespace backprop {
namespace {

Trainer trained(std::string_view link, int steps) {
  Trainer trainer(parse_link(link).experiment);
  trainer.steps(steps);
  return trainer;
}

std::string hash_of(const Trainer& trainer) {
  char text[20];
  std::snprintf(text, sizeof text, "%016llx",
                static_cast<unsigned long long>(trainer.parameter_hash()));
  return text;
}

// Every number of one array of parameters, read back as the very bits.
void check_same(const Parsed& json, const Network& network, const char* weights, const char* biases,
                const float* expected) {
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const Network::Layer& shape = network.layer(layer);
    const std::string place = "/layers/" + std::to_string(layer) + "/";
    for (int to = 0; to < shape.outputs; ++to) {
      const std::string neuron = "/" + std::to_string(to);
      for (int from = 0; from < shape.inputs; ++from) {
        const std::string pointer = place + weights + neuron + "/" + std::to_string(from);
        INFO(pointer);
        REQUIRE(json.at(pointer.c_str()) != nullptr);
        CHECK(static_cast<float>(json.number(pointer)) ==
              expected[network.weight_index(layer, to, from)]);
      }
      const std::string pointer = place + biases + neuron;
      INFO(pointer);
      REQUIRE(json.at(pointer.c_str()) != nullptr);
      CHECK(static_cast<float>(json.number(pointer)) == expected[network.bias_index(layer, to)]);
    }
  }
}

TEST_CASE("train --json holds what a trainer has after the same steps") {
  const std::string link = "dataset=spiral&noise=0.1&layers=5,3&optimizer=adam&seed=7";
  const Outcome outcome = run({"train", link, "--steps", "123", "--json"});
  REQUIRE(outcome.code == 0);
  CHECK(outcome.err.empty());
  const Parsed json(outcome.out);
  REQUIRE(json.valid());
  const Trainer trainer = trained(link, 123);
  CHECK(json.number("/step") == 123);
  CHECK(json.number("/epoch") == trainer.epoch());
  CHECK(json.number("/losses/train") == trainer.metrics().train_loss);
  CHECK(json.number("/losses/test") == trainer.metrics().test_loss);
  CHECK(json.number("/accuracies/train") == trainer.metrics().train_accuracy);
  CHECK(json.number("/accuracies/test") == trainer.metrics().test_accuracy);
  CHECK(json.text("/parameterHash") == hash_of(trainer));
  CHECK(json.text("/link") == make_link(trainer.experiment(), 123));
  check_same(json, trainer.network(), "weights", "biases", trainer.network().data());
  check_same(json, trainer.network(), "weightGradients", "biasGradients",
             trainer.workspace().gradients.data());
  check_same(json, trainer.network(), "weightUpdates", "biasUpdates",
             trainer.workspace().updates.data());
  double square = 0;
  for (const float weight : trainer.network().weights(0)) square += double{weight} * weight;
  CHECK(json.number("/layers/0/norms/weights") == std::sqrt(square));
  CHECK(json.text("/layers/2/activation") == "tanh");
}

TEST_CASE("train --json has every property with its type") {
  const Parsed json(run({"train", "dataset=spiral&layers=5,3&seed=7", "--steps=0", "--json"}).out);
  REQUIRE(json.valid());
  for (const Property& property : properties()) {
    INFO(property.name);
    CHECK(json.at(("/experiment/" + std::string(property.name)).c_str()) != nullptr);
  }
  CHECK(json.text("/experiment/dataset") == "spiral");
  CHECK(json.number("/experiment/seed") == 7);
  CHECK(json.number("/experiment/layers/1") == 3);
  CHECK(json.text("/experiment/features/1") == "x2");
  CHECK(yyjson_is_bool(json.at("/experiment/l1Cut")));
  // Before the first step there are no gradients.
  CHECK(json.at("/layers/0/weights") != nullptr);
  CHECK(json.at("/layers/0/weightGradients") == nullptr);
}

TEST_CASE("what JSON has no number for is null") {
  const Parsed json(run({"train", "dataset=reg-plane", "--steps=1", "--json"}).out);
  REQUIRE(json.valid());
  CHECK(yyjson_is_null(json.at("/accuracies/train")));
  CHECK(yyjson_is_real(json.at("/losses/train")));
}

TEST_CASE("steps count from the link's own step, which counts alone without --steps") {
  const std::string link = "layers=3&step=40";
  CHECK(Parsed(run({"train", link, "--json"}).out).number("/step") == 40);
  const Parsed more(run({"train", link, "--steps", "5", "--json"}).out);
  CHECK(more.number("/step") == 45);
  CHECK(more.text("/parameterHash") == hash_of(trained("layers=3", 45)));
  CHECK(Parsed(run({"train", "layers=3", "--json"}).out).number("/step") == 1000);
}

TEST_CASE("option --set changes the experiment as a link would") {
  const Parsed set(run({"train", "layers=3", "--set", "dataset=xor", "--set", "learningRate=0.1",
                        "--steps", "20", "--json"})
                       .out);
  const Parsed link(
      run({"train", "dataset=xor&layers=3&learningRate=0.1", "--steps", "20", "--json"}).out);
  REQUIRE(set.valid());
  CHECK(set.text("/experiment/dataset") == "xor");
  CHECK(set.text("/parameterHash") == link.text("/parameterHash"));
  CHECK(set.text("/link") == link.text("/link"));
}

TEST_CASE("settings that follow from another are named on stderr") {
  const Outcome outcome =
      run({"train", "loss=bce", "--set", "dataset=reg-plane", "--steps", "1", "--json"});
  REQUIRE(outcome.code == 0);
  CHECK(outcome.err.starts_with("backprop: note: "));
  CHECK(Parsed(outcome.out).text("/experiment/loss") == "mse");
}

TEST_CASE("option --until-loss stops at the first epoch that is good enough") {
  const std::string link = "dataset=gauss&layers=3";
  const Outcome outcome = run({"train", link, "--until-loss", "0.05", "--json"});
  REQUIRE(outcome.code == 0);
  const Parsed json(outcome.out);
  const int step = static_cast<int>(json.number("/step"));
  REQUIRE(step > 0);
  CHECK(step < 1000);
  CHECK(step % 25 == 0);  // 250 training points in batches of 10
  CHECK(json.number("/losses/train") <= 0.05);
  CHECK(trained(link, step - 25).metrics().train_loss > 0.05);
}

TEST_CASE("option --until-loss that holds already trains nothing") {
  const Outcome outcome = run({"train", "layers=3", "--until-loss", "100", "--json"});
  CHECK(outcome.code == 0);
  CHECK(Parsed(outcome.out).number("/step") == 0);
}

TEST_CASE("option --until-loss that is not reached is told, with the state and exit code 1") {
  const Outcome outcome =
      run({"train", "dataset=spiral", "--until-loss", "1e-9", "--steps", "60", "--json"});
  CHECK(outcome.code == 1);
  CHECK(Parsed(outcome.out).number("/step") == 60);
  CHECK(is_one_sentence(outcome.err));
}

TEST_CASE("option --until-loss looks at the end of the steps too, within an epoch") {
  const std::string link = "dataset=gauss&layers=3&learningRate=0.3";
  const Trainer trainer = trained(link, 7);
  const std::string loss = std::to_string(trainer.metrics().train_loss + 1e-4);
  const Outcome outcome = run({"train", link, "--until-loss", loss, "--steps", "7", "--json"});
  CHECK(outcome.code == 0);
  CHECK(Parsed(outcome.out).number("/step") == 7);
}

TEST_CASE("training that diverges shows the state before it and exits with 1") {
  const Outcome outcome = run({"train",
                               "dataset=reg-plane&features=x1sq,x2sq&layers=8&activation=relu&"
                               "learningRate=100",
                               "--steps", "5000", "--json"});
  CHECK(outcome.code == 1);
  CHECK(is_one_sentence(outcome.err));
  const Parsed json(outcome.out);
  REQUIRE(json.valid());
  CHECK(json.number("/step") < 5000);
  CHECK(!json.text("/diverged").empty());
}

TEST_CASE("the summary for people names link, step, losses and layers") {
  const Outcome outcome = run({"train", "dataset=circle&layers=4,2&noise=0.1", "--steps", "1200"});
  REQUIRE(outcome.code == 0);
  const Experiment experiment = parse_link("noise=0.1").experiment;
  CHECK(outcome.out.starts_with("#" + make_link(experiment, 1200) + "\n"));
  CHECK(outcome.out.find("step 1,200, epoch 48") != std::string::npos);
  CHECK(outcome.out.find(hash_of(trained("noise=0.1", 1200))) != std::string::npos);
  CHECK(outcome.out.find("training     250") != std::string::npos);
  CHECK(outcome.out.find("Hidden layer 2  4 → 2") != std::string::npos);
}

TEST_CASE("a source is a link, a whole address, a file that holds a link, or left out") {
  const Folder folder;
  const std::string file = folder.write("spiral.txt", "\n  #dataset=spiral&layers=3\r\n");
  const auto hash = [](std::vector<std::string> args) {
    args.insert(args.end(), {"--steps", "10", "--json"});
    return Parsed(run(args).out).text("/parameterHash");
  };
  const std::string expected = hash({"train", "dataset=spiral&layers=3"});
  CHECK(expected.size() == 16);
  CHECK(hash({"train", "#dataset=spiral&layers=3"}) == expected);
  CHECK(hash({"train", "https://example.org/play/?embed#dataset=spiral&layers=3"}) == expected);
  CHECK(hash({"train", file}) == expected);
  CHECK(hash({"train"}) == hash_of(trained("", 10)));
  CHECK(hash({"train", ""}) == hash_of(trained("", 10)));
}

TEST_CASE("a link of the peer trains, and what is only there is a note") {
  const Outcome outcome =
      run({"train",
           "#activation=relu&dataset=xor&networkShape=4,2&seed=0.85294&"
           "percTrainData=50&x=true&y=true&learningRate_hide=true&hideText=true",
           "--steps", "10", "--json"});
  CHECK(outcome.code == 0);
  CHECK(Parsed(outcome.out).text("/experiment/activation/0") == "relu");
  CHECK(outcome.err.find("hideText") != std::string::npos);
}

TEST_CASE("a key that stands twice is a note, and the last one counts") {
  const Outcome outcome = run({"train", "noise=0.1&noise=0.2", "--steps", "1", "--json"});
  CHECK(outcome.code == 0);
  CHECK(outcome.err.find("noise twice") != std::string::npos);
  CHECK(Parsed(outcome.out).number("/experiment/noise") == 0.2);
}

TEST_CASE("keys of the page pass silently, unknown ones are refused") {
  CHECK(run({"train", "layers=3&speed=max", "--steps", "1"}).err.empty());
  const Outcome outcome = run({"train", "layers=3&colour=red", "--steps", "1"});
  CHECK(outcome.code == 2);
  CHECK(outcome.err.find("colour") != std::string::npos);
}

TEST_CASE("links as the page writes them and as people copy them") {
  const std::string plain = run({"train", "dataset=xor&layers=3", "--steps", "5"}).out;
  for (const char* link :
       {"v=1&dataset=xor&layers=3&speed=max&stopAt=step:100&compare=optimizer%3Dadam&hide=play",
        "https://example.org/#dataset=xor&amp;layers=3",
        "(https://example.org/#dataset=xor&layers=3).", "dataset%3Dxor%26layers%3D3",
        "dataset=xor\\&layers=3"}) {
    INFO(link);
    const Outcome outcome = run({"train", link, "--steps", "5"});
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    CHECK(outcome.out == plain);
  }
}

TEST_CASE("a link that asks for more than there is opens with --lenient, and says so") {
  const std::string link = "dataset=xor&layers=3&learningRate=1000&colour=red";
  CHECK(run({"train", link, "--steps", "1"}).code == 2);
  const Outcome outcome = run({"train", link, "--steps", "1", "--lenient"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.starts_with("#v=1&dataset=xor&layers=3&learningRate=100&step=1\n"));
  CHECK(outcome.err.starts_with("backprop: note: learningRate cannot be '1000'"));
  CHECK(outcome.err.find("'colour'") != std::string::npos);
}

TEST_CASE("step 0 is a step like any other: it trains none") {
  const std::string start =
      Parsed(run({"train", "layers=3", "--steps", "0", "--json"}).out).text("/parameterHash");
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"train", "layers=3&step=0", "--json"},
        std::vector<std::string>{"train", "layers=3", "--set", "step=0", "--json"},
        std::vector<std::string>{"train", "layers=3&step=7", "--set", "step=0", "--json"}}) {
    const Parsed outcome(run(arguments).out);
    CHECK(outcome.number("/step") == 0);
    CHECK(outcome.text("/parameterHash") == start);
  }
  CHECK(Parsed(run({"train", "layers=3&step=0", "--steps", "4", "--json"}).out).number("/step") ==
        4);
  CHECK(Parsed(run({"train", "layers=3", "--json"}).out).number("/step") > 0);
}

TEST_CASE("train and explain take a textbook's network from a link and from a document by hand") {
  const Folder folder;
  const std::string link =
      "points=.05,.1,1&trainFraction=1&layers=2&activation=sigmoid&outputActivation=sigmoid&"
      "outputPerClass=true&targetLow=.01&targetHigh=.99&learningRate=.5&batchSize=1&biases=fixed&"
      "weights=.15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6";
  const std::string file = folder.write("book.json", R"({"experiment": {
      "dataset": "custom", "points": [[0.05, 0.1, 1]], "trainFraction": 1, "layers": [2],
      "activation": ["sigmoid"], "outputActivation": "sigmoid", "outputPerClass": true,
      "targetLow": 0.01, "targetHigh": 0.99, "learningRate": 0.5, "batchSize": 1,
      "biases": "fixed"},
    "weights": [[[0.15, 0.2, 0.35], [0.25, 0.3, 0.35]], [[0.4, 0.45, 0.6], [0.5, 0.55, 0.6]]]})");
  for (const std::string& source : {link, file}) {
    const Outcome trained = run({"train", source, "--steps", "1", "--json"});
    INFO(trained.err);
    REQUIRE(trained.code == 0);
    const Parsed json(trained.out);
    CHECK(std::abs(json.number("/losses/train") - .2910277737) < 2e-7);
    CHECK(std::abs(json.number("/layers/0/weights/1/0") - .2497511436) < 2e-7);
    CHECK(std::abs(json.number("/layers/1/weights/0/0") - .3589164797) < 2e-7);
    CHECK(std::abs(json.number("/layers/1/biases/0") - .6) < 1e-7);
    const Outcome explained = run({"explain", source, "delta:2.1@1"});
    REQUIRE(explained.code == 0);
    CHECK(explained.out.find("= 0.751365 · ( 1 − 0.751365 )") != std::string::npos);
    CHECK(explained.out.find("= 0.138499\n") != std::string::npos);
  }
  const Outcome refused = run({"train", "loss=cross_entropy&outputActivation=tanh"});
  CHECK(refused.code != 0);
  CHECK(refused.err.find("choose auto or sigmoid or softmax") != std::string::npos);
}

}  // namespace
}  // namespace backprop
