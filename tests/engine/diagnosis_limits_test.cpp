// Every rule of diagnosis on both sides of its line, with observations put together by hand; and
// what a green verdict promises, over random networks.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "engine/experiment/link.h"
#include "engine/insight/diagnosis.h"
#include "engine/insight/diagnosis_rules.h"
#include "engine/run/training_set.h"
#include "tests/engine/inside_view.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

using testing::trainer_with;
using Check = void (*)(const Observation&, rules::Findings&);

// How bad a rule finds an observation; nothing where it is silent.
std::optional<Severity> judged(Check check, const Observation& observation) {
  rules::Findings findings;
  check(observation, findings);
  if (findings.empty()) return std::nullopt;
  return findings.front().severity;
}

// A network of two hidden layers whose numbers are all healthy.
struct Scene {
  explicit Scene(const testing::Settings& settings = {{"layers", "4,4"}})
      : trainer(trainer_with(settings)) {
    observation.emplace(observe(trainer, {}));
    observation->loss = 0.5;
    for (LayerFlow& layer : observation->layers) layer = {1, 0.5, 0.5};
  }
  Observation& look() { return *observation; }
  LayerFlow& layer(std::size_t index) { return observation->layers[index]; }
  // Entries of a run; the rules' defaults are silent.
  void remember(std::vector<StepStatistics> entries) {
    history = std::move(entries);
    observation->history = history;
  }

  Trainer trainer;
  std::vector<StepStatistics> history;
  std::optional<Observation> observation;
};

constexpr auto kNothing = std::nullopt;

TEST_CASE("diagnosis: vanishing and exploding on both sides of their lines") {
  Scene scene;
  const auto gradient = [&](double share) {
    scene.layer(0) = {1, share * scene.layer(2).gradient_norm, 0.5};
    return judged(rules::vanishing, scene.look());
  };
  CHECK(gradient(1.01 * limits::kVanishingGradient) == kNothing);
  CHECK(gradient(0.99 * limits::kVanishingGradient) == Severity::kWarning);
  CHECK(gradient(1.01 * limits::kVanishedGradient) == Severity::kWarning);
  CHECK(gradient(0.99 * limits::kVanishedGradient) == Severity::kProblem);
  scene.look().loss = 0.99 * limits::kLearned;
  CHECK(gradient(0.99 * limits::kVanishedGradient) == kNothing);
  scene.look().loss = 1.01 * limits::kLearned;
  CHECK(gradient(0.99 * limits::kVanishedGradient) == Severity::kProblem);
  const auto delta = [&](double share) {
    scene.layer(0) = {1, 0.5, share * scene.layer(2).delta};
    return judged(rules::vanishing, scene.look());
  };
  CHECK(delta(1.01 * limits::kVanishingDelta) == kNothing);
  CHECK(delta(0.99 * limits::kVanishingDelta) == Severity::kWarning);
  CHECK(delta(1.01 * limits::kVanishedDelta) == Severity::kWarning);
  CHECK(delta(0.99 * limits::kVanishedDelta) == Severity::kProblem);

  const auto exploding = [&](double norm, double grown) {
    scene.layer(1) = {1, norm, 0.5};
    scene.layer(0) = {1, 0.5, grown * scene.layer(2).delta};
    return judged(rules::exploding, scene.look());
  };
  CHECK(exploding(0.99 * limits::kLongGradient, 1) == kNothing);
  CHECK(exploding(1.01 * limits::kLongGradient, 1) == Severity::kProblem);
  const double notable = 1.01 * limits::kNotableGradient;
  CHECK(exploding(notable, 0.99 * limits::kGrownDelta) == kNothing);
  CHECK(exploding(notable, 1.01 * limits::kGrownDelta) == Severity::kProblem);
  CHECK(exploding(0.99 * limits::kNotableGradient, 1.01 * limits::kGrownDelta) == kNothing);
  // Weights of zero have no length to compare with.
  scene.layer(1) = {0, 2 * limits::kLongGradient, 0.5};
  rules::Findings findings;
  rules::exploding(scene.look(), findings);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().text.find("∞") == std::string::npos);
}

