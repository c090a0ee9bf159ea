#include "engine/exercise/hand_step.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace backprop {
namespace {

using Kind = HandPlace::Kind;

bool updates_plainly(const Experiment& settings) {
  return settings.optimizer->name == "sgd" && settings.biases_learn() &&
         (settings.regularization->name == "none" || settings.regularization_rate == 0) &&
         settings.clipping->name == "none";
}

}  // namespace

Result<HandStep> HandStep::of(const Trainer& trainer) {
  if (trainer.experiment().dropout > 0) {
    return fail("with dropout neurons are hidden at random: set dropout to 0 to work by hand");
  }
  Trainer ahead = trainer;
  while (ahead.phases_done() < kPhaseCount) {
    if (!ahead.advance_phase()) {
      return fail(ahead.divergence() ? ahead.divergence()->message
                                     : "there are no points to work with");
    }
  }
  if (ahead.workspace().samples == 0) return fail("there are no points to work with");
  return HandStep(std::move(ahead));
}

HandStep::HandStep(Trainer trainer) : trainer_(std::move(trainer)), network_(trainer_.network()) {
  std::copy_n(batch().parameters_used.begin(), network_.parameter_count(), network_.data());
  for (const Network::Layer& layer : network_.layers()) {
    first_.push_back(neurons_);
    neurons_ += static_cast<std::size_t>(layer.outputs);
  }
  const Experiment& settings = trainer_.settings_of(Phase::kUpdate);
  plain_ = updates_plainly(settings);
  // The schedule has moved on since: the rate is what the update took.
  rate_ = settings.learning_rate;
  if (settings.schedule->name != "constant") plain_ = false;
}

const LossFunctions& HandStep::loss() const {
  return functions_of(trainer_.loss(), *network_.layers().back().activation);
}

bool HandStep::on_logits() const {
  return is_on_logits(trainer_.loss(), *network_.layers().back().activation);
}

bool HandStep::half_squares() const {
  const LossSpelling& spelling = trainer_.loss().spelling;
  return spelling.squares && spelling.factor == 0.5f && !spelling.mean && spelling.term.empty() &&
         !on_logits();
}

bool HandStep::has(const HandPlace& place) const {
  const auto below = [](int index, int count) { return index >= 0 && index < count; };
  if (place.kind == Kind::kLoss) return place.sample < samples();
  if (!below(place.layer, network_.layer_count())) return false;
  const Network::Layer& layer = network_.layer(place.layer);
  if (!below(place.neuron, layer.outputs)) return false;
  if (!place.is_parameter()) return below(place.sample, samples());
  if (place.kind == Kind::kNew && !plain_) return false;
  return place.input < layer.inputs;
}

double HandStep::right(const HandPlace& place) const {
  assert(has(place));
  const auto sample = static_cast<std::size_t>(std::max(0, place.sample));
  float value = 0;
  switch (place.kind) {
    case Kind::kSum:
      value = batch().z(place.layer, place.neuron, place.sample);
      break;
    case Kind::kActivation:
      value = batch().a(place.layer, place.neuron, place.sample);
      break;
    case Kind::kLoss:
      value = place.sample < 0 ? batch().loss : batch().sample_loss[sample];
      break;
    case Kind::kDelta:
      value = batch().delta(place.layer, place.neuron, place.sample);
      break;
    case Kind::kGradient:
      value = batch().data_gradients[target_of(place, network_).parameter];
      break;
    case Kind::kNew:
      value = trainer_.network().parameters()[target_of(place, network_).parameter];
      break;
  }
  return static_cast<double>(value);
}

std::size_t HandStep::place_count() const {
  const auto batch_size = static_cast<std::size_t>(samples());
  return 3 * neurons_ * batch_size + batch_size + 1 + 2 * network_.parameter_count();
}

std::size_t HandStep::index(const HandPlace& place) const {
  const auto batch_size = static_cast<std::size_t>(samples());
  const std::size_t losses = 3 * neurons_ * batch_size;
  if (place.kind == Kind::kLoss) return losses + static_cast<std::size_t>(place.sample + 1);
  if (place.is_parameter()) {
    const std::size_t part = place.kind == Kind::kNew ? network_.parameter_count() : 0;
    return losses + batch_size + 1 + part + target_of(place, network_).parameter;
  }
  const std::size_t part = place.kind == Kind::kSum ? 0 : place.kind == Kind::kActivation ? 1 : 2;
  const std::size_t neuron =
      first_[static_cast<std::size_t>(place.layer)] + static_cast<std::size_t>(place.neuron);
  return (part * neurons_ + neuron) * batch_size + static_cast<std::size_t>(place.sample);
}

}  // namespace backprop
