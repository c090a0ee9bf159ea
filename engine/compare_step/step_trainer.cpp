#include "engine/compare_step/step_trainer.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/experiment.h"

namespace backprop {
namespace {

std::vector<std::string> numbered(std::string_view letter, int count) {
  std::vector<std::string> names;
  for (int i = 1; i <= count; ++i) names.push_back(std::string(letter) + count_text(i));
  return names;
}

SampleTable table_of(const StepFile& file) {
  SampleTable table;
  const auto inputs = static_cast<std::size_t>(file.network.input_count());
  const auto outputs = static_cast<std::size_t>(file.network.output_count());
  table.inputs = numbered("x", file.network.input_count());
  if (file.classes.empty()) {
    table.targets = numbered("y", file.network.output_count());
  } else {
    table.targets = {"class"};
    for (std::size_t k = 0; k < outputs; ++k) table.classes.push_back(count_text(k));
  }
  for (std::size_t s = 0; s < static_cast<std::size_t>(file.samples); ++s) {
    const float* row = file.inputs.data() + s * inputs;
    table.numbers.insert(table.numbers.end(), row, row + inputs);
    if (!file.classes.empty()) {
      table.numbers.push_back(static_cast<float>(file.classes[s]));
      continue;
    }
    const float* targets = file.targets.data() + s * outputs;
    table.numbers.insert(table.numbers.end(), targets, targets + outputs);
  }
  return table;
}

// Biases are here in all layers or in none.
Result<std::string> biases_of(const StepFile& file) {
  const auto with = std::ranges::count(file.has_bias, true);
  if (with == std::ssize(file.has_bias)) return "learn";
  if (with == 0) return "none";
  return fail("some of its layers have biases, and some have none");
}

using Settings = std::vector<std::pair<std::string_view, std::string>>;

Result<Settings> settings_of(const StepFile& file) {
  std::string layers, activations;
  for (const Network::Layer& layer : file.network.layers()) {
    if (&layer == &file.network.layers().back()) break;
    if (!layers.empty()) layers += ',', activations += ',';
    layers += count_text(layer.outputs);
    activations += layer.activation->name;
  }
  const Result<std::string> biases = biases_of(file);
  if (!biases) return std::unexpected(biases.error());
  Settings settings = {{"dataset", "table"}, {"layers", layers}};
  if (!layers.empty()) settings.emplace_back("activation", activations);
  settings.insert(settings.end(),
                  {{"loss", std::string(file.loss->name)},
                   {"outputActivation", std::string(file.network.layers().back().activation->name)},
                   {"trainFraction", "1"},
                   {"order", "listed"},
                   {"batchSize", count_text(file.samples)},
                   {"biases", *biases}});
  return settings;
}

void add_optimizer(const StepFile& file, Settings& settings) {
  if (file.optimizer == nullptr) return;
  const OptimizerSettings& with = file.settings;
  settings.insert(settings.end(), {{"optimizer", std::string(file.optimizer->name)},
                                   {"learningRate", number_text(with.learning_rate)}});
  const std::pair<std::string_view, float> numbers[] = {
      {"momentum", with.momentum}, {"beta1", with.beta1},     {"beta2", with.beta2},
      {"rho", with.rho},           {"epsilon", with.epsilon}, {"weightDecay", with.weight_decay}};
  for (const auto& [name, number] : numbers) {
    if (std::ranges::find(file.optimizer->settings, name) == file.optimizer->settings.end()) {
      continue;
    }
    settings.emplace_back(name, number_text(number));
  }
  if (file.decay == 0) return;
  settings.insert(settings.end(),
                  {{"regularization", "l2"}, {"regularizationRate", number_text(file.decay)}});
}

bool same_layers(const Network& one, const Network& other) {
  return std::ranges::equal(
      one.layers(), other.layers(), [](const Network::Layer& a, const Network::Layer& b) {
        return a.inputs == b.inputs && a.outputs == b.outputs && a.activation == b.activation;
      });
}

void remember(const StepFile& file, Trainer& trainer) {
  if (file.optimizer == nullptr || file.state.steps == 0) {
    if (std::ranges::all_of(file.state.first, [](float m) { return m == 0; })) return;
  }
  TrainerState state = trainer.state();
  state.optimizer = file.state;
  trainer.restore(state);
}

std::vector<std::string> notes_on(const StepFile& file) {
  std::vector<std::string> notes;
  if (file.loss_factor != 1) {
    notes.push_back(file.loss_type + " is " + number_text(file.loss_factor) +
                    " times the loss that is shown here, and so are its gradients.");
  }
  if (file.decay != 0) {
    notes.push_back("Its weight decay is shown as L2, which leaves biases alone.");
  }
  return notes;
}

}  // namespace

Result<StepTrainer> make_step_trainer(const StepFile& file) {
  Experiment experiment;
  SampleTable table = table_of(file);
  if (const auto right = check_table(table); !right) return std::unexpected(right.error());
  experiment.table = std::move(table);
  Result<Settings> settings = settings_of(file);
  if (!settings) return std::unexpected(settings.error());
  add_optimizer(file, *settings);
  for (const auto& [name, text] : *settings) {
    if (const auto set = set_property(experiment, name, text); !set) {
      return std::unexpected(set.error());
    }
  }
  for (const auto& [name, text] : *settings) {
    if (name == "activation" || get_property(experiment, name) == text) continue;
    return fail(std::string(name) + " = " + text + " does not go with its other settings here");
  }
  Trainer trainer(experiment);
  if (!same_layers(trainer.network(), file.network) ||
      !trainer.start_from(file.network.parameters())) {
    return fail("its network is another one here");
  }
  remember(file, trainer);
  return StepTrainer{std::move(trainer), notes_on(file)};
}

}  // namespace backprop