TEST_CASE("diagnosis: good news only where its own numbers are healthy") {
  Scene scene;
  const auto share = [&](double times) {
    scene.layer(0) = {1, times * scene.layer(2).gradient_norm, 0.5};
    return judged(rules::gradients_flow, scene.look());
  };
  CHECK(share(1) == Severity::kGood);
  CHECK(share(0.99 * limits::kEvenGradient) == Severity::kGood);
  CHECK(share(1.01 * limits::kEvenGradient) == Severity::kNote);
  CHECK(share(29) == Severity::kNote);
  CHECK(share(1.01 * limits::kVanishingGradient) == Severity::kGood);
  CHECK(share(0.99 * limits::kVanishingGradient) == Severity::kNote);
  CHECK(share(0) == Severity::kNote);
  // Every layer counts, not the first alone.
  scene.layer(0) = {1, 0.5, 0.5};
  scene.layer(1) = {1, 2 * limits::kEvenGradient * 0.5, 0.5};
  CHECK(judged(rules::gradients_flow, scene.look()) == Severity::kNote);
  scene.layer(1) = {1, 0, 0};
  CHECK(judged(rules::gradients_flow, scene.look()) == Severity::kNote);
  // Nothing over nothing is no share.
  for (std::size_t l = 0; l < 3; ++l) scene.layer(l) = {1, 0, 0};
  CHECK(judged(rules::gradients_flow, scene.look()) == Severity::kNote);
  for (std::size_t l = 0; l < 3; ++l) scene.layer(l) = {1, std::nan(""), 0};
  CHECK(judged(rules::gradients_flow, scene.look()) == Severity::kNote);

  const auto least = [&](double norm) {
    for (std::size_t l = 0; l < 3; ++l) scene.layer(l) = {1, norm, 0.5};
    return judged(rules::no_gradient, scene.look());
  };
  CHECK(least(1.01 * limits::kNoGradient) == kNothing);
  CHECK(least(0.99 * limits::kNoGradient) == Severity::kProblem);
  scene.look().loss = 0.99 * limits::kLearned;
  CHECK(least(0) == kNothing);
}

TEST_CASE("diagnosis: layers of zeros, one class, constant outputs, both sides") {
  Scene scene;
  const Network& network = scene.trainer.network();
  for (std::size_t i = network.layer(1).weights; i < network.layer(1).biases; ++i) {
    CHECK(judged(rules::zero_layer, scene.look()) == kNothing);
    REQUIRE(scene.trainer.set_parameter(i, 0));
  }
  scene.layer(1).gradient_norm = 1.01 * limits::kNoGradient;
  CHECK(judged(rules::zero_layer, scene.look()) == Severity::kNote);
  scene.layer(1).gradient_norm = 0.99 * limits::kNoGradient;
  CHECK(judged(rules::zero_layer, scene.look()) == Severity::kProblem);

  scene.look().output_spread = 1.01 * limits::kConstantOutput;
  CHECK(judged(rules::constant_output, scene.look()) == kNothing);
  scene.look().output_spread = 0.99 * limits::kConstantOutput;
  CHECK(judged(rules::constant_output, scene.look()) == Severity::kProblem);
  scene.look().output_spread = std::nan("");
  CHECK(judged(rules::constant_output, scene.look()) == kNothing);

  scene.look().predicted = {1000, 0};
  const auto others = [&](int count) {
    scene.look().actual = {1000 - count, count};
    return judged(rules::one_class, scene.look());
  };
  CHECK(others(49) == kNothing);
  CHECK(others(51) == Severity::kNote);
  scene.look().predicted = {999, 1};
  CHECK(others(500) == kNothing);
  scene.look().predicted = {1000, 0};
  REQUIRE(scene.trainer.steps(499) == 499);
  CHECK(others(500) == Severity::kNote);
  REQUIRE(scene.trainer.step());
  CHECK(others(500) == Severity::kWarning);
}

TEST_CASE("diagnosis: dead and saturated shares on both sides of their lines") {
  Scene scene(testing::Settings{{"layers", "16"}, {"activation", "relu"}});
  const auto dead = [&](std::size_t count) {
    auto& layer = scene.look().health[0];
    for (std::size_t j = 0; j < layer.size(); ++j) {
      layer[j] = j < count ? NeuronHealth{1, 0, 0, true, false, 0}
                           : NeuronHealth{0, 0, 1, false, false, 1};
    }
    return judged(rules::dead, scene.look());
  };
  CHECK(dead(0) == kNothing);
  CHECK(dead(4) == Severity::kNote);
  CHECK(dead(5) == Severity::kWarning);
  CHECK(dead(7) == Severity::kWarning);
  CHECK(dead(8) == Severity::kProblem);
  const auto wrong = [&](double share) {
    scene.look().output_wrong_share = share;
    return judged(rules::saturated, scene.look());
  };
  CHECK(wrong(0.99 * limits::kSomeWrong) == kNothing);
  CHECK(wrong(1.01 * limits::kSomeWrong) == Severity::kWarning);
  CHECK(wrong(0.99 * limits::kManyWrong) == Severity::kWarning);
  CHECK(wrong(1.01 * limits::kManyWrong) == Severity::kProblem);
}

