#include "engine/insight/quantity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/insight/diagnosis.h"
#include "engine/insight/gradient_check.h"
#include "engine/insight/notation.h"
#include "engine/insight/observation.h"
#include "engine/insight/what_if.h"
#include "engine/math/norm.h"
#include "engine/run/training_set.h"

namespace backprop {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool has_layer(const Network& network, int layer) {
  return layer >= 1 && layer <= network.layer_count();
}

// The weights of one layer (counted from 1) out of numbers laid out as the parameters; 0: all
// parameters.
std::span<const float> part(const Network& network, std::span<const float> values, int layer) {
  if (layer == 0) return values.first(network.parameter_count());
  const Network::Layer& shape = network.layer(layer - 1);
  return values.subspan(shape.weights, shape.biases - shape.weights);
}

Workspace whole_set(const Trainer& trainer) {
  Workspace workspace;
  load_training_set(trainer, trainer.data().train_count, workspace);
  run_to_gradients(trainer.network(), trainer.loss(), workspace);
  return workspace;
}

double gradient_norm(const Trainer& trainer, int layer) {
  const Network& network = trainer.network();
  if (trainer.data().train_count == 0 || (layer != 0 && !has_layer(network, layer))) return kNone;
  return norm(part(network, whole_set(trainer).data_gradients, layer));
}

double gradient_ratio(const Trainer& trainer, int) {
  const Network& network = trainer.network();
  if (trainer.data().train_count == 0) return kNone;
  const Workspace set = whole_set(trainer);
  return norm(part(network, set.data_gradients, 1)) /
         norm(part(network, set.data_gradients, network.layer_count()));
}

// As the tab Flow has them.
double delta_ratio(const Trainer& trainer, int) {
  if (trainer.data().train_count == 0) return kNone;
  const Observation observation = observe(trainer, {});
  return observation.layers.front().delta / observation.layers.back().delta;
}

double weight_norm(const Trainer& trainer, int layer) {
  const Network& network = trainer.network();
  if (layer != 0 && !has_layer(network, layer)) return kNone;
  return norm(part(network, network.parameters(), layer));
}

// The largest difference between the weights into two neurons of a layer.
double weight_spread(const Trainer& trainer, int layer) {
  const Network& network = trainer.network();
  if (layer == 0) layer = 1;
  if (!has_layer(network, layer)) return kNone;
  const auto inputs = static_cast<std::size_t>(network.layer(layer - 1).inputs);
  const std::span<const float> weights = network.weights(layer - 1);
  double spread = 0;
  for (std::size_t i = inputs; i < weights.size(); ++i) {
    spread = std::max(spread, std::abs(static_cast<double>(weights[i]) -
                                       static_cast<double>(weights[i % inputs])));
  }
  return spread;
}

// Hidden neurons for which `is` says yes.
template <class Is>
double count_hidden(const Trainer& trainer, Is is) {
  const auto layers = neuron_health(trainer);
  double count = 0;
  for (std::size_t l = 0; l + 1 < layers.size(); ++l) {
    count += static_cast<double>(std::ranges::count_if(layers[l], is));
  }
  return count;
}

double hidden_neurons(const Trainer& trainer, int) {
  double count = 0;
  for (const int neurons : trainer.experiment().layers) count += neurons;
  return count;
}

// Where steps of gradient descent on a bowl of this curvature begin to grow.
double rate_limit(const Trainer& trainer, int) {
  const Experiment& experiment = trainer.experiment();
  const auto largest_step = experiment.optimizer->largest_step;
  if (!largest_step) return kNone;
  const OptimizerSettings settings = experiment.optimizer_settings(trainer.learning_rate());
  return largest_step(settings) / curvature(trainer);
}

GradientCheck gradient_check(const Trainer& trainer) { return check_gradients(trainer); }

double worst_relative_error(const Trainer& trainer, int) {
  double worst = 0;
  for (const GradientCheckEntry& entry : gradient_check(trainer).entries) {
    const double size = std::max(std::abs(entry.analytic), std::abs(entry.numeric));
    if (size > 0) worst = std::max(worst, entry.error / size);
  }
  return worst;
}

double worst_error(const Trainer& trainer, int) {
  double worst = 0;
  for (const GradientCheckEntry& entry : gradient_check(trainer).entries) {
    worst = std::max(worst, entry.error);
  }
  return worst;
}

double lost_failed(const Trainer& trainer, int layer) {
  if (trainer.data().train_count == 0) return kNone;
  if (layer != 0 && !has_layer(trainer.network(), layer)) return kNone;
  return faulted_by_lost_activation(trainer, layer);
}

Descent right(const Trainer& trainer, int steps) { return descend(trainer, Mistake::kNone, steps); }
Descent uncleared(const Trainer& trainer, int steps) {
  return descend(trainer, Mistake::kKeptGradients, steps);
}

constexpr auto kPlain = QuantityArgument::kNone;
constexpr auto kLayer = QuantityArgument::kLayer;
constexpr auto kSteps = QuantityArgument::kSteps;
constexpr auto kNumber = QuantityForm::kNumber;
constexpr auto kPercent = QuantityForm::kPercent;
constexpr auto kCount = QuantityForm::kCount;
constexpr auto kYesNo = QuantityForm::kYesNo;

constexpr auto kFree = QuantityEffort::kNone;
constexpr auto kPass = QuantityEffort::kPass;
constexpr auto kDescent = QuantityEffort::kSteps;
constexpr auto kMany = QuantityEffort::kCurvature;
constexpr auto kBatches = QuantityEffort::kCheck;

using T = const Trainer&;

constexpr std::array kQuantities = {
    Quantity{"step", "Step", kPlain, kCount, kFree,
             [](T t, int) { return static_cast<double>(t.step_count()); }},
    Quantity{"epoch", "Epoch", kPlain, kNumber, kFree, [](T t, int) { return t.epoch(); }},
    Quantity{"loss", "Train loss", kPlain, kNumber, kPass,
             [](T t, int) { return t.metrics().train_loss; }},
    Quantity{"testLoss", "Test loss", kPlain, kNumber, kPass,
             [](T t, int) { return t.metrics().test_loss; }},
    Quantity{"accuracy", "Train accuracy", kPlain, kPercent, kPass,
             [](T t, int) { return t.metrics().train_accuracy; }},
    Quantity{"testAccuracy", "Test accuracy", kPlain, kPercent, kPass,
             [](T t, int) { return t.metrics().test_accuracy; }},
    Quantity{"diverged", "Diverged", kPlain, kYesNo, kFree,
             [](T t, int) { return t.divergence() ? 1.0 : 0.0; }},
    Quantity{"gradientNorm", "‖∂L/∂W‖", kLayer, kNumber, kPass, gradient_norm},
    Quantity{"gradientRatio", "First / last gradient", kPlain, kNumber, kPass, gradient_ratio},
    Quantity{"deltaRatio", "First / last δ", kPlain, kNumber, kPass, delta_ratio},
    Quantity{"weightNorm", "‖W‖", kLayer, kNumber, kFree, weight_norm},
    Quantity{"weightSpread", "Largest difference", kLayer, kNumber, kFree, weight_spread},
    Quantity{"neurons", "Hidden neurons", kPlain, kCount, kFree, hidden_neurons},
    Quantity{"dead", "Dead neurons", kPlain, kCount, kPass,
             [](T t, int) {
               return count_hidden(t, [](const NeuronHealth& health) { return health.dead; });
             }},
    Quantity{"saturated", "Saturated neurons", kPlain, kCount, kPass,
             [](T t, int) {
               return count_hidden(t, [](const NeuronHealth& health) { return health.saturated; });
             }},
    Quantity{"rate", "Learning rate", kPlain, kNumber, kFree,
             [](T t, int) { return static_cast<double>(t.learning_rate()); }},
    Quantity{"curvature", "Curvature κ", kPlain, kNumber, kMany,
             [](T t, int) { return curvature(t); }},
    Quantity{"rateLimit", "Rate limit", kPlain, kNumber, kMany, rate_limit},
    Quantity{"pull", "Rate × λ", kPlain, kNumber, kFree,
             [](T t, int) {
               return static_cast<double>(t.experiment().learning_rate) *
                      static_cast<double>(t.experiment().regularization_rate);
             }},
    Quantity{"uphill", "Updates uphill", kSteps, kPercent, kDescent,
             [](T t, int n) { return step_noise(t, n).uphill; }},
    Quantity{"cosine", "Cosine to full gradient", kSteps, kNumber, kDescent,
             [](T t, int n) { return step_noise(t, n).cosine; }},
    Quantity{"checked", "Gradients checked", kPlain, kCount, kBatches,
             [](T t, int) { return static_cast<double>(gradient_check(t).checked); }},
    Quantity{"checkFailed", "Gradients failed", kPlain, kCount, kBatches,
             [](T t, int) { return static_cast<double>(gradient_check(t).failed); }},
    Quantity{"checkError", "Largest error", kPlain, kNumber, kBatches, worst_error},
    Quantity{"checkRelative", "Largest relative error", kPlain, kNumber, kBatches,
             worst_relative_error},
    Quantity{"rightLoss", "Loss, done right", kSteps, kNumber, kDescent,
             [](T t, int n) { return right(t, n).loss; }},
    Quantity{"rightGradient", "Gradient, done right", kSteps, kNumber, kDescent,
             [](T t, int n) { return right(t, n).used_norm; }},
    Quantity{"keptLoss", "Loss, never cleared", kSteps, kNumber, kDescent,
             [](T t, int n) { return uncleared(t, n).loss; }},
    Quantity{"keptUsed", "Gradient used, never cleared", kSteps, kNumber, kDescent,
             [](T t, int n) { return uncleared(t, n).used_norm; }},
    Quantity{"keptGradient", "True gradient there", kSteps, kNumber, kDescent,
             [](T t, int n) { return uncleared(t, n).gradient_norm; }},
    Quantity{"newLoss", "Loss, new weights", kSteps, kNumber, kDescent,
             [](T t, int n) { return descend(t, Mistake::kNewWeights, n).loss; }},
    Quantity{"newGap", "Losses apart", kSteps, kPercent, kDescent,
             [](T t, int n) {
               const double loss = right(t, n).loss;
               return std::abs(descend(t, Mistake::kNewWeights, n).loss - loss) / loss;
             }},
    Quantity{"newCosine", "Cosine, new weights", kSteps, kNumber, kDescent,
             [](T t, int n) { return compare_new_weights(t, n).cosine; }},
    Quantity{"newFailed", "Gradients failed, new weights", kPlain, kCount, kPass,
             [](T t, int) { return static_cast<double>(compare_new_weights(t, 1).faulted); }},
    Quantity{"lostFailed", "Gradients failed, one a lost", kLayer, kCount, kPass, lost_failed},
    Quantity{"textbookError", "Textbook error", kPlain, kNumber, kFree,
             [](T, int) { return textbook_error(Mistake::kNone); }},
    Quantity{"textbookMistake", "Textbook error, new weights", kPlain, kNumber, kFree,
             [](T, int) { return textbook_error(Mistake::kNewWeights); }},
};

struct Sign {
  std::string_view text, shown;
  Condition::Is is;
};
// Longer ones first.
constexpr std::array kSigns = {
    Sign{"<=", "≤", Condition::Is::kAtMost}, Sign{">=", "≥", Condition::Is::kAtLeast},
    Sign{"<", "<", Condition::Is::kLess},    Sign{">", ">", Condition::Is::kMore},
    Sign{"=", "=", Condition::Is::kEqual},
};

const Sign& sign_of(const Condition& condition) {
  return *std::ranges::find(kSigns, condition.is, &Sign::is);
}

}  // namespace

