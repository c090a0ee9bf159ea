// The terms an explanation shows, put together again, must give the very numbers of the workspace.
#include "engine/insight/explain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

using testing::run_phases;
using testing::Settings;
using testing::trainer_with;
using Kind = TermTarget::Kind;

Explanation explained(const Trainer& trainer, const ExplainTarget& target) {
  const Result<Explanation> result = explain(trainer, target);
  INFO((result ? "" : result.error().message));
  REQUIRE(result.has_value());
  return *result;
}

ExplainTarget neuron_target(int layer, int neuron, int sample) {
  return {ExplainTarget::Kind::kNeuron, layer, neuron, 0, sample};
}

ExplainTarget parameter_target(std::size_t parameter, int sample) {
  return {ExplainTarget::Kind::kParameter, 0, 0, parameter, sample};
}

float multiplied(const std::vector<Factor>& factors) {
  float value = factors.front().value;
  for (std::size_t i = 1; i < factors.size(); ++i) value *= factors[i].value;
  return value;
}

// Sums over samples run in four lanes, all others in order.
float added(const Equation& equation, bool in_lanes) {
  std::array<float, 4> lanes = {0, 0, 0, 0};
  for (std::size_t i = 0; i < equation.terms.size(); ++i) {
    lanes[in_lanes ? i % 4 : 0] += equation.terms[i].value;
  }
  return in_lanes ? (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) : lanes[0];
}

bool is_near(float left, float right, float relative) {
  return std::fabs(left - right) <= relative * std::max(std::fabs(left), std::fabs(right)) + 1e-37F;
}

// Every term is the product of its factors, the bracket the sum of its terms, the result the
// bracket times what stands before it. `relative` 0 asks for the same bits.
void check_recombines(const Equation& equation, bool in_lanes, float relative) {
  INFO(equation.result.symbol << ": " << equation.note);
  for (const Term& term : equation.terms) CHECK(multiplied(term.factors) == term.value);
  CHECK(added(equation, in_lanes) == equation.sum);
  float value = equation.sum;
  for (auto factor = equation.outer.rbegin(); factor != equation.outer.rend(); ++factor) {
    value = factor->value * value;
  }
  if (relative == 0) {
    CHECK(value == equation.result.value);
  } else {
    CHECK(is_near(value, equation.result.value, relative));
  }
}

// What a factor points at is what it says.
void check_target(const Trainer& trainer, const Factor& factor, int sample) {
  const Workspace& batch = trainer.workspace();
  const TermTarget& target = factor.target;
  INFO(factor.symbol);
  if (target.kind == Kind::kWeight || target.kind == Kind::kBias) {
    CHECK(trainer.network().is_weight(target.parameter) == (target.kind == Kind::kWeight));
  }
  if (sample < 0 || factor.argument) return;
  switch (target.kind) {
    case Kind::kInput:
      CHECK(factor.value == batch.input(target.neuron, sample));
      break;
    case Kind::kActivation:
      CHECK(factor.value == batch.a(target.layer, target.neuron, sample));
      break;
    case Kind::kPreActivation:
      CHECK(factor.value == batch.z(target.layer, target.neuron, sample));
      break;
    case Kind::kDelta:
      CHECK(factor.value == batch.delta(target.layer, target.neuron, sample));
      break;
    default:
      break;
  }
}

const Equation* equation_for(const Explanation& explanation, Kind kind) {
  for (const Equation& equation : explanation.equations) {
    if (equation.result.target.kind == kind) return &equation;
  }
  return nullptr;
}

void check_neuron(const Trainer& trainer, int layer, int neuron, int sample) {
  const Workspace& batch = trainer.workspace();
  const Explanation explanation = explained(trainer, neuron_target(layer, neuron, sample));
  const bool softmax = trainer.network().layer(layer).activation->output_only;
  for (const Equation& equation : explanation.equations) {
    const Kind kind = equation.result.target.kind;
    const bool loose = (softmax && kind == Kind::kActivation) || kind == Kind::kLoss;
    check_recombines(equation, false, loose ? 1e-5F : 0);
    for (const Factor& factor : equation.outer) check_target(trainer, factor, sample);
    for (const Term& term : equation.terms) {
      for (const Factor& factor : term.factors) check_target(trainer, factor, sample);
    }
  }
  const Equation* z = equation_for(explanation, Kind::kPreActivation);
  const Equation* a = equation_for(explanation, Kind::kActivation);
  const Equation* delta = equation_for(explanation, Kind::kDelta);
  REQUIRE(z != nullptr);
  REQUIRE(a != nullptr);
  REQUIRE(delta != nullptr);
  CHECK(z->result.value == batch.z(layer, neuron, sample));
  CHECK(a->result.value == batch.a(layer, neuron, sample));
  CHECK(delta->result.value == batch.delta(layer, neuron, sample));
}

