#include "engine/run/trainer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/columns.h"
#include "engine/math/simd.h"
#include "engine/network/regularize.h"

namespace backprop {
namespace {

// Each trainer counts its revisions from its own start, so that one put in another's place also
// shows as a change.
std::uint64_t first_revision() {
  static std::atomic<std::uint64_t> trainers = 0;
  return ++trainers << 40;
}

// Whether no value is infinite or NaN: x·0 is 0 for all others. `count` is a multiple of kLanes.
bool all_finite(const float* values, std::size_t count) {
  f32x4 sum = splat(0);
  for (std::size_t i = 0; i < count; i += kLanes) sum += load(values + i) * splat(0);
  return sum_lanes(sum) == 0;
}

bool is_infinite(float value) { return std::isinf(value); }

std::size_t first_not_finite(std::span<const float> values) {
  const auto bad = std::find_if_not(values.begin(), values.end(),
                                    [](float value) { return std::isfinite(value); });
  return static_cast<std::size_t>(bad - values.begin());
}

bool same_layers(const Network& a, const Network& b) {
  return std::ranges::equal(
      a.layers(), b.layers(), [](const Network::Layer& x, const Network::Layer& y) {
        return x.inputs == y.inputs && x.outputs == y.outputs && x.activation == y.activation;
      });
}

// "a weight of layer 2", "a bias of the output layer": whose number a parameter is.
std::string owner_of(const Network& network, std::size_t parameter) {
  const auto [layer, output, input] = network.place(parameter);
  const std::string kind = input < 0 ? "a bias" : "a weight";
  if (layer + 1 == network.layer_count()) return kind + " of the output layer";
  return kind + " of layer " + number_text(std::int64_t{layer + 1});
}

// Copies columns `indices` of rows [row][from_stride] to [row][to_stride]; padding becomes zero.
void gather_columns(const std::vector<float>& from, std::size_t from_stride,
                    std::span<const int> indices, std::vector<float>& to, std::size_t to_stride,
                    int rows) {
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
    const float* source = from.data() + row * from_stride;
    float* target = to.data() + row * to_stride;
    std::size_t column = 0;
    for (const int index : indices) target[column++] = source[index];
    for (; column < to_stride; ++column) target[column] = 0;
  }
}

}  // namespace

Trainer::Trainer(const Experiment& experiment)
    : experiment_(experiment), revision_(first_revision()) {
  rebuild(true);
}

// --- starting ----------------------------------------------------------------------------------

void Trainer::rebuild(bool new_data) {
  if (new_data) data_ = make_data(experiment_);
  network_ = make_network(experiment_);
  std::ranges::copy(start_parameters(), network_.data());
  changed_on_the_way_ = false;
  compute_features();
  optimizer_state_ =
      make_state(*experiment_.optimizer, static_cast<int>(network_.parameter_capacity()));
  order_random_ = Random(experiment_.points_seed(), Random::Stream::kBatchOrder);
  dropout_random_ = Random(experiment_.seed, Random::Stream::kDropout);
  dropout_before_ = dropout_random_.state();
  workspace_ = Workspace();
  workspace_.reserve(network_, 1);  // the first batch makes room for its size
  evaluation_ = Workspace();

  order_.resize(static_cast<std::size_t>(data_.train_count));
  std::iota(order_.begin(), order_.end(), 0);
  shuffle_order();
  batch_begin_ = batch_count_ = 0;
  step_ = epochs_done_ = 0;
  phases_done_ = 0;
  divergence_.reset();
  ++revision_;
}

void Trainer::compute_features() {
  const std::size_t count = data_.points.size();
  features_.resize(experiment_.features.size() * count);
  fill_features(experiment_, data_.points, count, features_.data());
  targets_.resize(static_cast<std::size_t>(network_.output_count()) * count);
  fill_targets(experiment_, data_.points, count, targets_.data());
}

void Trainer::shuffle_order() {
  order_random_.shuffle(order_);
  order_position_ = 0;
}

// --- running -----------------------------------------------------------------------------------

void Trainer::take_batch() {
  const int train_count = data_.train_count;
  if (order_position_ >= train_count) {
    ++epochs_done_;
    shuffle_order();
  }
  batch_begin_ = order_position_;
  batch_count_ = std::min(experiment_.batch_size, train_count - batch_begin_);
  order_position_ = batch_begin_ + batch_count_;
  if (batch_count_ > workspace_.capacity) {
    workspace_.reserve(network_, std::min(experiment_.batch_size, train_count));
  }
  workspace_.set_samples(batch_count_);

  const std::span<const int> indices(order_.data() + batch_begin_,
                                     static_cast<std::size_t>(batch_count_));
  const std::size_t stride = static_cast<std::size_t>(workspace_.stride);
  const std::size_t points = data_.points.size();
  gather_columns(features_, points, indices, workspace_.inputs, stride, network_.input_count());
  gather_columns(targets_, points, indices, workspace_.targets, stride, network_.output_count());
  draw_dropout();
}

