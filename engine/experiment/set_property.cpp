// Setting a property by its name, and making the others agree with it.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/experiment.h"
#include "engine/experiment/experiment_refused.h"

namespace backprop {
namespace {

constexpr float kMaxTarget = 100;  // as the property table has it
constexpr int kCustomSamples = 500;  // the setting "samples" while points are custom

int usual_samples(const Dataset* dataset) {
  return dataset ? int{dataset->default_samples} : kCustomSamples;
}

bool is_class_label(float label) {
  return label >= 0 && label < kMaxClasses && label == static_cast<float>(static_cast<int>(label));
}

bool labels_are_classes(const std::vector<Point>& points) {
  return std::all_of(points.begin(), points.end(),
                     [](const Point& point) { return is_class_label(point.label); });
}

// The number of classes that custom points need.
int classes_in(const std::vector<Point>& points) {
  int classes = 2;
  for (const Point& point : points) {
    if (is_class_label(point.label)) classes = std::max(classes, static_cast<int>(point.label) + 1);
  }
  return classes;
}

// --- making the rest agree ---------------------------------------------------------------------
// Each function looks at one property that `changed` (by name) may have put in the wrong, and
// either corrects it or says why the change cannot stand.

Result<void> agree_on_dataset(Experiment& experiment, const Experiment& before,
                              std::string_view changed) {
  if (experiment.uses_table) {
    const bool classes = experiment.table->has_classes();
    const Problem problem = classes ? Problem::kClassification : Problem::kRegression;
    if (changed == "problem" && experiment.problem != problem) {
      return std::unexpected(refused::problem_of_table(experiment));
    }
    experiment.problem = problem;
  }
  if (changed == "problem" && experiment.dataset != nullptr &&
      experiment.dataset->problem != experiment.problem) {
    const bool classify = experiment.problem == Problem::kClassification;
    experiment.dataset = &dataset(classify ? "circle" : "reg-plane");
  }
  if (experiment.dataset != nullptr) {
    experiment.problem = experiment.dataset->problem;
  } else if (!experiment.uses_table && experiment.problem == Problem::kClassification &&
             !labels_are_classes(experiment.custom_points)) {
    if (changed == "problem") return std::unexpected(refused::problem_of_points());
    experiment.problem = Problem::kRegression;
  }
  // Who never chose a number of points gets what is usual for the dataset.
  if (experiment.dataset != before.dataset && changed != "samples" &&
      experiment.samples == usual_samples(before.dataset)) {
    experiment.samples = usual_samples(experiment.dataset);
  }
  return {};
}

Result<void> agree_on_classes(Experiment& experiment, std::string_view changed) {
  int fewest = 2, most = 2;
  if (experiment.uses_table) {
    if (experiment.table->has_classes()) {
      fewest = most = static_cast<int>(experiment.table->classes.size());
    }
  } else if (experiment.dataset == nullptr) {
    most = kMaxClasses;
    if (experiment.problem == Problem::kClassification) {
      fewest = classes_in(experiment.custom_points);
    }
  } else if (experiment.problem == Problem::kClassification) {
    fewest = experiment.dataset->min_classes;
    most = experiment.dataset->max_classes;
  }
  const int agreed = std::clamp(experiment.classes, fewest, most);
  if (changed == "classes" && experiment.classes != agreed) {
    return std::unexpected(refused::classes(experiment, fewest, most));
  }
  experiment.classes = agreed;
  return {};
}

Result<void> agree_on_loss(Experiment& experiment, std::string_view changed) {
  if (loss_fits(*experiment.loss, experiment)) return {};
  if (changed == "loss") return std::unexpected(refused::loss(experiment));
  experiment.loss = &loss("mse");
  return {};
}

Result<void> agree_on_output(Experiment& experiment, std::string_view changed) {
  const Activation* chosen = experiment.chosen_output;
  if (chosen == nullptr) return {};
  const bool alone = chosen->output_only && experiment.output_count() == 1;
  if (!alone && goes_with(*experiment.loss, *chosen)) return {};
  if (changed == "outputActivation") return std::unexpected(refused::output(experiment));
  experiment.chosen_output = nullptr;
  return {};
}

struct Targets {
  float low, high;
};

// What an output can come near: of a chosen one, −1 where it goes down that far, else 0, and 1.
Targets usual_targets(const Experiment& experiment) {
  const Loss& loss = *experiment.loss;
  if (experiment.chosen_output == nullptr || loss.own_targets) {
    return {loss.target_low, loss.target_high};
  }
  return {experiment.chosen_output->lowest <= -1 ? -1.0f : 0.0f, 1};
}

// Who never chose targets gets those that are usual for the output. They keep apart: the one that
// is set pushes the other.
Result<void> agree_on_targets(Experiment& experiment, const Experiment& before,
                              std::string_view changed) {
  float &low = experiment.target_low, &high = experiment.target_high;
  const Targets usual = usual_targets(experiment), were = usual_targets(before);
  const bool chosen = changed == "targetLow" || changed == "targetHigh";
  if (!chosen && low == were.low) low = usual.low;
  if (!chosen && high == were.high) high = usual.high;
  if (experiment.loss->of_probabilities) {
    if (changed == "targetLow" && !(low >= 0 && low < 1)) {
      return std::unexpected(refused::target_low(experiment));
    }
    if (changed == "targetHigh" && !(high > 0 && high <= 1)) {
      return std::unexpected(refused::target_high(experiment));
    }
    if (!(low >= 0 && low < 1)) low = usual.low;
    if (!(high > 0 && high <= 1)) high = usual.high;
  }
  if (low < high) return {};
  if (changed == "targetHigh") {
    low = std::max(high - 1, experiment.loss->of_probabilities ? 0.0f : -kMaxTarget);
  } else {
    high = std::min(low + 1, experiment.loss->of_probabilities ? 1.0f : kMaxTarget);
  }
  return {};
}

// The inputs of a table are the network's; other data have features of the plane.
Result<void> agree_on_features(Experiment& experiment, const Experiment& before,
                               std::string_view changed) {
  std::vector<const Feature*>& features = experiment.features;
  if (!experiment.uses_table && !before.uses_table) return {};
  const auto own = table_features().first(experiment.uses_table ? experiment.table->inputs.size()
                                                                : std::size_t{2});
  if (std::ranges::equal(features, own)) return {};
  if (changed == "features") {
    return std::unexpected(refused::features_of_table());
  }
  features.assign(own.begin(), own.end());
  return {};
}

void agree_on_activations(Experiment& experiment) {
  auto& activations = experiment.activations;
  if (activations.size() == 1) return;
  const std::size_t layers = std::max<std::size_t>(experiment.layers.size(), 1);
  activations.resize(layers, activations.back());
  if (std::count(activations.begin(), activations.end(), activations.front()) ==
      static_cast<std::ptrdiff_t>(layers)) {
    activations.erase(activations.begin() + 1, activations.end());
  }
}

// A sentence for everything besides `changed` that is not as before.
void note_changes(const Experiment& before, const Experiment& after, std::string_view changed,
                  std::vector<std::string>& notes) {
  for (const Property& property : properties()) {
    if (property.name == changed) continue;
    // Targets follow the output unless they were chosen.
    if (property.name.starts_with("target") && !changed.starts_with("target")) continue;
    const std::string value = property.get(after);
    if (value == property.get(before)) continue;
    notes.push_back(std::string(property.label) + ": now " + value + ", to go with the new " +
                    quoted(find_property(changed)->label) + ".");
  }
}

}  // namespace

std::optional<float> target_no_probability(const Experiment& experiment) {
  const SampleTable& table = *experiment.table;
  for (std::size_t i = 0; i < table.numbers.size(); ++i) {
    const std::size_t column = i % table.width();
    const float seen = table.scaled(column, table.numbers[i]);
    if (column >= table.inputs.size() && !(seen >= 0 && seen <= 1)) return seen;
  }
  return std::nullopt;
}

// Several labels at once are a table's targets of 0 and 1, under the losses of probabilities.
bool loss_fits(const Loss& loss, const Experiment& experiment) {
  if (experiment.problem == Problem::kClassification) return loss.classification;
  if (loss.regression) return true;
  return loss.of_probabilities && experiment.uses_table && !target_no_probability(experiment) &&
         (!loss.output_per_class || experiment.output_count() > 1);
}

Result<void> try_property(Experiment& experiment, std::string_view name, std::string_view text,
                          std::vector<std::string>* notes) {
  const Property* property = find_property(name);
  if (property == nullptr) return std::unexpected(refused::property_name(name));
  Experiment changed = experiment;
  if (Result<void> set = property->set(changed, text); !set) return set;
  if (auto agreed = agree_on_dataset(changed, experiment, name); !agreed) return agreed;
  if (auto agreed = agree_on_classes(changed, name); !agreed) return agreed;
  if (auto agreed = agree_on_features(changed, experiment, name); !agreed) return agreed;
  if (auto agreed = agree_on_loss(changed, name); !agreed) return agreed;
  if (auto agreed = agree_on_output(changed, name); !agreed) return agreed;
  if (auto agreed = agree_on_targets(changed, experiment, name); !agreed) return agreed;
  agree_on_activations(changed);
  if (notes != nullptr) note_changes(experiment, changed, name, *notes);
  experiment = std::move(changed);
  return {};
}

Result<void> set_property(Experiment& experiment, std::string_view name, std::string_view text,
                          std::vector<std::string>* notes) {
  const Result<void> set = try_property(experiment, name, text, notes);
  if (set) return {};
  if (find_property(name) == nullptr) return fail(set.error().message + ".");
  return std::unexpected(refused::sentence(name, text, set.error()));
}

}  // namespace backprop