void check_parameter(const Trainer& trainer, std::size_t parameter, int sample) {
  const Workspace& batch = trainer.workspace();
  const Explanation explanation = explained(trainer, parameter_target(parameter, sample));
  INFO(explanation.title);
  REQUIRE(explanation.contributions.size() == static_cast<std::size_t>(batch.samples));
  std::array<float, 4> lanes = {0, 0, 0, 0};
  for (const Contribution& part : explanation.contributions) {
    CHECK(part.value == part.delta * part.input);
    CHECK(part.point == trainer.batch()[static_cast<std::size_t>(part.sample)]);
    lanes[static_cast<std::size_t>(part.sample) % 4] += part.value;
  }
  const float mean =
      (1.0F / static_cast<float>(batch.samples)) * ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]));
  CHECK(mean == batch.data_gradients[parameter]);

  bool found_mean = false;
  for (const Equation& equation : explanation.equations) {
    if (equation.phase != static_cast<int>(Phase::kGradients)) continue;
    const bool is_mean = !equation.outer.empty() && equation.outer.front().symbol == "1/N";
    check_recombines(equation, is_mean, 0);
    if (is_mean) {
      CHECK(equation.result.value == batch.data_gradients[parameter]);
      found_mean = true;
    }
  }
  CHECK(found_mean);
  CHECK(explanation.equations.back().result.value == batch.gradients[parameter]);
}

// Δw is the one used, and the parts add up to it.
void check_update(const Trainer& trainer, std::size_t parameter, bool with_parts) {
  const Explanation explanation = explained(trainer, parameter_target(parameter, -1));
  REQUIRE(explanation.update.has_value());
  const UpdateSplit& update = *explanation.update;
  CHECK(update.before == trainer.workspace().parameters_used[parameter]);
  CHECK(update.delta == trainer.workspace().updates[parameter]);
  CHECK(update.after == trainer.network().parameters()[parameter]);
  CHECK(update.before + update.delta == update.after);
  double sum = 0, magnitude = 0;
  for (const UpdatePart& part : update.parts) {
    sum += static_cast<double>(part.value);
    magnitude += std::fabs(static_cast<double>(part.value));
  }
  INFO(explanation.title << ", " << trainer.experiment().optimizer->name);
  CHECK(std::fabs(sum - static_cast<double>(update.delta)) <= 2e-5 * magnitude + 1e-30);
  CHECK_FALSE(update.parts.empty());
  if (with_parts) CHECK(update.parts.front().name != "Δw");  // really split
}

Settings for_loss(const Loss& loss) {
  Settings settings;
  if (loss.output_per_class) settings = {{"dataset", "blobs"}, {"classes", "3"}};
  settings.emplace_back("loss", std::string(loss.name));
  return settings;
}

TEST_CASE("explain: every neuron of every activation and loss is put together from its terms") {
  for (const Activation& activation : activations()) {
    if (activation.output_only) continue;
    for (const Loss& loss : losses()) {
      for (const char* dropout : {"0", "0.3"}) {
        Settings settings = for_loss(loss);
        settings.insert(settings.end(), {{"activation", std::string(activation.name)},
                                         {"layers", "5,3"},
                                         {"dropout", dropout},
                                         {"batchSize", "7"},
                                         {"features", "x1,x2,sinx1"},
                                         {"initializer", "xavier_normal"}});
        Trainer trainer = trainer_with(settings);
        trainer.steps(11);
        run_phases(trainer, 3);
        INFO(activation.name << ", " << loss.name << ", dropout " << dropout);
        for (int layer = 0; layer < trainer.network().layer_count(); ++layer) {
          for (int neuron = 0; neuron < trainer.network().layer(layer).outputs; ++neuron) {
            for (const int sample : {0, 3, 6}) check_neuron(trainer, layer, neuron, sample);
          }
        }
      }
    }
  }
}