std::size_t Trainer::bytes_for_next_batch() const {
  const int largest = std::min(experiment_.batch_size, data_.train_count);
  if (largest <= workspace_.capacity) return 0;
  std::size_t rows = static_cast<std::size_t>(network_.input_count() + network_.output_count()) + 2;
  for (const Network::Layer& layer : network_.layers()) {
    rows += 3 * static_cast<std::size_t>(layer.outputs);  // z, a and δ
  }
  return rows * static_cast<std::size_t>(largest) * sizeof(float);
}

// Masks of all hidden activations, in the order layer, neuron, sample: kept ones are scaled by
// 1/(1 − p) so that sums keep their mean.
void Trainer::draw_dropout() {
  dropout_before_ = dropout_random_.state();
  const float p = experiment_.dropout;
  workspace_.kept_scale = 1 / (1 - p);
  for (int layer = 0; layer + 1 < network_.layer_count(); ++layer) {
    std::vector<std::uint8_t>& kept = workspace_.layers[static_cast<std::size_t>(layer)].kept;
    if (!(p > 0)) {
      kept.clear();
      continue;
    }
    const std::size_t stride = static_cast<std::size_t>(workspace_.stride);
    kept.assign(static_cast<std::size_t>(network_.layer(layer).outputs) * stride, 0);
    for (int neuron = 0; neuron < network_.layer(layer).outputs; ++neuron) {
      std::uint8_t* row = kept.data() + static_cast<std::size_t>(neuron) * stride;
      for (int s = 0; s < batch_count_; ++s) row[s] = dropout_random_.uniform() < p ? 0 : 1;
    }
  }
}

bool Trainer::advance_phase() {
  static constexpr Phase kPhases[kPhaseCount] = {Phase::kForward, Phase::kLoss, Phase::kBackward,
                                                 Phase::kGradients, Phase::kUpdate};
  if (divergence_ || data_.train_count == 0) return false;
  ++revision_;
  if (phases_done_ >= kPhaseCount) phases_done_ = 0;
  switch (kPhases[phases_done_]) {
    case Phase::kForward:
      take_batch();
      forward(network_, workspace_, fast_kernels());
      break;
    case Phase::kLoss:
      compute_loss(network_, *experiment_.loss, workspace_);
      if (!std::isfinite(workspace_.loss)) {
        phases_done_ = 2;
        return diverge(Phase::kLoss, "The loss", is_infinite(workspace_.loss));
      }
      break;
    case Phase::kBackward:
      backward(network_, *experiment_.loss, workspace_, fast_kernels());
      break;
    case Phase::kGradients:
      compute_gradients(network_, workspace_, fast_kernels());
      if (!build_gradients()) return false;
      break;
    case Phase::kUpdate:
      if (!apply_update()) return false;
      ++step_;
      break;
  }
  ++phases_done_;
  return true;
}

bool Trainer::step() {
  do {
    if (!advance_phase()) return false;
  } while (phases_done_ < kPhaseCount);
  return true;
}

// A call per step, not one long loop: browsers compile a hot WebAssembly function anew only when
// it is entered again.
int Trainer::steps(int count) {
  int done = 0;
  while (done < count && step()) ++done;
  return done;
}

// gradients = data_gradients + ∂(regularization)/∂w, clipped.
bool Trainer::build_gradients() {
  const std::size_t capacity = network_.parameter_capacity();
  float* gradients = workspace_.gradients.data();
  regularize(*experiment_.regularization, experiment_.regularization_rate, network_,
             workspace_.data_gradients.data(), gradients);
  if (!all_finite(gradients, capacity)) {
    const std::size_t bad = first_not_finite({gradients, network_.parameter_count()});
    phases_done_ = 4;
    return diverge(Phase::kGradients, "The gradient of " + owner_of(network_, bad),
                   is_infinite(gradients[bad]));
  }
  clip(experiment_.clipping, experiment_.clip_threshold, gradients, static_cast<int>(capacity));
  return true;
}