TEST_CASE("diagnosis: a dead neuron is said to have no slope only where it has none") {
  for (const auto& [steepest, said] :
       {std::pair{0.0f, ": zero slope"}, std::pair{1e-4f, ": nearly zero slope"}}) {
    Scene scene(testing::Settings{{"layers", "2"}});
    scene.look().health[0][1] = {1, 1, 0, true, true, steepest};
    rules::Findings findings;
    rules::dead(scene.look(), findings);
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().text.find(said) != std::string::npos);
  }
}

StepStatistics entry(std::int64_t step, double loss, double update = 0.001, double test = 0) {
  return {step, loss, loss,      test,
          0,    0,    {1, 1, 1}, std::vector<float>(3, static_cast<float>(update))};
}

TEST_CASE("diagnosis: rates and losses that rise, stay or part, both sides") {
  Scene scene;
  // It fell to 1, then rose to `now` over the last third, in steps of `update`.
  const auto high = [&](double now, double update, double leap = 0) {
    std::vector<StepStatistics> entries;
    for (int i = 0; i < 30; ++i)
      entries.push_back(entry(i, i < 20 ? 3 - 0.1 * (i + 1) : now, update));
    if (leap > 0) entries[22].update_ratios = {static_cast<float>(leap), 0, 0};
    scene.remember(entries);
    return judged(rules::rate_too_high, scene.look());
  };
  CHECK(high(0.99 * limits::kRisen, 1.01 * limits::kLargeStep) == kNothing);
  CHECK(high(1.01 * limits::kRisen, 1.01 * limits::kLargeStep) == Severity::kProblem);
  CHECK(high(1.01 * limits::kRisen, 0.99 * limits::kLargeStep) == kNothing);
  CHECK(high(1.01 * limits::kRisen, 0.001, 0.99 * limits::kLeap) == kNothing);
  CHECK(high(1.01 * limits::kRisen, 0.001, 1.01 * limits::kLeap) == Severity::kProblem);
  // The order of time: what was lower came before, and what leapt came after that.
  std::vector<StepStatistics> falls;
  for (int i = 0; i < 30; ++i) falls.push_back(entry(i, 3 - 0.09 * i, 0.04));
  scene.remember(falls);
  CHECK(judged(rules::rate_too_high, scene.look()) == kNothing);
  falls[2].update_ratios = {1, 1, 1};
  for (StepStatistics& one : falls) {
    if (&one != &falls[2]) one.update_ratios = {0.001f, 0.001f, 0.001f};
  }
  for (std::size_t i = 20; i < 30; ++i) falls[i].train_loss = 2.5;
  scene.remember(falls);
  CHECK(judged(rules::rate_too_high, scene.look()) == kNothing);

  const auto low = [&](std::int64_t steps, double update, double now) {
    std::vector<StepStatistics> entries;
    for (int i = 0; i < 11; ++i) {
      entries.push_back(entry(steps * i / 10, 1 + (now - 1) * i / 10, update));
    }
    scene.remember(entries);
    return judged(rules::rate_too_low, scene.look());
  };
  const double small = 0.99 * limits::kSmallStep, still = 1.01 * limits::kStill;
  CHECK(low(limits::kFewestSteps, small, still) == Severity::kWarning);
  CHECK(low(limits::kFewestSteps - 1, small, still) == kNothing);
  CHECK(low(limits::kFewestSteps, 1.01 * limits::kSmallStep, still) == kNothing);
  CHECK(low(limits::kFewestSteps, small, 0.99 * limits::kStill) == kNothing);
  for (std::size_t l = 0; l < 3; ++l) scene.layer(l).pull = 0.99 * limits::kSlope;
  CHECK(low(limits::kFewestSteps, small, still) == kNothing);

  const auto test = [&](double lowest, double now, double train) {
    std::vector<StepStatistics> entries;
    for (int i = 0; i < 10; ++i) entries.push_back(entry(i, train, 0.001, i < 9 ? lowest : now));
    scene.remember(entries);
    return judged(rules::overfitting, scene.look());
  };
  CHECK(test(1, 1.01 * limits::kTestRisen, 0.5) == Severity::kWarning);
  CHECK(test(1, 0.99 * limits::kTestRisen, 0.5) == kNothing);
  CHECK(test(1, 1.01 * limits::kTestMuchRisen, 0.5) == Severity::kProblem);
  CHECK(test(1, 1.2, 1.2 / (0.99 * limits::kGap)) == kNothing);
  CHECK(test(1, 1.2, 1.2 / (1.01 * limits::kGap)) == Severity::kWarning);
}

