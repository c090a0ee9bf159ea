// The output layer as experiments set it: its activation, one output or one per class, and targets.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/base/text.h"
#include "engine/experiment/columns.h"
#include "engine/experiment/link.h"
#include "engine/insight/gradient_check.h"
#include "engine/run/document.h"
#include "engine/run/trainer_link.h"

namespace backprop {
namespace {

Experiment opened(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link << ": " << (parsed.messages.empty() ? "" : parsed.messages.front().sentence));
  REQUIRE(parsed.messages.empty());
  return parsed.experiment;
}

std::string refusal(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link);
  REQUIRE(parsed.messages.size() == 1);
  return parsed.messages.front().sentence;
}

// Whatever link describes it, and whatever document.
void require_travels(const Experiment& experiment) {
  const std::string link = make_link(experiment);
  INFO(link);
  REQUIRE(opened(link) == experiment);
  const Result<Trainer> again = parse_document(make_document(Trainer(experiment)));
  INFO((again ? "" : again.error().message));
  REQUIRE(again);
  REQUIRE(again->experiment() == experiment);
}

TEST_CASE("the output activation is what the loss suggests until it is chosen") {
  Experiment experiment;
  CHECK(get_property(experiment, "outputActivation") == "auto");
  CHECK(experiment.output_activation().name == "tanh");
  REQUIRE(set_property(experiment, "outputActivation", "sigmoid"));
  CHECK(experiment.output_activation().name == "sigmoid");
  CHECK(make_network(experiment).layers().back().activation->name == "sigmoid");
  REQUIRE(set_property(experiment, "dataset", "reg-plane"));
  CHECK(experiment.output_activation().name == "sigmoid");
  REQUIRE(set_property(experiment, "outputActivation", "auto"));
  CHECK(experiment.output_activation().name == "linear");
}

TEST_CASE("every loss goes with every output activation it is defined for, and travels") {
  int combinations = 0;
  for (const Loss& loss : losses()) {
    for (const Activation& output : activations()) {
      const std::string link =
          "dataset=blobs&classes=3&layers=3&samples=40&loss=" + std::string(loss.name) +
          "&outputActivation=" + std::string(output.name);
      if (!goes_with(loss, output)) {
        const std::string said = refusal(link);
        CHECK(said == "outputActivation cannot be '" + std::string(output.name) +
                          "': " + std::string(loss.label) + " (" + std::string(loss.name) + ")" +
                          " is defined for outputs from 0 to 1 only: choose auto or sigmoid or "
                          "softmax.");
        continue;
      }
      ++combinations;
      const Experiment experiment = opened(link);
      CHECK(&experiment.output_activation() == &output);
      require_travels(experiment);
      Trainer trainer(experiment);
      CHECK(trainer.steps(30) == 30);
      CHECK(trainer.metrics().train_loss >= 0);
    }
  }
  CHECK(combinations > 30);
}

TEST_CASE("a loss that the chosen output does not go with takes its own, and says so") {
  Experiment experiment = opened("outputActivation=tanh");
  std::vector<std::string> notes;
  REQUIRE(set_property(experiment, "loss", "bce", &notes));
  CHECK(get_property(experiment, "outputActivation") == "auto");
  REQUIRE(notes.size() == 1);
  CHECK(notes[0] == "Output layer: now auto, to go with the new 'Loss'.");
  CHECK(refusal("dataset=reg-plane&outputActivation=softmax")
            .starts_with("outputActivation cannot be 'softmax': softmax shares one among several"));
}

TEST_CASE("softmax and outputPerClass give two classes an output each") {
  CHECK(opened("outputActivation=sigmoid").output_count() == 1);
  CHECK(opened("outputActivation=softmax").output_count() == 2);
  const Experiment experiment = opened("outputActivation=sigmoid&outputPerClass=true");
  CHECK(experiment.output_count() == 2);
  CHECK(opened("dataset=blobs&classes=4&outputPerClass=true").output_count() == 4);
  CHECK(opened("dataset=reg-plane&outputPerClass=true").output_count() == 1);
  require_travels(experiment);
  // One-hot under squared error.
  const Point points[] = {{0, 0, 0}, {0, 0, 1}};
  float targets[4];
  const int origins[] = {0, 1};
  fill_targets(experiment, points, origins, 2, targets);
  CHECK(std::vector<float>(targets, targets + 4) == std::vector<float>{1, 0, 0, 1});
}

