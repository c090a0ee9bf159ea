// Every combination of activation, loss and optimizer, each on a small random network with random
// other settings: what holds for any run has to hold for it.
#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/insight/explain.h"
#include "engine/insight/gradient_check.h"
#include "engine/run/document.h"
#include "engine/run/history.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/batch.h"

namespace backprop {
namespace {

template <class Names>
std::string_view one_of(const Names& names, Random& random) {
  return names[random.below(static_cast<std::uint32_t>(names.size()))].name;
}

std::string number(double value) { return number_text(static_cast<float>(value)); }

// What is refused (rings for a regression) stays as it was.
Experiment random_experiment(const Activation& activation, const Loss& loss,
                             const Optimizer& optimizer, Random& random) {
  Experiment experiment;
  const auto set = [&](std::string_view name, std::string_view value) {
    return set_property(experiment, name, value).has_value();
  };
  const bool regression = loss.regression && random.below(2) == 0;
  const Problem problem = regression ? Problem::kRegression : Problem::kClassification;
  std::string_view points;
  do points = one_of(datasets(), random);
  while (dataset(points).problem != problem);
  set("dataset", points);
  set("classes", std::to_string(2 + random.below(4)));
  set("samples", std::to_string(10 + random.below(30)));
  set("noise", number(random.uniform(0, 0.5)));
  REQUIRE(set("loss", loss.name));
  constexpr std::string_view kFeatures[] = {"x1", "x1,x2", "x1,x2,x1x2", "x2,sinx1,cosx2,radius"};
  set("features", kFeatures[random.below(4)]);
  std::string layers = std::to_string(1 + random.below(5));
  for (std::uint32_t more = random.below(3); more > 0; --more) {
    layers += ',' + std::to_string(1 + random.below(5));
  }
  set("layers", layers);
  REQUIRE(set("activation", activation.name));
  REQUIRE(set("optimizer", optimizer.name));
  set("learningRate", number(random.uniform(0.001, 0.02)));
  set("batchSize", std::to_string(1 + random.below(9)));
  set("momentum", number(random.uniform(0, 0.95)));
  set("schedule", one_of(schedules(), random));
  set("schedulePeriod", std::to_string(1 + random.below(9)));
  set("regularization", one_of(regularizers(), random));
  set("regularizationRate", number(random.uniform(0, 0.05)));
  set("l1Cut", random.below(2) == 0 ? "true" : "false");
  constexpr std::string_view kClippings[] = {"none", "norm", "value"};
  set("clipping", kClippings[random.below(3)]);
  set("clipThreshold", number(random.uniform(0.01, 2)));
  if (random.below(2) == 0) set("dropout", number(random.uniform(0.05, 0.6)));
  set("initializer", one_of(initializers(), random));
  set("seed", std::to_string(random.next()));
  if (random.below(3) == 0) set("dataSeed", std::to_string(random.next()));
  return experiment;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](float x, float y) {
    return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
  });
}

// The batch that stands in the trainer's workspace, through the kernels that are read.
void require_same_as_naive(const Trainer& trainer) {
  const Workspace& fast = trainer.workspace();
  Network network = trainer.network();
  std::ranges::copy(fast.parameters_used, network.data());
  Workspace naive = fast;
  for (Workspace::Layer& layer : naive.layers) {
    for (auto* values : {&layer.z, &layer.a, &layer.delta}) {
      std::fill(values->begin(), values->end(), -1.0f);
    }
  }
  run_phases(network, trainer.loss(), naive, naive_kernels());
  REQUIRE(naive.loss == fast.loss);
  REQUIRE(same_bits(naive.data_gradients, fast.data_gradients));
  for (std::size_t l = 0; l < fast.layers.size(); ++l) {
    const auto used = static_cast<std::ptrdiff_t>(
        trainer.network().layer(static_cast<int>(l)).outputs * fast.stride);
    const auto same = [&](const std::vector<float>& a, const std::vector<float>& b) {
      return same_bits({a.begin(), a.begin() + used}, {b.begin(), b.begin() + used});
    };
    REQUIRE(same(naive.layers[l].z, fast.layers[l].z));
    REQUIRE(same(naive.layers[l].a, fast.layers[l].a));
    REQUIRE(same(naive.layers[l].delta, fast.layers[l].delta));
  }
}

const Equation* equation_for(const Explanation& explanation, TermTarget::Kind kind) {
  for (const Equation& equation : explanation.equations) {
    if (equation.result.target.kind == kind) return &equation;
  }
  return nullptr;
}