TEST_CASE("explain: every parameter's gradient is the mean of its contributions") {
  for (const Loss& loss : losses()) {
    for (const char* batch : {"1", "5", "12", "40"}) {
      Settings settings = for_loss(loss);
      settings.insert(settings.end(), {{"layers", "4,3"}, {"batchSize", batch}});
      Trainer trainer = trainer_with(settings);
      trainer.steps(7);
      run_phases(trainer, 4);
      for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
        check_parameter(trainer, i, -1);
        check_parameter(trainer, i, 0);
      }
    }
  }
}

TEST_CASE("explain: regularization and clipping stand between the data's gradient and g") {
  for (const Regularizer& regularizer : regularizers()) {
    for (const char* clipping : {"none", "norm", "value"}) {
      for (const char* threshold : {"0.001", "100"}) {
        Trainer trainer = trainer_with({{"layers", "4,3"},
                                        {"regularization", std::string(regularizer.name)},
                                        {"regularizationRate", "0.03"},
                                        {"clipping", clipping},
                                        {"clipThreshold", threshold}});
        trainer.steps(7);
        run_phases(trainer, 5);
        INFO(regularizer.name << ", clipping " << clipping << " at " << threshold);
        for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
          check_parameter(trainer, i, -1);
          check_update(trainer, i, true);
        }
      }
    }
  }
}

TEST_CASE("explain: every optimizer's update is split into its parts") {
  for (const Optimizer& optimizer : optimizers()) {
    for (const Schedule& schedule : schedules()) {
      for (const int steps : {0, 1, 25}) {
        Trainer trainer = trainer_with({{"layers", "4,3"},
                                        {"optimizer", std::string(optimizer.name)},
                                        {"schedule", std::string(schedule.name)},
                                        {"schedulePeriod", "10"},
                                        {"regularization", "l2"},
                                        {"regularizationRate", "0.01"},
                                        {"clipping", "norm"},
                                        {"clipThreshold", "0.05"}});
        trainer.steps(steps);
        run_phases(trainer, 5);
        INFO(optimizer.name << ", " << schedule.name << " after " << steps);
        for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
          check_update(trainer, i, true);
        }
      }
    }
  }
}

bool has_part(const UpdateSplit& update, std::string_view name) {
  return std::ranges::any_of(update.parts,
                             [&](const UpdatePart& part) { return part.name == name; });
}

TEST_CASE("explain: parts appear where they apply and nowhere else") {
  const auto update_of = [](const Settings& settings, std::size_t parameter) {
    Trainer trainer = trainer_with(settings);
    trainer.steps(3);
    run_phases(trainer, 5);
    return *explained(trainer, parameter_target(parameter, -1)).update;
  };
  const UpdateSplit sgd = update_of({}, 0);
  CHECK(sgd.parts.size() == 1);
  CHECK(sgd.parts.front().name == "gradient");
  CHECK(sgd.parts.front().formula == "−η·∂L/∂w");

  const Settings momentum = {
      {"optimizer", "momentum"}, {"regularization", "l2"}, {"regularizationRate", "0.1"}};
  CHECK(has_part(update_of(momentum, 0), "momentum"));
  CHECK(has_part(update_of(momentum, 0), "regularization"));
  const std::size_t bias = trainer_with(momentum).network().bias_index(0, 0);
  CHECK_FALSE(has_part(update_of(momentum, bias), "regularization"));

  CHECK(has_part(update_of({{"optimizer", "adamw"}}, 0), "weight decay"));
  CHECK_FALSE(has_part(update_of({{"optimizer", "adam"}}, 0), "weight decay"));
  CHECK(has_part(update_of({{"clipping", "value"}, {"clipThreshold", "0.00001"}}, 0), "clipping"));
}

TEST_CASE("explain: a weight that L1 cuts at zero says so") {
  Trainer trainer = trainer_with({{"layers", "4,2"},
                                  {"regularization", "l1"},
                                  {"regularizationRate", "0.3"},
                                  {"l1Cut", "true"}});
  bool seen = false;
  for (int step = 0; step < 300 && !seen; ++step) {
    run_phases(trainer, 5);
    for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
      check_update(trainer, i, true);
      const Explanation explanation = explained(trainer, parameter_target(i, -1));
      if (!has_part(*explanation.update, "cut at zero")) continue;
      seen = true;
      CHECK(explanation.update->after == 0);
    }
  }
  CHECK(seen);
}

