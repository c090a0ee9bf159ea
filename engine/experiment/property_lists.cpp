#include "engine/experiment/property_lists.h"

#include <algorithm>

#include "engine/experiment/table_link.h"

namespace backprop::row {
namespace {

constexpr std::string_view kCustom = "custom", kTable = "table", kAuto = "auto";

std::span<const Choice> dataset_choices() {
  static const std::vector<Choice> choices = [] {
    const std::span<const Choice> generated = choices_of<datasets>();
    std::vector<Choice> result(generated.begin(), generated.end());
    result.push_back({kCustom, "Custom", "Points placed by hand."});
    result.push_back(
        {kTable, "Table", "Rows of named inputs and targets, one network input each."});
    return result;
  }();
  return choices;
}

std::span<const Choice> output_choices() {
  static const std::vector<Choice> choices = [] {
    std::vector<Choice> result = {{kAuto, "Auto", "What the loss suggests; linear in regression."}};
    for (const Activation& entry : backprop::activations()) {
      result.push_back({entry.name, entry.label, entry.help});
    }
    return result;
  }();
  return choices;
}

std::string get_output(const Experiment& experiment) {
  return std::string(experiment.chosen_output ? experiment.chosen_output->name : kAuto);
}

bool is_possible_output(const Experiment& experiment, std::string_view choice) {
  const Activation* entry = find_entry(backprop::activations(), choice);
  return entry == nullptr || goes_with(*experiment.loss, *entry);
}

Result<void> set_output(Experiment& experiment, std::string_view text) {
  const Activation* entry = find_entry(backprop::activations(), text);
  if (entry == nullptr && text != kAuto) return fail(choose_one_of(output_choices()));
  experiment.chosen_output = entry;
  return {};
}

template <class Entry>
std::string names_of(const std::vector<const Entry*>& entries) {
  std::vector<std::string_view> names;
  names.reserve(entries.size());
  for (const Entry* entry : entries) names.push_back(entry->name);
  return join(names, ",");
}

std::string get_dataset(const Experiment& experiment) {
  if (experiment.uses_table) return std::string(kTable);
  return std::string(experiment.dataset ? experiment.dataset->name : kCustom);
}

Result<void> set_dataset(Experiment& experiment, std::string_view text) {
  if (text == kCustom) {
    if (experiment.custom_points.empty()) return fail("there are no points placed by hand yet");
    experiment.dataset = nullptr;
    experiment.uses_table = false;
    return {};
  }
  if (text == kTable) {
    if (!experiment.table) experiment.table = *read_sample_table(shipped_tables().front().name);
    experiment.dataset = nullptr;
    experiment.uses_table = true;
    return {};
  }
  const Dataset* entry = find_entry(datasets(), text);
  if (entry == nullptr) return fail(no_such_dataset(text, choose_one_of(dataset_choices())));
  experiment.dataset = entry;
  experiment.uses_table = false;
  return {};
}

Result<void> set_features(Experiment& experiment, std::string_view text) {
  if (experiment.uses_table && text == names_of(experiment.features)) return {};
  const std::span<const Feature> table = backprop::features();
  std::vector<bool> wanted(table.size(), false);
  for (const std::string_view name : split(text, ',', 2 * table.size())) {
    const Feature* entry = find_entry(table, name);
    if (entry == nullptr) {
      return fail(choose_one_of(choices_of<backprop::features>()) + ", or several");
    }
    wanted[static_cast<std::size_t>(entry - table.data())] = true;
  }
  std::vector<const Feature*> chosen;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (wanted[i]) chosen.push_back(&table[i]);
  }
  if (chosen.empty()) return fail("a network needs at least one feature, such as x1,x2");
  experiment.features = std::move(chosen);
  return {};
}

std::string get_layers(const Experiment& experiment) {
  std::string text;
  for (const int neurons : experiment.layers) {
    if (!text.empty()) text += ',';
    text += text_of(neurons);
  }
  return text;
}

Result<void> set_layers(Experiment& experiment, std::string_view text) {
  constexpr Range kNeurons{1, kMaxNeurons};
  std::vector<int> layers;
  for (const std::string_view part : split(text, ',', kMaxHiddenLayers + 1)) {
    const Result<int> neurons = number_in<int>(part, kNeurons);
    if (!neurons || layers.size() == kMaxHiddenLayers) {
      return fail("choose up to " + text_of(kMaxHiddenLayers) + " layers of 1 to " +
                  text_of(kMaxNeurons) + " neurons, such as 8,8");
    }
    layers.push_back(*neurons);
  }
  experiment.layers = std::move(layers);
  return {};
}

Result<void> set_activations(Experiment& experiment, std::string_view text) {
  std::vector<const Activation*> chosen;
  for (const std::string_view name : split(text, ',', kMaxHiddenLayers + 1)) {
    const auto entry = entry_called<backprop::activations>(name);
    if (!entry) return std::unexpected(entry.error());
    chosen.push_back(*entry);
  }
  if (chosen.empty()) return fail(choose_one_of(choices_of<backprop::activations>()));
  const std::size_t layers = experiment.layers.size();
  if (chosen.size() != 1 && chosen.size() != layers) {
    return fail("choose one for all hidden layers, or one for each of the " +
                text_of(static_cast<std::int64_t>(layers)));
  }
  // One for all and the same one for each are the same network: the shorter way is kept.
  if (std::count(chosen.begin(), chosen.end(), chosen.front()) ==
      static_cast<std::ptrdiff_t>(chosen.size())) {
    chosen.erase(chosen.begin() + 1, chosen.end());
  }
  experiment.activations = std::move(chosen);
  return {};
}

}  // namespace

Property dataset(const Words& words, Effect effect) {
  return {words.name,  words.label, words.help, words.group, PropertyKind::kChoice, effect,
          0,           0,           {},         false,       dataset_choices(),     get_dataset,
          set_dataset, always};
}

Property features(const Words& words, Effect effect) {
  return {words.name,
          words.label,
          words.help,
          words.group,
          PropertyKind::kChoiceList,
          effect,
          1,
          static_cast<double>(backprop::features().size()),
          {},
          false,
          choices_of<backprop::features>(),
          [](const Experiment& experiment) { return names_of(experiment.features); },
          set_features,
          always};
}

Property layers(const Words& words, Effect effect) {
  return {words.name, words.label, words.help,  words.group, PropertyKind::kIntegerList,
          effect,     1,           kMaxNeurons, {},          false,
          {},         get_layers,  set_layers,  always};
}

Property output_activation(const Words& words, Effect effect) {
  return {words.name,       words.label, words.help, words.group, PropertyKind::kChoice,
          effect,           0,           0,          {},          false,
          output_choices(), get_output,  set_output, always,      is_possible_output};
}

Property activations(const Words& words, Effect effect, Relevant relevant) {
  return {words.name,
          words.label,
          words.help,
          words.group,
          PropertyKind::kChoiceList,
          effect,
          1,
          kMaxHiddenLayers,
          {},
          false,
          choices_of<backprop::activations>(),
          [](const Experiment& experiment) { return names_of(experiment.activations); },
          set_activations,
          relevant};
}

}  // namespace backprop::row