// parameters += Δw, unless that gives a number that is not finite: then nothing has happened.
bool Trainer::apply_update() {
  const std::size_t capacity = network_.parameter_capacity();
  const bool has_memory = experiment_.optimizer->has_memory();
  if (has_memory) optimizer_before_ = optimizer_state_;
  const std::int64_t steps_before = optimizer_state_.steps;
  const OptimizerSettings settings = experiment_.optimizer_settings(learning_rate());
  float* parameters = network_.data();
  float* updates = workspace_.updates.data();
  experiment_.optimizer->compute(settings, parameters, workspace_.gradients.data(),
                                 optimizer_state_, updates, static_cast<int>(capacity));
  if (experiment_.l1_cut && experiment_.regularization->name == "l1") cut_at_zero();
  for (std::size_t i = 0; i < capacity; ++i) parameters[i] += updates[i];

  const bool memory_is_finite =
      all_finite(optimizer_state_.first.data(), optimizer_state_.first.size()) &&
      all_finite(optimizer_state_.second.data(), optimizer_state_.second.size());
  if (memory_is_finite && all_finite(parameters, capacity)) return true;

  std::string what = "The optimizer's memory";
  bool infinite = true;
  const std::size_t bad = first_not_finite(network_.parameters());
  if (bad < network_.parameter_count()) {
    what = owner_of(network_, bad);
    what.front() = 'A';
    infinite = is_infinite(parameters[bad]);
  }
  std::copy_n(workspace_.parameters_used.data(), capacity, parameters);
  if (has_memory) optimizer_state_ = optimizer_before_;
  optimizer_state_.steps = steps_before;
  return diverge(Phase::kUpdate, what, infinite);
}

// A weight that would cross zero stops there, and one at zero stays.
void Trainer::cut_at_zero() {
  for (const Network::Layer& layer : network_.layers()) {
    for (std::size_t i = layer.weights; i < layer.biases; ++i) {
      const float before = network_.data()[i];
      const float after = before + workspace_.updates[i];
      const bool crosses = (before > 0 && after < 0) || (before < 0 && after > 0);
      if (crosses || before == 0) workspace_.updates[i] = -before;
    }
  }
}

bool Trainer::diverge(Phase phase, std::string_view what, bool infinite) {
  std::string message = std::string(what) + " became " +
                        (infinite ? "infinite" : "undefined (not a number)") + " at step " +
                        number_text(step_ + 1) +
                        ". Training stopped, and the network is as it was before that step. ";
  message += "Try a learning rate smaller than " + number_text(experiment_.learning_rate);
  if (experiment_.clipping == Clipping::kNone) message += ", or clip the gradients";
  if (experiment_.regularization->name == "l2" &&
      learning_rate() * experiment_.regularization_rate > 1) {
    message += ", or a smaller regularization rate";
  }
  divergence_ = Divergence{step_ + 1, phase, message + "."};
  return false;
}

// Back to before the current step: the same batch and the same dropout come again.
void Trainer::abandon_step() {
  if (phases_done_ > 0 && phases_done_ < kPhaseCount) {
    order_position_ = batch_begin_;
    dropout_random_.restore(dropout_before_);
  }
  phases_done_ = 0;
  batch_count_ = 0;
  if (step_ == 0) changed_on_the_way_ = false;
}

// --- changing ----------------------------------------------------------------------------------

Result<void> Trainer::set(std::string_view name, std::string_view text,
                          std::vector<std::string>* notes) {
  Experiment changed = experiment_;
  if (const Result<void> result = set_property(changed, name, text, notes); !result) return result;
  if (changed == experiment_) return {};
  const Property& property = *find_property(name);
  const bool new_optimizer = changed.optimizer != experiment_.optimizer;
  experiment_ = std::move(changed);
  if (property.effect != Effect::kLive) {
    const bool own_weights = property.effect == Effect::kNetwork || name == "seed" ||
                             !same_layers(network_, make_network(experiment_));
    if (own_weights) start_.reset();
    rebuild(property.effect == Effect::kData);
    return {};
  }
  const bool at_start = step_ == 0 && (phases_done_ == 0 || phases_done_ == kPhaseCount);
  if (!at_start && property.relevant(experiment_)) changed_on_the_way_ = true;
  if (new_optimizer) {
    optimizer_state_ =
        make_state(*experiment_.optimizer, static_cast<int>(network_.parameter_capacity()));
  }
  if (divergence_) {  // the step that failed is tried again
    abandon_step();
    divergence_.reset();
  }
  ++revision_;
  return {};
}

