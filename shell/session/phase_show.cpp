#include "shell/session/phase_show.h"

#include <algorithm>

namespace backprop {

namespace {

constexpr double kByHand = 1.0;    // seconds a phase takes to be shown
constexpr double kShare = 0.85;    // of the time between two phases while they play
constexpr double kReadable = 5.5;  // phases a second whose numbers can still be read

}  // namespace

void PhaseShow::follow(const Trainer& trainer, bool by_phase, double per_second, bool still,
                       double now) {
  const int phase = by_phase ? trainer.phases_done() : 0;
  if (phase != phase_ || trainer.step_count() != step_) start_ = now;
  phase_ = phase;
  step_ = trainer.step_count();
  readable_ = per_second <= kReadable;
  const double duration = per_second > 0 ? std::min(kByHand, kShare / per_second) : kByHand;
  progress_ =
      still || phase == 0 ? 1.0f : static_cast<float>(std::min(1.0, (now - start_) / duration));
}

bool PhaseShow::has_activation(int layer, int layers) const {
  if (phase_ != 1) return phase_ > 1;
  return front(layers + 1) >= static_cast<float>(layer + 1) - 0.02f;
}

bool PhaseShow::has_delta(int layer, int layers) const {
  if (phase_ != 3) return phase_ > 3;
  // From the output (column `layers`) back to the first hidden layer.
  const float column = static_cast<float>(layers) - progress_ * static_cast<float>(layers - 1);
  return static_cast<float>(layer + 1) >= column - 0.02f;
}

}  // namespace backprop
