// How the last update moved one parameter: Δw in its parts.
//
// An optimizer's entry tells it as Δw = scale·(share·g + memory) + decay. g itself is the data's
// gradient, what regularization added to it, and what clipping took away; all parts pass through
// the same scale.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "engine/insight/explain_parts.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

// η of the update that is done: the trainer's own product, one step back.
float rate_used(const Trainer& trainer) {
  const Experiment& experiment = trainer.experiment();
  const ScheduleSettings settings = {experiment.schedule_period, experiment.schedule_factor};
  return static_cast<float>(static_cast<double>(experiment.learning_rate) *
                            experiment.schedule->factor(settings, trainer.step_count() - 1));
}

double entry(const std::vector<float>& values, std::size_t index) {
  return index < values.size() ? static_cast<double>(values[index]) : 0;
}

// The parts of a recipe; sets `total` to their sum.
std::vector<UpdatePart> parts_of(const UpdateRecipe& recipe, double data, double regularization,
                                 double clipping, double& total) {
  std::vector<UpdatePart> parts;
  const auto add = [&](std::string name, std::string latex, double value, std::string help) {
    total += value;
    parts.push_back(
        {std::move(name), std::move(latex), static_cast<float>(value), std::move(help)});
  };
  const double scale = recipe.scale * recipe.share;
  const auto text = [](std::string_view view) { return std::string(view); };
  add(text(recipe.gradient_name), text(recipe.gradient_latex), scale * data,
      "A step down the gradient of the data's loss.");
  if (!recipe.memory_name.empty()) {
    add(text(recipe.memory_name), text(recipe.memory_latex), recipe.scale * recipe.memory,
        text(recipe.memory_help));
  }
  if (regularization != 0) {
    add("regularization", "\\text{regularization}", scale * regularization,
        "What the penalty on large weights added to the gradient.");
  }
  if (clipping != 0) {
    add("clipping", "\\text{clipping}", scale * clipping, "What clipping took from the gradient.");
  }
  if (recipe.decay != 0) {
    add("weight decay", "-\\eta\\,\\lambda\\,w", recipe.decay,
        "Shrinks the parameter, apart from its gradient.");
  }
  return parts;
}

}  // namespace

UpdateSplit explain_update(const Scene& scene, std::size_t parameter) {
  const Experiment& experiment = scene.trainer.experiment();
  const Workspace& batch = scene.batch;
  UpdateSplit split{batch.parameters_used[parameter],
                    batch.updates[parameter],
                    scene.network.parameters()[parameter],
                    {},
                    {}};
  const auto whole = [&](std::string help) {
    split.quantities.clear();
    split.parts = {{"Δw", "\\Delta w", split.delta, std::move(help)}};
    return split;
  };
  const TrainerState state = scene.trainer.state();
  const double gradient = entry(batch.gradients, parameter);
  const double data = entry(batch.data_gradients, parameter);
  double regularization = 0;
  if (scene.network.is_weight(parameter) && experiment.regularization_rate != 0) {
    regularization = static_cast<double>(
        experiment.regularization->gradient(experiment.regularization_rate, split.before));
  }
  // What is neither of the two is clipping's, or rounding where nothing is clipped.
  const double clipping =
      experiment.clipping == Clipping::kNone ? 0 : gradient - (data + regularization);
  const float rate = rate_used(scene.trainer);
  const OptimizerSettings settings = experiment.optimizer_settings(rate);
  const UpdateRecipe recipe = experiment.optimizer->recipe(
      {static_cast<double>(rate), static_cast<double>(split.before), gradient,
       entry(state.optimizer.first, parameter), entry(state.optimizer.second, parameter),
       state.optimizer.steps, settings});
  const auto name = [&split](std::string_view symbol, std::string_view latex, double value) {
    split.quantities.push_back(
        plain_factor(std::string(symbol), std::string(latex), static_cast<float>(value)));
  };
  name("η", "\\eta", static_cast<double>(rate));
  name("g", "g", gradient);
  for (const auto& [symbol, latex, value] : recipe.quantities) name(symbol, latex, value);
  double total = 0;
  split.parts = parts_of(recipe, data, regularization, clipping, total);

  double magnitude = 0;
  for (const UpdatePart& part : split.parts)
    magnitude += std::fabs(static_cast<double>(part.value));
  const double missing = static_cast<double>(split.delta) - total;
  const double rounding = 1e-5 * std::max(magnitude, std::fabs(static_cast<double>(split.delta)));
  if (std::fabs(missing) <= rounding + 1e-30) return split;
  if (experiment.l1_cut && split.delta == -split.before) {
    split.parts.push_back({"cut at zero", "\\text{cut at zero}", static_cast<float>(missing),
                           "L1 would have carried the weight across zero: it stops there."});
    return split;
  }
  return whole(
      "Settings have changed since this update, so its parts can no longer be told apart.");
}

}  // namespace backprop