void Trainer::take_points(Experiment edited) {
  const Network::Layer& output = network_.layer(network_.layer_count() - 1);
  const bool same_network =
      edited.output_count() == output.outputs && &edited.output_activation() == output.activation;
  experiment_ = std::move(edited);
  if (!same_network) start_.reset();
  if (!same_network || step_ == 0) {
    rebuild(true);
    return;
  }
  abandon_step();
  divergence_.reset();
  data_ = make_data(experiment_);
  compute_features();
  evaluation_ = Workspace();
  if (const auto count = static_cast<std::size_t>(data_.train_count); count != order_.size()) {
    order_.resize(count);
    std::iota(order_.begin(), order_.end(), 0);
    shuffle_order();
  }
  changed_on_the_way_ = true;
  ++revision_;
}

void Trainer::restart() { rebuild(false); }

void Trainer::set_start(std::span<const float> parameters) {
  start_ = std::make_shared<const std::vector<float>>(parameters.begin(), parameters.end());
}

bool Trainer::start_from(std::span<const float> parameters) {
  if (parameters.size() != network_.parameter_count() ||
      first_not_finite(parameters) < parameters.size()) {
    return false;
  }
  set_start(parameters);
  rebuild(false);
  return true;
}

// At step 0 the parameters are those the run starts from, wherever they came from.
void Trainer::note_start() {
  const auto parameters = std::as_const(network_).parameters();
  if (std::ranges::equal(parameters, make_network(experiment_).parameters())) {
    start_.reset();
  } else {
    set_start(parameters);
  }
}

void Trainer::set_parameter(std::size_t index, float value) {
  if (index >= network_.parameter_count() || !std::isfinite(value)) return;
  abandon_step();
  divergence_.reset();
  network_.data()[index] = value;
  if (step_ == 0) {
    set_start(std::as_const(network_).parameters());
  } else {
    changed_on_the_way_ = true;
  }
  ++revision_;
}

TrainerState Trainer::state() const {
  const bool inside_step = phases_done_ > 0 && phases_done_ < kPhaseCount;
  TrainerState state;
  state.parameters.assign(network_.parameters().begin(), network_.parameters().end());
  state.optimizer = optimizer_state_;
  state.order_random = order_random_.state();
  state.dropout_random = inside_step ? dropout_before_ : dropout_random_.state();
  state.order = order_;
  state.order_position = inside_step ? batch_begin_ : order_position_;
  state.step = step_;
  state.epochs_done = epochs_done_;
  state.changed_on_the_way = !can_be_replayed();
  return state;
}

bool Trainer::restore(const TrainerState& state) {
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
  divergence_.reset();
  ++revision_;
  return true;
}

bool Trainer::restore(const TrainerState& state, const Experiment& experiment) {
  for (const Property& property : properties()) {
    if (property.effect == Effect::kLive) continue;
    if (property.get(experiment) != property.get(experiment_)) return false;
  }
  if (experiment.custom_points != experiment_.custom_points) return false;
  const Experiment settings_before = std::exchange(experiment_, experiment);
  OptimizerState optimizer_before = std::exchange(
      optimizer_state_,
      make_state(*experiment.optimizer, static_cast<int>(network_.parameter_capacity())));
  if (restore(state)) return true;
  experiment_ = settings_before;
  optimizer_state_ = std::move(optimizer_before);
  return false;
}

// --- looking -----------------------------------------------------------------------------------

std::span<const int> Trainer::batch() const {
  return {order_.data() + batch_begin_, static_cast<std::size_t>(batch_count_)};
}

float Trainer::learning_rate() const {
  const ScheduleSettings settings = {experiment_.schedule_period, experiment_.schedule_factor};
  return static_cast<float>(experiment_.learning_rate *
                            experiment_.schedule->factor(settings, step_));
}

double Trainer::epoch() const {
  if (data_.train_count == 0) return 0;
  const bool inside_step = phases_done_ > 0 && phases_done_ < kPhaseCount;
  const int position = inside_step ? batch_begin_ : order_position_;
  return static_cast<double>(epochs_done_) + static_cast<double>(position) / data_.train_count;
}

std::int64_t Trainer::steps_left_in_epoch() const {
  if (data_.train_count == 0) return 0;
  const bool inside_step = phases_done_ > 0 && phases_done_ < kPhaseCount;
  const int position = (inside_step ? batch_begin_ : order_position_) % data_.train_count;
  const int batch = std::min(experiment_.batch_size, data_.train_count);
  return (data_.train_count - position + batch - 1) / batch;
}

}  // namespace backprop
