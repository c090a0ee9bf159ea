// Changing a run from outside: settings, weights, and whole states of it.
#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/text.h"
#include "engine/run/trainer.h"

namespace backprop {
namespace {

// With the same activations too, unless only sizes are asked for.
bool same_layers(const Network& a, const Network& b, bool sizes_only) {
  return std::ranges::equal(a.layers(), b.layers(),
                            [=](const Network::Layer& x, const Network::Layer& y) {
                              return x.inputs == y.inputs && x.outputs == y.outputs &&
                                     (sizes_only || x.activation == y.activation);
                            });
}

// What says how the output is judged, or which parameters learn: worked examples are compared under
// several of them from the same weights.
bool keeps_start(std::string_view name) {
  return name == "outputActivation" || name == "biases" || name.starts_with("target");
}

}  // namespace

Result<void> Trainer::set(std::string_view name, std::string_view text,
                          std::vector<std::string>* notes) {
  Experiment changed = experiment_;
  // What it has already is no change, not even of what would be made to agree with it.
  if (const Property* known = find_property(name);
      known != nullptr && known->set(changed, text) && changed == experiment_) {
    return {};
  }
  changed = experiment_;
  if (const Result<void> result = set_property(changed, name, text, notes); !result) return result;
  if (changed == experiment_) return {};
  const Property& property = *find_property(name);
  if (property.effect != Effect::kLive) {
    experiment_ = std::move(changed);
    const bool keeps = keeps_start(name);
    const bool own_weights = (property.effect == Effect::kNetwork && !keeps) || name == "seed" ||
                             !same_layers(network_, make_network(experiment_), keeps);
    if (own_weights) start_.reset();
    rebuild(property.effect == Effect::kData);
    return {};
  }
  if (divergence_) {  // the step that failed is tried again
    abandon_step();
    divergence_.reset();
  }
  const bool at_start = step_ == 0 && !inside_step();
  SettingsAt settings{phases_done_, std::move(changed)};
  settings.matters = property.relevant(settings.experiment);
  if (!at_start && settings.matters) changed_on_the_way_ = true;
  settings.fresh_memory = settings.experiment.optimizer != experiment_.optimizer;
  settings.fresh_cuts = settings.experiment.cuts_at_zero() && !experiment_.cuts_at_zero();
  const Experiment before = experiment_;
  use_settings(settings);
  if (phases_done_ == 0) {
    forget_step_settings();
  } else {
    step_settings_.change(before, std::move(settings));
  }
  ++revision_;
  return {};
}

// The settings from here on.
void Trainer::use_settings(const SettingsAt& settings) {
  std::vector<Point> points = std::move(experiment_.custom_points);
  experiment_ = settings.experiment;
  experiment_.custom_points = std::move(points);
  if (settings.fresh_cuts) clear_cuts();
  if (settings.fresh_memory) {
    if (phases_done_ > 0 && !kept_memory_) kept_memory_ = std::move(optimizer_state_);
    optimizer_state_ =
        make_state(*experiment_.optimizer, static_cast<int>(network_.parameter_capacity()));
  }
}

void Trainer::restart() { rebuild(false); }

// At step 0 the parameters are those the run starts from, wherever they came from.
void Trainer::note_start() {
  const auto parameters = std::as_const(network_).parameters();
  if (std::ranges::equal(parameters, make_network(experiment_).parameters())) {
    start_.reset();
  } else {
    set_start(parameters);
  }
}

Result<void> Trainer::set_parameter(std::size_t index, double value) {
  if (index >= network_.parameter_count()) {
    return fail("there is no parameter " + number_text(static_cast<std::int64_t>(index)) +
                ": the network has " +
                number_text(static_cast<std::int64_t>(network_.parameter_count())));
  }
  // −0 would read as a weight that L1 has cut.
  const float number = static_cast<float>(value) + 0.0f;
  if (!std::isfinite(number)) {
    return fail("a weight or bias cannot be " +
                std::string(std::isnan(value) ? "undefined (NaN)" : "that large") +
                ": choose a finite number, up to 3.4e38");
  }
  if (number == network_.data()[index]) return {};
  if (experiment_.biases == Biases::kNone && !network_.is_weight(index)) {
    return fail("there are no biases: set biases to learn or fixed first");
  }
  abandon_step();
  divergence_.reset();
  network_.data()[index] = number;
  if (step_ == 0) {
    set_start(std::as_const(network_).parameters());
  } else {
    changed_on_the_way_ = true;
  }
  ++revision_;
  return {};
}

bool Trainer::restore(const TrainerState& state) {
  return state.settings.empty() ? take_state(state) : restore(state, experiment_);
}

bool Trainer::restore(const TrainerState& state, const Experiment& experiment) {
  for (const Property& property : properties()) {
    if (property.effect == Effect::kLive) continue;
    if (property.get(experiment) != property.get(experiment_)) return false;
  }
  if (experiment.custom_points != experiment_.custom_points ||
      experiment.columns != experiment_.columns || experiment.table != experiment_.table) {
    return false;
  }
  const Experiment settings_before = std::exchange(experiment_, experiment);
  if (!state.settings.empty()) {
    experiment_ = state.settings.front().experiment;
    experiment_.custom_points = settings_before.custom_points;  // `experiment` may be this one
  }
  OptimizerState optimizer_before = std::exchange(
      optimizer_state_,
      make_state(*experiment_.optimizer, static_cast<int>(network_.parameter_capacity())));
  if (take_state(state)) return true;
  experiment_ = settings_before;
  optimizer_state_ = std::move(optimizer_before);
  return false;
}

bool Trainer::take_state(const TrainerState& state) {
  const int train_count = data_.train_count;
  if (state.parameters.size() != network_.parameter_count() ||
      state.order.size() != order_.size() ||
      state.optimizer.first.size() != optimizer_state_.first.size() ||
      state.optimizer.second.size() != optimizer_state_.second.size() || state.order_position < 0 ||
      state.order_position > train_count || state.step < 0 || state.epochs_done < 0) {
    return false;
  }
  for (const int index : state.order) {
    if (index < 0 || index >= train_count) return false;
  }
  std::copy(state.parameters.begin(), state.parameters.end(), network_.data());
  if (experiment_.biases == Biases::kNone) network_.clear_biases();
  optimizer_state_ = state.optimizer;
  order_random_.restore(state.order_random);
  dropout_random_.restore(state.dropout_random);
  order_ = state.order;
  order_position_ = state.order_position;
  step_ = state.step;
  epochs_done_ = state.epochs_done;
  changed_on_the_way_ = state.changed_on_the_way;
  if (step_ == 0) note_start();
  phases_done_ = 0;
  batch_begin_ = batch_count_ = 0;
  forget_step_settings();
  step_settings_.plan(state.settings);
  divergence_.reset();
  ++revision_;
  return true;
}

}  // namespace backprop