std::span<const Quantity> quantities() { return kQuantities; }

double QuantityRef::of(const Trainer& trainer, double most) const {
  return work(trainer) <= most ? quantity->value(trainer, argument) : kNone;
}

double QuantityRef::work(const Trainer& trainer) const {
  const auto weights = static_cast<double>(trainer.network().parameter_count());
  // Forward, back and for the gradients, every weight is used once for each point.
  const double pass = 3 * weights * static_cast<double>(trainer.data().points.size());
  switch (quantity->effort) {
    case QuantityEffort::kNone:
      return 0;
    case QuantityEffort::kPass:
      return pass;
    case QuantityEffort::kSteps: {
      // With new weights a step goes back through the network once for each layer.
      const bool layers = quantity->name.starts_with("new");
      return pass * (argument + 1) * (layers ? trainer.network().layer_count() : 1);
    }
    case QuantityEffort::kCurvature:
      return 2 * kCurvatureRounds * pass;
    case QuantityEffort::kCheck: {
      const auto batch = static_cast<double>(
          std::min(trainer.experiment().batch_size, trainer.data().train_count));
      constexpr double kInDouble = 4;  // one number at a time, twice as long
      return 2 * kInDouble * weights * weights * batch;
    }
  }
  return 0;
}

std::string QuantityRef::text() const {
  std::string text(quantity->name);
  if (argument > 0) text += ":" + std::to_string(argument);
  return text;
}