// The rate may have changed since, the optimizer even, and with it the memory of gradients.
TEST_CASE("explain: an update is explained with the settings it was made with") {
  for (const Settings& changes :
       {Settings{{"learningRate", "0.3"}}, Settings{{"optimizer", "sgd"}, {"momentum", "0.1"}},
        Settings{{"regularization", "l1"}, {"l1Cut", "true"}},
        Settings{{"regularizationRate", "3"}, {"clipping", "none"}},
        Settings{{"clipThreshold", "0.0001"}, {"schedule", "cosine"}}}) {
    Trainer trainer = trainer_with({{"layers", "3"},
                                    {"optimizer", "momentum"},
                                    {"regularization", "l2"},
                                    {"regularizationRate", "0.1"},
                                    {"clipping", "norm"},
                                    {"clipThreshold", "0.05"}});
    trainer.steps(5);
    run_phases(trainer, 5);
    const std::string before = to_text(explained(trainer, parameter_target(0, -1)));
    for (const auto& [name, value] : changes) REQUIRE(trainer.set(name, value));
    REQUIRE(trainer.phases_done() == 5);  // a live setting: the step's numbers are still there
    CHECK(to_text(explained(trainer, parameter_target(0, -1))) == before);
    check_update(trainer, 0, true);
  }
}

TEST_CASE("explain: only what the phases have computed is shown") {
  Trainer trainer = trainer_with({{"layers", "3,2"}});
  const int last = trainer.network().layer_count() - 1;
  const std::array<std::size_t, 6> output_equations = {0, 2, 3, 6, 6, 6};
  const std::array<std::size_t, 6> weight_equations = {0, 0, 0, 3, 6, 6};
  for (std::size_t phases = 0; phases <= 5; ++phases) {
    if (phases > 0) run_phases(trainer, 1);
    INFO("after " << phases << " phases");
    const Explanation output = explained(trainer, neuron_target(last, 0, 0));
    const Explanation weight =
        explained(trainer, parameter_target(trainer.network().weight_index(last, 0, 0), 0));
    CHECK(output.equations.size() == output_equations[phases]);
    CHECK(weight.equations.size() == weight_equations[phases]);
    CHECK(weight.contributions.empty() == (phases < 4));
    CHECK(weight.update.has_value() == (phases == 5));
    for (const Explanation* explanation : {&output, &weight}) {
      for (const Equation& equation : explanation->equations) {
        CHECK(equation.phase < static_cast<int>(phases));
      }
    }
  }
}

TEST_CASE("explain: the batch's means are means") {
  Trainer trainer = trainer_with({{"layers", "3,2"}, {"batchSize", "9"}});
  trainer.steps(4);
  run_phases(trainer, 4);
  const Workspace& batch = trainer.workspace();
  for (int layer = 0; layer < trainer.network().layer_count(); ++layer) {
    for (int neuron = 0; neuron < trainer.network().layer(layer).outputs; ++neuron) {
      const Explanation explanation = explained(trainer, neuron_target(layer, neuron, -1));
      double z = 0, a = 0, delta = 0;
      for (int s = 0; s < batch.samples; ++s) {
        z += static_cast<double>(batch.z(layer, neuron, s)) / batch.samples;
        a += static_cast<double>(batch.a(layer, neuron, s)) / batch.samples;
        delta += static_cast<double>(batch.delta(layer, neuron, s)) / batch.samples;
      }
      const auto near = [](float shown, double mean) {
        return std::fabs(static_cast<double>(shown) - mean) <= 1e-6;
      };
      CHECK(near(equation_for(explanation, Kind::kPreActivation)->result.value, z));
      CHECK(near(equation_for(explanation, Kind::kPreActivation)->sum, z));
      CHECK(near(equation_for(explanation, Kind::kActivation)->result.value, a));
      const Equation* mean_delta = equation_for(explanation, Kind::kDelta);
      CHECK(near(mean_delta->result.value, delta));
      // The mean of δ is the gradient of the bias, in all its bits.
      CHECK(mean_delta->result.value ==
            batch.data_gradients[trainer.network().bias_index(layer, neuron)]);
    }
  }
}

TEST_CASE("explain: a batch of one is its sample, and never a mean") {
  Trainer trainer = trainer_with({{"batchSize", "1"}, {"layers", "3,2"}});
  run_phases(trainer, 5);
  for (int layer = 0; layer < 3; ++layer) {
    const Explanation of_batch = explained(trainer, neuron_target(layer, 0, -1));
    CHECK(to_text(of_batch) == to_text(explained(trainer, neuron_target(layer, 0, 0))));
    CHECK(to_text(of_batch).find("mean") == std::string::npos);
  }
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    const Explanation of_batch = explained(trainer, parameter_target(i, -1));
    CHECK(to_text(of_batch) == to_text(explained(trainer, parameter_target(i, 0))));
  }
}