// After a whole step: what is explained are the workspace's own numbers.
void require_explained(const Trainer& trainer, Random& random) {
  using Kind = TermTarget::Kind;
  const Workspace& batch = trainer.workspace();
  const Network& network = trainer.network();
  const auto below = [&](std::size_t count) {
    return random.below(static_cast<std::uint32_t>(count));
  };
  const std::size_t parameter = below(network.parameter_count());
  const auto weight =
      explain(trainer, {.kind = ExplainTarget::Kind::kParameter, .parameter = parameter});
  REQUIRE(weight);
  REQUIRE(weight->contributions.size() == static_cast<std::size_t>(batch.samples));
  REQUIRE(weight->equations.back().result.value == batch.gradients[parameter]);
  REQUIRE(weight->update);
  REQUIRE(weight->update->before == batch.parameters_used[parameter]);
  REQUIRE(weight->update->delta == batch.updates[parameter]);
  REQUIRE(weight->update->after == network.parameters()[parameter]);

  const int layer = static_cast<int>(below(static_cast<std::size_t>(network.layer_count())));
  const int neuron =
      static_cast<int>(below(static_cast<std::size_t>(network.layer(layer).outputs)));
  const int sample = static_cast<int>(below(static_cast<std::size_t>(batch.samples)));
  const auto one = explain(
      trainer,
      {.kind = ExplainTarget::Kind::kNeuron, .layer = layer, .neuron = neuron, .sample = sample});
  REQUIRE(one);
  const Equation* z = equation_for(*one, Kind::kPreActivation);
  const Equation* a = equation_for(*one, Kind::kActivation);
  const Equation* delta = equation_for(*one, Kind::kDelta);
  REQUIRE((z != nullptr && a != nullptr && delta != nullptr));
  REQUIRE(z->result.value == batch.z(layer, neuron, sample));
  REQUIRE(a->result.value == batch.a(layer, neuron, sample));
  REQUIRE(delta->result.value == batch.delta(layer, neuron, sample));
}

void require_same_run(Trainer& a, Trainer& b, int steps) {
  REQUIRE(a.parameter_hash() == b.parameter_hash());
  REQUIRE(a.steps(steps) == b.steps(steps));
  REQUIRE(a.parameter_hash() == b.parameter_hash());
  REQUIRE(same_bits(a.state().optimizer.first, b.state().optimizer.first));
  REQUIRE(same_bits(a.state().optimizer.second, b.state().optimizer.second));
}

void require_properties(const Experiment& experiment, Random& random) {
  Trainer trainer(experiment);
  History history;
  history.observe(trainer);
  for (int i = 0; i < 6; ++i) {
    REQUIRE(trainer.step());
    history.observe(trainer);
  }
  const std::uint64_t hash = trainer.parameter_hash();

  // A link and a document lead here, and on from here with the same bits.
  const std::string text = make_link(trainer);
  const ParsedLink link = parse_link(text);
  REQUIRE(link.messages.empty());
  REQUIRE(link.experiment == experiment);
  REQUIRE(make_link(link.experiment, link.step, link.weights) == text);
  Trainer replayed = make_trainer(link);
  REQUIRE(replayed.steps(static_cast<int>(link.step)) == 6);
  Result<Trainer> saved = parse_document(make_document(trainer));
  REQUIRE(saved);
  REQUIRE(saved->experiment() == experiment);
  REQUIRE(make_document(*saved) == make_document(trainer));
  require_same_run(replayed, *saved, 3);

  // Back, on, and back again.
  REQUIRE(history.restore(trainer, 2));
  const std::uint64_t past = trainer.parameter_hash();
  REQUIRE(trainer.steps(4) == 4);
  REQUIRE(trainer.parameter_hash() == hash);
  REQUIRE(history.restore(trainer, 2));
  REQUIRE(trainer.parameter_hash() == past);
  REQUIRE(history.restore(trainer, 6));
  REQUIRE(trainer.parameter_hash() == hash);

  // The gradients of the next batch.
  for (int phase = 0; phase < 4; ++phase) REQUIRE(trainer.advance_phase());
  require_same_as_naive(trainer);
  const GradientCheck check = check_gradients(trainer, {.limit = 16});
  INFO("gradient " << check.entries.front().parameter << ": " << check.entries.front().analytic
                   << " against " << check.entries.front().numeric);
  REQUIRE(check.passes);
  REQUIRE(trainer.advance_phase());
  require_explained(trainer, random);
}

TEST_CASE("what holds for any run holds for every activation, loss and optimizer") {
  Random random(7, Random::Stream::kData);
  std::set<std::string> seen;  // of the other settings
  constexpr const char* kOthers[] = {"dataset",     "schedule", "regularization", "clipping",
                                     "initializer", "problem",  "l1Cut"};
  for (const Activation& activation : activations()) {
    if (activation.output_only) continue;
    for (const Loss& loss : losses()) {
      for (const Optimizer& optimizer : optimizers()) {
        const Experiment experiment = random_experiment(activation, loss, optimizer, random);
        INFO(make_link(experiment));
        require_properties(experiment, random);
        for (const char* name : kOthers) {
          seen.insert(name + get_property(experiment, name).value());
        }
        seen.insert(experiment.dropout > 0 ? "dropout" : "no dropout");
      }
    }
  }
  for (const char* name : kOthers) {  // each value of each of them
    for (const Choice& choice : find_property(name)->choices) {
      INFO(name << ' ' << choice.name);
      const bool brought = choice.name == "custom" || choice.name == "table";
      CHECK((brought || seen.contains(name + std::string(choice.name))));
    }
  }
  CHECK(seen.contains("l1Cuttrue"));
  CHECK(seen.contains("dropout"));
  CHECK(seen.contains("no dropout"));
}

}  // namespace
}  // namespace backprop