std::string QuantityRef::label() const {
  std::string text(quantity->label);
  if (quantity->argument == QuantityArgument::kLayer && argument > 0) {
    text += ", layer " + std::to_string(argument);
  }
  return text;
}

std::string QuantityRef::value_text(double value) const {
  if (std::isnan(value)) return "–";
  switch (quantity->form) {
    case QuantityForm::kPercent: {
      const double tenths = std::round(1000 * value);
      const std::string digits = number_text(static_cast<std::int64_t>(tenths / 10));
      const auto rest = static_cast<std::int64_t>(tenths) % 10;
      return digits + (rest == 0 ? "" : "." + number_text(rest)) + " %";
    }
    case QuantityForm::kCount: {
      std::string digits = number_text(static_cast<std::int64_t>(value));
      for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
      return digits;
    }
    case QuantityForm::kYesNo:
      return value == 0 ? "no" : "yes";
    case QuantityForm::kNumber:
      break;
  }
  // The textbook's two numbers differ in the seventh digit.
  const bool fine = quantity->name.starts_with("textbook");
  return significant(value, fine ? 8 : 3);
}

Result<QuantityRef> parse_quantity(std::string_view text, const Network* network) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  const Quantity* quantity = find_entry(quantities(), name);
  if (quantity == nullptr) return fail("there is no quantity " + quoted(name));
  QuantityRef ref{quantity, 0};
  if (colon == text.npos) {
    if (quantity->argument == QuantityArgument::kSteps) {
      return fail(std::string(name) + " needs a number of steps: " + std::string(name) + ":100");
    }
    return ref;
  }
  const auto argument = parse_number<int>(text.substr(colon + 1));
  const bool layer = quantity->argument == QuantityArgument::kLayer;
  if (quantity->argument == QuantityArgument::kNone) {
    return fail(std::string(name) + " takes no number after a colon");
  }
  const int most = !layer               ? kMaxQuantitySteps
                   : network != nullptr ? network->layer_count()
                                        : kMaxHiddenLayers + 1;
  if (!argument || *argument < 1 || *argument > most) {
    return fail(std::string(name) + (layer ? " needs a layer" : " needs a number of steps") +
                " from 1 to " + std::to_string(most) + ", not " + quoted(text.substr(colon + 1)));
  }
  ref.argument = *argument;
  return ref;
}