TEST_CASE("diagnosis: a loss that stands still against its gradient, both sides") {
  Scene scene;
  const double rate = double{scene.trainer.learning_rate()};
  const auto stuck = [&](double moved, double promised, std::int64_t steps) {
    std::vector<StepStatistics> entries;
    for (int i = 0; i <= 10; ++i) {
      entries.push_back(entry(steps * i / 10, 0.5 * (1 - moved * (i % 2))));
    }
    scene.remember(entries);
    const double norm = std::sqrt(promised * 0.5 / (3 * rate * static_cast<double>(steps)));
    for (std::size_t l = 0; l < 3; ++l) scene.layer(l).gradient_norm = norm;
    return judged(rules::stuck, scene.look());
  };
  const std::int64_t steps = limits::kStuckSteps;
  CHECK(stuck(0.99 * limits::kMoved, 1.01 * limits::kPromised, steps) == Severity::kWarning);
  CHECK(stuck(1.01 * limits::kMoved, 1.01 * limits::kPromised, steps) == kNothing);
  CHECK(stuck(0.99 * limits::kMoved, 0.99 * limits::kPromised, steps) == kNothing);
  CHECK(stuck(0.99 * limits::kMoved, 1.01 * limits::kPromised, steps - 1) == kNothing);
}

TEST_CASE("diagnosis: weights that a penalty holds are stuck, and the penalty is named") {
  Trainer trainer = trainer_with({{"dataset", "gauss"},
                                  {"layers", ""},
                                  {"regularization", "l2"},
                                  {"regularizationRate", "10"},
                                  {"learningRate", "0.03"},
                                  {"batchSize", "10000"}});
  std::vector<StepStatistics> history = {measure(trainer)};
  for (int i = 0; i < 40; ++i) {
    REQUIRE(trainer.steps(20) == 20);
    history.push_back(measure(trainer));
  }
  bool found = false;
  for (const Finding& finding : diagnose(trainer, history)) {
    if (finding.rule != "stuck") continue;
    found = true;
    CHECK(finding.text.find("penalty") != std::string::npos);
  }
  CHECK(found);
}

// Back in the past, what lies ahead is not the past; and a step that was gone twice counts once.
TEST_CASE("diagnosis: only what led here counts, in its order") {
  Trainer trainer = trainer_with({{"layers", "4,4"}});
  REQUIRE(trainer.steps(12) == 12);
  std::vector<StepStatistics> history;
  for (int i = 0; i <= 12; ++i) history.push_back(entry(i, 1 - 0.05 * i, 0.04));
  for (int i = 13; i <= 40; ++i)
    history.push_back(entry(i, 0.1, 0.04));  // seen, and gone back from
  const auto says_high = [&](const std::vector<StepStatistics>& entries) {
    return std::ranges::any_of(diagnose(trainer, entries), [](const Finding& finding) {
      return finding.rule == "rate_too_high";
    });
  };
  CHECK_FALSE(says_high(history));
  // The steps again: those of the first time are no more.
  for (int i = 0; i <= 12; ++i) history.push_back(entry(i, 0.9 - 0.01 * i, 0.04));
  CHECK_FALSE(says_high(history));
}

TEST_CASE("diagnosis: copies are for ever only where nothing parts them") {
  const auto symmetric = [](const Trainer& trainer) {
    for (const Finding& finding : diagnose(trainer, {})) {
      if (finding.rule == "symmetric") return finding;
    }
    return Finding{};
  };
  const Finding plain = symmetric(Trainer(parse_link("initializer=constant&layers=4").experiment));
  CHECK(plain.severity == Severity::kProblem);
  CHECK(plain.text.ends_with("never parts them."));
  // Masks part them, where there is anything to mask.
  const Finding dropped =
      symmetric(Trainer(parse_link("initializer=constant&layers=4&dropout=0.5").experiment));
  CHECK(dropped.severity == Severity::kNote);
  CHECK(dropped.text.ends_with("Dropout's masks will part them."));
  Trainer parts(parse_link("initializer=constant&layers=4&dropout=0.5").experiment);
  REQUIRE(parts.steps(20) == 20);
  CHECK(symmetric(parts).rule.empty());
  Trainer zero(parse_link("initializer=zero&layers=4&dropout=0.5").experiment);
  CHECK(symmetric(zero).text.ends_with("never parts them."));
  REQUIRE(zero.steps(200) == 200);
  CHECK(symmetric(zero).text.ends_with("never parts them."));
  // Velocities that differ part two neurons of equal weights.
  Trainer moving(parse_link("layers=2&optimizer=momentum").experiment);
  REQUIRE(moving.steps(5) == 5);
  const Network& network = moving.network();
  for (int i = 0; i < 2; ++i) {
    REQUIRE(moving.set_parameter(network.weight_index(0, 1, i),
                                 double{network.parameters()[network.weight_index(0, 0, i)]}));
  }
  REQUIRE(moving.set_parameter(network.bias_index(0, 1),
                               double{network.parameters()[network.bias_index(0, 0)]}));
  REQUIRE(moving.set_parameter(network.weight_index(1, 0, 1),
                               double{network.parameters()[network.weight_index(1, 0, 0)]}));
  CHECK(symmetric(moving).severity == Severity::kNote);
  REQUIRE(moving.step());
  CHECK(symmetric(moving).rule.empty());
}

