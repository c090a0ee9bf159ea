// How the last update moved one parameter: Δw in its parts.
//
// An optimizer's entry tells it as Δw = −scale·g + memory. g itself is the data's gradient, what
// regularization added to it, and what clipping took away; all parts pass through the same scale.
// Weight decay, and L1 with its cut, come beside that. Every part is written as a formula of the
// quantities that are listed with it, all of them those of the step that is explained, whatever was
// set since.
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
  const Experiment& settings = trainer.settings_of(Phase::kUpdate);
  const ScheduleSettings schedule = {settings.schedule_period, settings.schedule_factor};
  return static_cast<float>(static_cast<double>(settings.learning_rate) *
                            settings.schedule->factor(schedule, trainer.step_count() - 1));
}

double entry(const std::vector<float>& values, std::size_t index) {
  return index < values.size() ? static_cast<double>(values[index]) : 0;
}

// The penalty's slope by its name: λ·w or λ·sign(w).
Symbol penalty_name(const Regularizer& regularizer) {
  const Symbol slope = penalty_slope(regularizer, {"w", "w"});
  return {"λ·" + slope.text, "\\lambda\\," + slope.latex};
}

// The parts of one update, put together from left to right.
class Parts {
 public:
  void add(std::string name, Symbol formula, double value, std::string help) {
    total_ += value;
    magnitude_ += std::fabs(value);
    list_.push_back({std::move(name), std::move(formula.text), std::move(formula.latex),
                     static_cast<float>(value), std::move(help)});
  }
  double total() const { return total_; }
  double magnitude() const { return magnitude_; }
  std::vector<UpdatePart> list() && { return std::move(list_); }

 private:
  std::vector<UpdatePart> list_;
  double total_ = 0, magnitude_ = 0;
};

Symbol times(const Symbol& scale, const std::string& text, const std::string& latex) {
  return {"−" + scale.text + "·" + text, "-" + scale.latex + "\\," + latex};
}

}  // namespace

int digits_around(const UpdateSplit& update, int usual) {
  constexpr int kMostOfFloat = 9;
  const double size = std::fabs(static_cast<double>(update.before));
  const double change = std::fabs(static_cast<double>(update.delta));
  if (change == 0 || size <= change) return usual;
  return std::clamp(static_cast<int>(std::ceil(std::log10(size / change))) + 2, usual,
                    std::max(usual, kMostOfFloat));
}

