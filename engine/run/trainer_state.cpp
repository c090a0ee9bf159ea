// Where a run starts from, and where it is.
#include <algorithm>
#include <cmath>

#include "engine/run/trainer.h"

namespace backprop {

void Trainer::set_start(std::span<const float> parameters) {
  start_ = std::make_shared<const std::vector<float>>(parameters.begin(), parameters.end());
}

bool Trainer::start_from(std::span<const float> parameters) {
  if (parameters.size() != network_.parameter_count() ||
      !std::ranges::all_of(parameters, [](float value) { return std::isfinite(value); })) {
    return false;
  }
  set_start(parameters);
  rebuild(false);
  return true;
}

TrainerState Trainer::state() const {
  const bool inside = inside_step();
  TrainerState state;
  // Within a step the parameters are those it began with, but for marks of L1's cut (settings may
  // have cleared them); a replay clears them again.
  const float* parameters = inside ? workspace_.parameters_used.data() : network_.data();
  state.parameters.assign(parameters, parameters + network_.parameter_count());
  state.optimizer = inside ? memory_after_update() : optimizer_state_;
  state.order_random = order_random_.state();
  state.dropout_random = inside ? dropout_before_ : dropout_random_.state();
  state.order = order_;
  state.order_position = inside ? batch_begin_ : order_position_;
  state.step = step_;
  state.epochs_done = epochs_done_;
  state.changed_on_the_way = !can_be_replayed();
  if (phases_done_ < kPhaseCount) state.settings = step_settings_.entries();
  return state;
}

void Trainer::forget_step_settings() {
  step_settings_.clear();
  kept_memory_.reset();
}

}  // namespace backprop