TEST_CASE("targets are what the output can come near, or as they are set") {
  const auto targets = [](const std::string& link) {
    const Experiment experiment = opened(link);
    return number_text(experiment.target_low) + " " + number_text(experiment.target_high);
  };
  CHECK(targets("") == "-1 1");
  CHECK(targets("loss=bce") == "0 1");
  CHECK(targets("loss=huber") == "-1 1");
  CHECK(targets("loss=bce&outputActivation=sigmoid") == "0 1");
  CHECK(targets("outputActivation=sigmoid") == "0 1");
  CHECK(targets("outputActivation=relu") == "0 1");
  CHECK(targets("outputActivation=gelu") == "0 1");
  CHECK(targets("outputActivation=softmax") == "0 1");
  CHECK(targets("outputActivation=linear") == "-1 1");
  CHECK(targets("outputActivation=sine") == "-1 1");
  CHECK(targets("outputActivation=sigmoid&targetLow=.01&targetHigh=.99") == "0.01 0.99");
  CHECK(targets("targetLow=0.1&targetHigh=.9&outputActivation=sigmoid") == "0.1 0.9");
  CHECK(targets("targetLow=2") == "2 3");
  CHECK(targets("targetLow=2&targetHigh=2.5") == "2 2.5");
  CHECK(targets("targetHigh=-2") == "-3 -2");
  CHECK(refusal("targetLow=2&targetHigh=1") ==
        "targetLow cannot be '2' along with the link's other settings: it is '0'.");
  CHECK(refusal("loss=bce&targetHigh=1.5") ==
        "targetHigh cannot be '1.5': Binary cross-entropy (bce) takes targets from above 0 to 1.");
  for (const char* link :
       {"outputActivation=sigmoid&targetLow=0.01&targetHigh=0.99", "loss=bce&targetHigh=0.9",
        "targetLow=2", "targetHigh=0.5", "targetHigh=-2"}) {
    require_travels(opened(link));
  }
  // Those that were chosen stay; the others follow the output.
  Experiment experiment = opened("targetHigh=0.9");
  REQUIRE(set_property(experiment, "outputActivation", "sigmoid"));
  CHECK(experiment.target_low == 0);
  CHECK(experiment.target_high == 0.9f);
}

TEST_CASE("a class is the side of the targets' middle") {
  // A linear output that is 2 everywhere, between targets 1 and 4: class 0.
  Experiment experiment = opened(
      "points=1,0,0;-1,0,1&layers=&outputActivation=linear&targetLow=1&targetHigh=4&"
      "trainFraction=1");
  Trainer trainer(experiment);
  REQUIRE(trainer.start_from(std::vector<float>{0, 0, 2}));
  CHECK(trainer.metrics().train_accuracy == 0.5);
  CHECK(trainer.metrics().train_loss == (0.5 * 1 + 0.5 * 4) / 2);
  REQUIRE(trainer.start_from(std::vector<float>{-2, 0, 2.5f}));
  CHECK(trainer.metrics().train_accuracy == 1);
}

TEST_CASE("given weights outlast what says how the output is judged") {
  Trainer trainer(opened("layers=2"));
  std::vector<float> weights(trainer.network().parameter_count(), 0.25f);
  REQUIRE(trainer.start_from(weights));
  for (const auto& [name, value] :
       {std::pair{"outputActivation", "sigmoid"}, {"targetLow", "0.1"}, {"targetHigh", "0.9"}}) {
    REQUIRE(trainer.set(name, value));
    CHECK(std::ranges::equal(trainer.network().parameters(), weights));
    CHECK(std::ranges::equal(trainer.start_parameters(), weights));
  }
  REQUIRE(trainer.set("outputActivation", "softmax"));  // two outputs now
  CHECK(trainer.start_parameters().empty());
}

TEST_CASE("gradient check: every loss under every output activation") {
  for (const Loss& loss : losses()) {
    for (const Activation& output : activations()) {
      if (!goes_with(loss, output)) continue;
      for (int seed = 1; seed <= 3; ++seed) {
        Trainer trainer(
            opened("dataset=rings&classes=3&layers=4&samples=60&initializer=xavier_normal"
                   "&loss=" +
                   std::string(loss.name) + "&outputActivation=" + std::string(output.name) +
                   "&seed=" + std::to_string(seed)));
        REQUIRE(trainer.steps(20) == 20);
        const GradientCheck check = check_gradients(trainer);
        INFO(loss.name << " " << output.name << " seed " << seed);
        CHECK(check.passes);
        CHECK(check.checked == static_cast<int>(trainer.network().parameter_count()));
        CHECK(check.at_kinks + check.untold <= check.checked / 5);
      }
    }
  }
}

}  // namespace
}  // namespace backprop
