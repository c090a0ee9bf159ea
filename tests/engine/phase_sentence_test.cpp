// What a phase is said to do, and what a step did to the loss.
#include "engine/insight/phase_sentence.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

constexpr ExplainTarget neuron(int layer, int index) {
  return {ExplainTarget::Kind::kNeuron, layer, index};
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("each phase says what happens, and to whom") {
  Trainer trainer = make_trainer(parse_link("dataset=xor&layers=4,3&batchSize=10"));
  const ExplainTarget hidden = neuron(0, 1), output = neuron(2, 0);
  CHECK(phase_sentence(trainer, hidden, false).empty());
  REQUIRE(trainer.advance_phase());
  CHECK(has(phase_sentence(trainer, hidden, false), "its 2 inputs with their weights"));
  CHECK(has(phase_sentence(trainer, hidden, false), "goes on to 3 neurons"));
  CHECK(has(phase_sentence(trainer, output, false), "what the network says"));
  REQUIRE(trainer.advance_phase());
  CHECK(has(phase_sentence(trainer, hidden, false), "L, one number"));
  CHECK(has(phase_sentence(trainer, hidden, true), "the mean over the batch"));
  REQUIRE(trainer.advance_phase());
  CHECK(has(phase_sentence(trainer, hidden, false), "its 3 outgoing weights"));
  CHECK(has(phase_sentence(trainer, neuron(1, 0), false), "its one outgoing weight."));
  CHECK(has(phase_sentence(trainer, neuron(1, 0), false), "back to the 4 neurons before"));
  REQUIRE(trainer.advance_phase());
  CHECK(has(phase_sentence(trainer, hidden, false), "the batch's 10 samples"));
  REQUIRE(trainer.advance_phase());
  CHECK(has(phase_sentence(trainer, hidden, false), "−η times"));
}

TEST_CASE("what an update is made from besides the gradient is said") {
  const auto update_of = [](const std::string& link, const ExplainTarget& target) {
    Trainer trainer = make_trainer(parse_link("dataset=xor&layers=2&" + link));
    trainer.step();
    return phase_sentence(trainer, target, false);
  };
  constexpr std::string_view kBoth = "&regularization=l2&regularizationRate=0.01&clipping=norm";
  const Network network = make_trainer(parse_link("dataset=xor&layers=2")).network();
  const ExplainTarget bias = {ExplainTarget::Kind::kParameter, 0, 0, network.bias_index(0, 0)};
  CHECK(has(update_of("optimizer=sgd", neuron(0, 0)), "the batch's gradient."));
  CHECK(has(update_of("optimizer=sgd" + std::string(kBoth), neuron(0, 0)),
            "gradient with regularization and clipping."));
  CHECK(has(update_of("optimizer=adam" + std::string(kBoth), bias), "gradient with clipping."));
  Trainer dropout = make_trainer(parse_link("dataset=xor&layers=2&dropout=0.5"));
  for (int phase = 0; phase < 3; ++phase) REQUIRE(dropout.advance_phase());
  CHECK(has(phase_sentence(dropout, neuron(0, 0), false), "its slope and dropout's m times"));
}

TEST_CASE("a phase has its sentence for everything there is, in any experiment") {
  Random random(5, Random::Stream::kData);
  int said = 0;
  for (int round = 0; round < 60; ++round) {
    Trainer trainer(random_experiment(random));
    for (int phase = 1; phase <= kPhaseCount && trainer.advance_phase(); ++phase) {
      const Network& network = trainer.network();
      const int layer =
          static_cast<int>(random.below(static_cast<std::uint32_t>(network.layer_count())));
      const auto parameter = random.below(static_cast<std::uint32_t>(network.parameter_count()));
      for (const ExplainTarget& target :
           {neuron(layer, 0), ExplainTarget{ExplainTarget::Kind::kParameter, 0, 0, parameter}}) {
        const std::string text = phase_sentence(trainer, target, random.below(2) == 0);
        REQUIRE(text.size() > 20);
        REQUIRE(is_plain_text(text));
        REQUIRE(text.ends_with('.'));
        ++said;
      }
    }
  }
  CHECK(said > 200);
}

TEST_CASE("what a step did to the loss is what the next forward pass finds") {
  Trainer trainer =
      make_trainer(parse_link("dataset=xor&layers=4&trainFraction=0.5&samples=20&batchSize=20"));
  trainer.steps(3);
  CHECK_FALSE(step_effect(make_trainer(parse_link("dataset=xor")), 0).has_value());
  const auto effect = step_effect(trainer, 2);
  REQUIRE(effect.has_value());
  CHECK(effect->before == static_cast<double>(trainer.workspace().loss));
  const int point = trainer.batch()[2];
  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.advance_phase());
  // The whole training set is the batch, in another order.
  CHECK(std::fabs(effect->after - static_cast<double>(trainer.workspace().loss)) < 1e-6);
  for (int s = 0; s < trainer.workspace().samples; ++s) {
    if (trainer.batch()[static_cast<std::size_t>(s)] != point) continue;
    CHECK(*effect->sample_after ==
          static_cast<double>(trainer.workspace().sample_loss[static_cast<std::size_t>(s)]));
  }
}

TEST_CASE("losses that hardly differ are told apart") {
  CHECK(effect_sentence({0.5, 0.25, {}, {}}) == "The step took the batch's loss from 0.5 to 0.25.");
  CHECK(has(effect_sentence({0.123451, 0.123449, 1.0, 1.0}), "from 0.1235 to 0.1234"));
}

}  // namespace backprop