TEST_CASE("explain: the hidden δ uses the weights from before the update") {
  Trainer trainer = trainer_with({{"layers", "3,2"}, {"learningRate", "1"}});
  run_phases(trainer, 5);
  const Explanation explanation = explained(trainer, neuron_target(0, 0, 0));
  const Equation* delta = equation_for(explanation, Kind::kDelta);
  REQUIRE(delta != nullptr);
  const Factor& weight = delta->terms.front().factors.front();
  REQUIRE(weight.target.kind == Kind::kWeight);
  CHECK(weight.value == trainer.workspace().parameters_used[weight.target.parameter]);
  CHECK(weight.value != trainer.network().parameters()[weight.target.parameter]);
}

TEST_CASE("explain: targets by name") {
  Trainer trainer = trainer_with({{"layers", "4,3"}, {"batchSize", "5"}});
  run_phases(trainer, 1);
  const Network& network = trainer.network();
  const auto parsed = [&](std::string_view text) {
    const Result<ExplainTarget> result = parse_target(trainer, text);
    INFO(text << ": " << (result ? "" : result.error().message));
    REQUIRE(result.has_value());
    return *result;
  };
  const ExplainTarget neuron = parsed("neuron:2.3");
  CHECK(neuron.kind == ExplainTarget::Kind::kNeuron);
  CHECK(neuron.layer == 1);
  CHECK(neuron.neuron == 2);
  CHECK(neuron.sample == -1);
  CHECK(parsed("delta:3.1@5").sample == 4);
  CHECK(parsed("weight:2.3.4").parameter == network.weight_index(1, 2, 3));
  CHECK(parsed("weight:1.1.2@1").parameter == network.weight_index(0, 0, 1));
  CHECK(parsed("bias:3.1").parameter == network.bias_index(2, 0));
  for (const char* text :
       {"neuron:2.3", "neuron:3.1@5", "weight:2.3.4", "weight:1.1.2@1", "bias:3.1"}) {
    CHECK(target_text(network, parsed(text)) == text);
  }
}

TEST_CASE("explain: what cannot be explained is named, and what would be right") {
  Trainer trainer = trainer_with({{"layers", "4,3"}, {"batchSize", "5"}});
  run_phases(trainer, 1);
  const auto error = [&](std::string_view text) {
    const Result<ExplainTarget> result = parse_target(trainer, text);
    INFO(text);
    REQUIRE_FALSE(result.has_value());
    return result.error().message;
  };
  CHECK(error("neuron:4.1") == "the network has 3 layers: there is no layer 4");
  CHECK(error("neuron:2.4") == "layer 2 has 3 neurons: there is no neuron 4");
  CHECK(error("weight:3.1.4") == "layer 3 has 3 inputs: there is no input 4");
  CHECK(error("bias:3.2") == "layer 3 has 1 neuron: there is no neuron 2");
  CHECK(error("bias:3.1@6") == "the batch has 5 samples: there is no sample 6");
  for (const char* text :
       {"", ":", "neuron", "neuron:", "neuron:1", "neuron:1.1.1", "neuron:0.1", "neuron:1.-1",
        "neuron:1.1@", "neuron:1.1@0", "neuron:1.1@x", "weight:1.1", "weight:1.1.1.1",
        "bias:1.99999999999999999999", "synapse:1.1", "neuron:1.1 ", "neuron: 1.1"}) {
    CHECK_FALSE(error(text).empty());
  }
}

TEST_CASE("explain: targets out of range are errors, not accidents") {
  Trainer trainer = trainer_with({{"layers", "4"}, {"batchSize", "5"}});
  run_phases(trainer, 2);
  CHECK_FALSE(explain(trainer, neuron_target(2, 0, -1)));
  CHECK_FALSE(explain(trainer, neuron_target(-1, 0, -1)));
  CHECK_FALSE(explain(trainer, neuron_target(0, 4, -1)));
  CHECK_FALSE(explain(trainer, neuron_target(0, 0, 5)));
  CHECK_FALSE(explain(trainer, parameter_target(trainer.network().parameter_count(), -1)));
}

}  // namespace
}  // namespace backprop