UpdateSplit explain_update(const Scene& scene, std::size_t parameter) {
  const Trainer& trainer = scene.trainer;
  const Workspace& batch = scene.batch;
  const bool is_weight = scene.network.is_weight(parameter);
  UpdateSplit split{batch.parameters_used[parameter],
                    batch.updates[parameter],
                    scene.network.parameters()[parameter],
                    {},
                    {}};
  const auto whole = [&](std::string help) {
    split.quantities.clear();
    split.parts = {{"Δw", "Δw", "\\Delta w", split.delta, std::move(help)}};
    return split;
  };
  const Experiment& settings = trainer.settings_of(Phase::kUpdate);
  if (is_weight && settings.cuts_at_zero() && is_cut(split.before)) {
    split.parts = {
        {"cut at zero", "0", "0", 0,
         std::string(settings.regularization->label) + " has cut this weight: it stays at zero."}};
    return split;
  }

  if (!is_weight && !settings.biases_learn()) {
    const bool none = settings.biases == Biases::kNone;
    split.parts = {{none ? "no bias" : "fixed", "0", "0", 0,
                    none ? "There are no biases." : "Biases keep the values they start from."}};
    return split;
  }

  // The gradient, as it was built under the settings of its own phase.
  const Experiment& built = trainer.settings_of(Phase::kGradients);
  const double weight = static_cast<double>(split.before);
  const double gradient = entry(batch.gradients, parameter);
  const double data = entry(batch.data_gradients, parameter);
  double penalty = 0;
  if (is_weight && regularizes_gradient(built)) {
    penalty = static_cast<double>(
        built.regularization->gradient(built.regularization_rate, split.before));
  }
  const bool clips = built.clipping->limit != nullptr;
  const double unclipped =
      penalty == 0 ? data : static_cast<double>(static_cast<float>(data + penalty));

  const double rate = static_cast<double>(rate_used(trainer));
  const OptimizerState &earlier = trainer.memory_before_update(),
                       &memory = trainer.memory_after_update();
  const OptimizerSettings of_optimizer = settings.optimizer_settings(rate_used(trainer));
  const UpdateRecipe recipe = settings.optimizer->recipe(
      {rate, gradient, settings.optimizer->uses_first ? entry(earlier.first, parameter) : 0,
       entry(memory.first, parameter), entry(memory.second, parameter), memory.steps,
       of_optimizer});
  const auto name = [&split](std::string_view symbol, std::string_view latex, double value) {
    split.quantities.push_back(
        plain_factor(std::string(symbol), std::string(latex), static_cast<float>(value)));
  };
  const std::string letter = is_weight ? "w" : "b";
  const Symbol slope = {"∂L/∂" + letter, "\\frac{\\partial L}{\\partial " + letter + "}"};
  const Symbol before_clipping = penalty == 0 ? slope : Symbol{"g₀", "g_0"};
  name("η", "\\eta", rate);
  name(slope.text, slope.latex, data);
  if (penalty != 0) {
    name("λ", "\\lambda", static_cast<double>(built.regularization_rate));
    if (clips) name("g₀", "g_0", unclipped);
  }
  name("g", "g", gradient);
  for (const auto& [symbol, latex, value] : recipe.quantities) name(symbol, latex, value);

  const Symbol scale = {std::string(recipe.scale_name), std::string(recipe.scale_latex)};
  Parts parts;
  parts.add("gradient", times(scale, slope.text, slope.latex), -recipe.scale * data,
            "A step down the gradient of the data's loss.");
  if (!recipe.memory_name.empty()) {
    parts.add("momentum", {std::string(recipe.memory_name), std::string(recipe.memory_latex)},
              recipe.memory, std::string(recipe.memory_help));
  }
  if (penalty != 0) {
    const Symbol slope_name = penalty_name(*built.regularization);
    parts.add("regularization", times(scale, slope_name.text, slope_name.latex),
              -recipe.scale * penalty, "What the penalty on large weights added to the gradient.");
  }
  if (clips && gradient != unclipped) {
    parts.add(
        "clipping",
        times(scale, "(g − " + before_clipping.text + ")", "(g-" + before_clipping.latex + ")"),
        -recipe.scale * (gradient - unclipped), "What clipping took from the gradient.");
  }
  if (recipe.decay != 0) {
    parts.add("weight decay", {"−η·d·" + letter, "-\\eta\\,d\\," + letter},
              -rate * recipe.decay * weight, "Shrinks the parameter, apart from its gradient.");
  }
  if (is_weight && settings.cuts_at_zero() && settings.regularization_rate != 0) {
    const double lambda = static_cast<double>(settings.regularization_rate);
    name("λ", "\\lambda", lambda);
    const Regularizer& penalty_step = *settings.regularization;
    const Symbol slope_name = penalty_name(penalty_step);
    const std::string label(penalty_step.label);
    const double pull =
        -rate * lambda * static_cast<double>(penalty_step.gradient(1, split.before));
    parts.add("regularization", times({"η", "\\eta"}, slope_name.text, slope_name.latex), pull,
              label + "'s own step, behind the gradient's.");
    if (is_cut(split.after)) {
      parts.add(
          "cut at zero", {"−w − the rows above", "\\text{cut at zero}"}, -weight - parts.total(),
          label + "'s step would have carried the weight across zero: it stops there, for good.");
    }
  }

  const double missing = static_cast<double>(split.delta) - parts.total();
  const double rounding =
      4e-6 * std::max(parts.magnitude(), std::fabs(static_cast<double>(split.delta)));
  if (!(std::fabs(missing) <= rounding + 1e-30)) {
    return whole("What this update was made of can no longer be told apart.");
  }
  split.parts = std::move(parts).list();
  return split;
}

}  // namespace backprop