// ‖∂L/∂W‖ of every layer over the training points that diagnosis looks at.
std::vector<double> layer_gradients(const Trainer& trainer) {
  Workspace batch;
  load_training_set(trainer, observed_points(trainer.network()), batch);
  run_to_gradients(trainer.network(), trainer.loss(), batch);
  std::vector<double> norms;
  for (const Network::Layer& layer : trainer.network().layers()) {
    double sum = 0;
    for (std::size_t i = layer.weights; i < layer.biases; ++i) {
      sum += double{batch.data_gradients[i]} * double{batch.data_gradients[i]};
    }
    norms.push_back(std::sqrt(sum));
  }
  return norms;
}

void require_honest(const Trainer& trainer, int& green) {
  for (const Finding& finding : diagnose(trainer, {})) {
    if (finding.severity != Severity::kGood) continue;
    INFO(finding.text);
    ++green;
    const std::vector<double> norms = layer_gradients(trainer);
    for (const double norm : norms) {
      REQUIRE(norm > limits::kNoGradient);
      REQUIRE(norm / norms.back() <= limits::kEvenGradient);
      REQUIRE((norm / norms.back() >= limits::kVanishingGradient || &norm == &norms.back()));
    }
  }
}

TEST_CASE("diagnosis: green means a gradient at every layer, whatever the network") {
  Random random(11, Random::Stream::kData);
  int green = 0, others = 0;
  for (int i = 0; i < 300; ++i) {
    Experiment experiment = random_experiment(random);
    if (random.below(2) == 0) static_cast<void>(set_property(experiment, "initializerScale", "1"));
    static_cast<void>(set_property(experiment, "samples", "60"));
    Trainer trainer(experiment);
    if (trainer.data().train_count == 0) continue;
    INFO(make_link(experiment));
    for (const int steps : {0, 3, 20}) {
      trainer.steps(steps);
      const int before = green;
      require_honest(trainer, green);
      others += green == before ? 1 : 0;
    }
  }
  CHECK(green > 50);
  CHECK(others > 50);
}

TEST_CASE("diagnosis: no good news for networks that learn nothing") {
  for (const char* link :
       {"dataset=xor&layers=4&activation=linear&initializerScale=100",
        "dataset=xor&layers=4,4&activation=relu&initializerScale=30",
        "dataset=xor&layers=4&activation=relu&initializerScale=100",
        "dataset=circle&features=x1sq&layers=&initializerScale=100",
        "dataset=xor&layers=4,4&activation=linear&initializerScale=100",
        "dataset=rings&classes=3&features=x1sq,x2sq&layers=4,4&activation=linear&initializerScale="
        "100",
        "dataset=circle&features=x1sq,x2sq&layers=4,4&activation=linear&initializerScale=100",
        "dataset=circle&features=radius&layers=4&activation=linear&initializerScale=100",
        "initializer=zero&layers=4&dropout=0.5", "initializer=zero&layers=3,3&activation=relu"}) {
    INFO(link);
    Trainer trainer(parse_link(link).experiment);
    int green = 0;
    require_honest(trainer, green);
    trainer.steps(1);
    require_honest(trainer, green);
    CHECK(green == 0);
  }
  // A student's link: L1 takes all weights away.
  const ParsedLink student = parse_link(
      "activation=sigmoid&regularization=L1&batchSize=10&dataset=circle&learningRate=0.03"
      "&regularizationRate=0.01&noise=0&networkShape=3,3,2,2,2&seed=0.35097&percTrainData=50&x=true"
      "&y=true&xTimesY=true&xSquared=true&ySquared=true&problem=classification");
  Trainer trainer(student.experiment);
  trainer.steps(3000);
  int green = 0;
  require_honest(trainer, green);
  CHECK(green == 0);
  const std::vector<Finding> findings = diagnose(trainer, {});
  CHECK(findings.front().severity == Severity::kProblem);
}

}  // namespace
}  // namespace backprop
