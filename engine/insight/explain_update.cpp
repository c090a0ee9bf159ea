// How the last update moved one parameter: Δw in its parts.
//
// Every optimizer here is Δw = scale·(share·g + memory) + decay, with a scale that may depend on
// the parameter's past. g itself is the data's gradient, what regularization added to it, and what
// clipping took away; all parts pass through the same scale.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "engine/insight/explain_parts.h"
#include "engine/insight/notation.h"
#include "engine/math/math.h"

namespace backprop {
namespace {

// What one optimizer did to one parameter, and the quantities it used.
struct Recipe {
  double scale = 0;
  double share = 1;   // of g
  double memory = 0;  // what earlier gradients left
  double decay = 0;
  std::string gradient_name = "−η·g", gradient_latex = "-\\eta\\,g";
  std::string memory_name = {}, memory_latex = {}, memory_help = {};
};

struct Inputs {
  double rate;  // η of that update
  double weight, gradient;
  double first, second;  // the optimizer's memory after the update
  std::int64_t steps;
  const Experiment& settings;
  std::vector<Factor>& quantities;

  void name(std::string symbol, std::string latex, double value) const {
    quantities.push_back(
        plain_factor(std::move(symbol), std::move(latex), static_cast<float>(value)));
  }
};

Recipe sgd(const Inputs& in) { return {.scale = -in.rate}; }

Recipe momentum(const Inputs& in) {
  in.name("μ", "\\mu", static_cast<double>(in.settings.momentum));
  in.name("v", "v", in.first);
  return {.scale = -in.rate,
          .memory = in.first - in.gradient,
          .memory_name = "momentum",
          .memory_latex = "-\\eta\\,\\mu\\,v_{t-1}",
          .memory_help = "What is left of earlier gradients: v = μ·v before + g."};
}

Recipe nesterov(const Inputs& in) {
  const double mu = static_cast<double>(in.settings.momentum);
  in.name("μ", "\\mu", mu);
  in.name("v", "v", in.first);
  return {.scale = -in.rate,
          .memory = mu * in.first,
          .memory_name = "momentum",
          .memory_latex = "-\\eta\\,\\mu\\,v",
          .memory_help =
              "The velocity v = μ·v before + g, this step's gradient included: a look ahead."};
}

Recipe scaled_by_squares(const Inputs& in, const char* symbol) {
  const double epsilon = static_cast<double>(in.settings.epsilon);
  in.name(symbol, symbol, in.second);
  in.name("ε", "\\varepsilon", epsilon);
  return {.scale = -in.rate / (std::sqrt(in.second) + epsilon),
          .gradient_name = "−η·g/(√s + ε)",
          .gradient_latex = "-\\eta\\,\\frac{g}{\\sqrt{s}+\\varepsilon}"};
}

Recipe adagrad(const Inputs& in) { return scaled_by_squares(in, "s"); }

Recipe rmsprop(const Inputs& in) {
  in.name("ρ", "\\rho", static_cast<double>(in.settings.rho));
  return scaled_by_squares(in, "s");
}

Recipe adam(const Inputs& in) {
  const double beta1 = static_cast<double>(in.settings.beta1);
  const double beta2 = static_cast<double>(in.settings.beta2);
  const double epsilon = static_cast<double>(in.settings.epsilon);
  const double correction1 = 1 - math::power(beta1, in.steps);
  const double correction2 = 1 - math::power(beta2, in.steps);
  const double v_hat = in.second / correction2;
  in.name("β₁", "\\beta_1", beta1);
  in.name("β₂", "\\beta_2", beta2);
  in.name("m", "m", in.first);
  in.name("v", "v", in.second);
  in.name("m\u0302", "\\hat m", in.first / correction1);
  in.name("v\u0302", "\\hat v", v_hat);
  in.name("ε", "\\varepsilon", epsilon);
  return {.scale = -in.rate / correction1 / (std::sqrt(v_hat) + epsilon),
          .share = 1 - beta1,
          .memory = in.first - (1 - beta1) * in.gradient,
          .gradient_name = "−η·(1−β₁)·g/…",
          .gradient_latex =
              "-\\eta\\,\\frac{(1-\\beta_1)\\,g}{(1-\\beta_1^t)(\\sqrt{\\hat v}+\\varepsilon)}",
          .memory_name = "momentum",
          .memory_latex =
              "-\\eta\\,\\frac{\\beta_1\\,m_{t-1}}{(1-\\beta_1^t)(\\sqrt{\\hat v}+\\varepsilon)}",
          .memory_help = "What is left of earlier gradients: m = β₁·m before + (1−β₁)·g."};
}

Recipe adamw(const Inputs& in) {
  Recipe recipe = adam(in);
  const double decay = static_cast<double>(in.settings.weight_decay);
  in.name("λ", "\\lambda", decay);
  recipe.decay = -in.rate * decay * in.weight;
  return recipe;
}

using RecipeFor = Recipe (*)(const Inputs&);
constexpr std::pair<std::string_view, RecipeFor> kRecipes[] = {
    {"sgd", sgd},         {"momentum", momentum}, {"nesterov", nesterov}, {"adagrad", adagrad},
    {"rmsprop", rmsprop}, {"adam", adam},         {"adamw", adamw},
};

RecipeFor recipe_for(std::string_view optimizer) {
  for (const auto& [name, recipe] : kRecipes) {
    if (name == optimizer) return recipe;
  }
  return nullptr;
}

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
std::vector<UpdatePart> parts_of(const Recipe& recipe, double data, double regularization,
                                 double clipping, double& total) {
  std::vector<UpdatePart> parts;
  const auto add = [&](std::string name, std::string latex, double value, std::string help) {
    total += value;
    parts.push_back(
        {std::move(name), std::move(latex), static_cast<float>(value), std::move(help)});
  };
  const double scale = recipe.scale * recipe.share;
  add(recipe.gradient_name, recipe.gradient_latex, scale * data,
      "A step down the gradient of the data's loss.");
  if (!recipe.memory_name.empty()) {
    add(recipe.memory_name, recipe.memory_latex, recipe.scale * recipe.memory, recipe.memory_help);
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
  const RecipeFor recipe_of = recipe_for(experiment.optimizer->name);
  if (recipe_of == nullptr) return whole(std::string(experiment.optimizer->formula));

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
  const double rate = static_cast<double>(rate_used(scene.trainer));
  const Inputs inputs{rate,
                      static_cast<double>(split.before),
                      gradient,
                      entry(state.optimizer.first, parameter),
                      entry(state.optimizer.second, parameter),
                      state.optimizer.steps,
                      experiment,
                      split.quantities};
  inputs.name("η", "\\eta", rate);
  inputs.name("g", "g", gradient);
  const Recipe recipe = recipe_of(inputs);
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
  return whole("Settings have changed since this update, so its parts are not known any more.");
}

}  // namespace backprop