bool Condition::holds(double value) const {
  switch (is) {
    case Is::kLess:
      return value < bound;
    case Is::kAtMost:
      return value <= bound;
    case Is::kMore:
      return value > bound;
    case Is::kAtLeast:
      return value >= bound;
    case Is::kEqual:
      return value == bound;
  }
  return false;
}

std::string Condition::text() const {
  return quantity.text() + " " + std::string(sign_of(*this).text) + " " + number_text(bound);
}

std::string Condition::bound_text() const {
  return std::string(sign_of(*this).shown) + " " + quantity.value_text(bound);
}

Result<Condition> parse_condition(std::string_view text, const Network* network) {
  for (const Sign& sign : kSigns) {
    const std::size_t at = text.find(sign.text);
    if (at == text.npos) continue;
    const auto quantity = parse_quantity(trimmed(text.substr(0, at)), network);
    if (!quantity) return std::unexpected(quantity.error());
    const std::string_view number = trimmed(text.substr(at + sign.text.size()));
    const auto bound = parse_number<double>(number);
    if (!bound) return fail("compare with a number, not " + quoted(number));
    return Condition{sign.is, *quantity, *bound};
  }
  return fail(
      "a condition is a quantity, one of < <= > >= =, and a number, as in accuracy >= 0.95");
}

}  // namespace backprop
