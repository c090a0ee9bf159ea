#include "engine/experiment/experiment_refused.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/experiment.h"

namespace backprop::refused {
namespace {

// What a text that offers entries calls one: "½ squared error (mse)", or "linear" where both are
// the same.
std::string offered(std::string_view label, std::string_view name) {
  return label == name ? std::string(name) : std::string(label) + " (" + std::string(name) + ")";
}
std::string offered(const Loss& entry) { return offered(entry.label, entry.name); }

Error reason(std::string text) { return Error{std::move(text)}; }

}  // namespace

Error property_name(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Property& entry : properties()) names.push_back(entry.name);
  return reason("there is no property " + quoted(name) + ": choose one of " + join(names));
}

Error problem_of_table(const Experiment& experiment) {
  return reason(std::string("the table has ") +
                (experiment.table->has_classes() ? "classes" : "numbers") + " as its targets");
}

Error problem_of_points() { return reason("the points placed by hand have heights, not classes"); }

Error classes(const Experiment& experiment, int fewest, int most) {
  const std::string range =
      fewest == most ? "always " + number_text(std::int64_t{most})
                     : number_text(std::int64_t{fewest}) + " to " + number_text(std::int64_t{most});
  return reason("the dataset " + *get_property(experiment, "dataset") + " has " + range +
                " classes");
}

Error features_of_table() { return reason("the inputs of the table are the network's inputs"); }

Error loss(const Experiment& experiment) {
  std::vector<std::string> names;
  for (const Loss& entry : losses()) {
    if (loss_fits(entry, experiment)) names.push_back(offered(entry));
  }
  const std::string choose = " choose " + join({names.begin(), names.end()}, " or ");
  if (experiment.problem == Problem::kClassification) return reason("for classification" + choose);
  const bool tells = experiment.loss->of_probabilities && experiment.uses_table;
  if (const std::optional<float> outside =
          tells ? target_no_probability(experiment) : std::nullopt) {
    return reason("its targets are probabilities, from 0 to 1, and there is a target of " +
                  number_text(*outside) + ":" + choose);
  }
  return reason("for regression" + choose);
}

Error output(const Experiment& experiment) {
  const bool alone = experiment.output_count() == 1;
  std::vector<std::string> names = {"auto"};
  for (const Activation& entry : activations()) {
    if (!(alone && entry.output_only) && goes_with(*experiment.loss, entry)) {
      names.push_back(offered(entry.label, entry.name));
    }
  }
  const std::string why =
      alone && experiment.chosen_output->output_only
          ? "softmax shares one among several outputs, and there is one"
          : offered(*experiment.loss) + " is defined for outputs from 0 to 1 only";
  return reason(why + ": choose " + join({names.begin(), names.end()}, " or "));
}

Error target_low(const Experiment& experiment) {
  return reason(offered(*experiment.loss) + " takes targets from 0 to below 1");
}

Error target_high(const Experiment& experiment) {
  return reason(offered(*experiment.loss) + " takes targets from above 0 to 1");
}

Error sentence(std::string_view name, std::string_view text, const Error& why) {
  return reason(std::string(name) + " cannot be " + quoted(text) + ": " + why.message + ".");
}

}  // namespace backprop::refused
