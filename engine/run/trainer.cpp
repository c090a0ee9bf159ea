#include "engine/run/trainer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

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
  if (experiment_.cuts_at_zero()) clear_cuts();
  if (start_ && experiment_.biases == Biases::kNone) {
    std::vector<float> without = *start_;
    network_.clear_biases(without.data());
    set_start(without);
  }
  std::ranges::copy(start_parameters(), network_.data());
  changed_on_the_way_ = false;
  forget_step_settings();
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
  fill_features(experiment_, data_.points, data_.origins, count, features_.data());
  targets_.resize(static_cast<std::size_t>(network_.output_count()) * count);
  fill_targets(experiment_, data_.points, data_.origins, count, targets_.data());
}

void Trainer::shuffle_order() {
  // As they are listed is how they are in data().
  if (experiment_.order == SampleOrder::kShuffled) order_random_.shuffle(order_);
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
  if (phases_done_ >= kPhaseCount) {
    phases_done_ = 0;
    forget_step_settings();
  }
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
  if (phases_done_ == kPhaseCount) {
    kept_memory_.reset();
  } else if (const SettingsAt* planned = step_settings_.planned_at(phases_done_)) {
    use_settings(*planned);
    changed_on_the_way_ = changed_on_the_way_ || planned->matters;
  }
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

// gradients = data_gradients + ∂(regularization)/∂w, clipped; nothing for biases that do not learn.
bool Trainer::build_gradients() {
  const std::size_t capacity = network_.parameter_capacity();
  float* gradients = workspace_.gradients.data();
  // With its cut the penalty is a step of its own, behind the optimizer's.
  const float rate = experiment_.cuts_at_zero() ? 0.0f : experiment_.regularization_rate;
  regularize(*experiment_.regularization, rate, network_, workspace_.data_gradients.data(),
             gradients);
  if (!experiment_.biases_learn()) network_.clear_biases(gradients);
  if (!all_finite(gradients, capacity)) {
    const std::size_t bad = first_not_finite({gradients, network_.parameter_count()});
    phases_done_ = 4;
    return diverge(Phase::kGradients, "The gradient of " + owner_of(network_, bad),
                   is_infinite(gradients[bad]));
  }
  if (experiment_.clipping->limit != nullptr) {
    experiment_.clipping->limit(experiment_.clip_threshold, gradients, static_cast<int>(capacity));
  }
  return true;
}

// parameters += Δw, unless that gives a number that is not finite: then nothing has happened.
bool Trainer::apply_update() {
  const std::size_t capacity = network_.parameter_capacity();
  const bool has_memory = experiment_.optimizer->has_memory();
  if (has_memory) optimizer_before_ = optimizer_state_;
  const std::int64_t steps_before = optimizer_state_.steps;
  optimizer_before_.steps = steps_before;
  const OptimizerSettings settings = experiment_.optimizer_settings(learning_rate());
  float* parameters = network_.data();
  float* updates = workspace_.updates.data();
  experiment_.optimizer->compute(settings, parameters, workspace_.gradients.data(),
                                 optimizer_state_, updates, static_cast<int>(capacity));
  if (!experiment_.biases_learn()) network_.clear_biases(updates);  // of weight decay
  add_updates(settings.learning_rate);

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

// parameters += Δw, and the penalty's own step where it has one.
void Trainer::add_updates(float rate) {
  float* parameters = network_.data();
  float* updates = workspace_.updates.data();
  std::size_t begin = 0;
  const auto add_up_to = [&](std::size_t end) {
    for (; begin < end; ++begin) parameters[begin] += updates[begin];
  };
  if (experiment_.cuts_at_zero()) {
    for (const Network::Layer& layer : network_.layers()) {
      add_up_to(layer.weights);
      experiment_.regularization->cut_step(rate * experiment_.regularization_rate,
                                           parameters + layer.weights, updates + layer.weights,
                                           static_cast<int>(layer.biases - layer.weights));
      begin = layer.biases;
    }
  }
  add_up_to(network_.parameter_capacity());
}

// Where L1 begins to cut, no weight is cut yet, though an initial weight or product may be −0.
void Trainer::clear_cuts() {
  for (float& parameter : network_.parameters()) parameter += 0.0f;
}

// Back to before the current step: the same batch and the same dropout come again.
void Trainer::abandon_step() {
  forget_step_settings();
  if (inside_step()) {
    order_position_ = batch_begin_;
    dropout_random_.restore(dropout_before_);
  }
  phases_done_ = 0;
  batch_count_ = 0;
  if (step_ == 0) changed_on_the_way_ = false;
}

// --- looking -----------------------------------------------------------------------------------

std::span<const int> Trainer::batch() const {
  return {order_.data() + batch_begin_, static_cast<std::size_t>(batch_count_)};
}

const Experiment& Trainer::settings_of(Phase phase) const {
  const Experiment* used = step_settings_.used_by(static_cast<int>(phase));
  return used != nullptr && phases_done_ > static_cast<int>(phase) ? *used : experiment_;
}

float Trainer::learning_rate() const {
  const ScheduleSettings settings = {experiment_.schedule_period, experiment_.schedule_factor};
  return static_cast<float>(experiment_.learning_rate *
                            experiment_.schedule->factor(settings, step_));
}

double Trainer::epoch() const {
  if (data_.train_count == 0) return 0;
  const int position = inside_step() ? batch_begin_ : order_position_;
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
