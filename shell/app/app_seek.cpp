// To any step of the run: from the nearest checkpoint of the history by replay.
#include <algorithm>

#include "shell/app/app.h"
#include "shell/platform/platform.h"

namespace backprop {

// The state after a step, with the values of its phases where they are what led to it: after an
// edit by hand they are not, and only the parameters are shown. What cannot be replayed within
// `seconds` is over the next frames.
Result<void> App::go_to(std::int64_t step, double seconds) {
  playing_ = by_phase_ = false;
  sought_step_.reset();
  if (step < history_.first_step()) return {};
  if (step > history_.last_step()) return history_.restore(trainer_, step);  // which says why not
  const History::Mark at = history_.mark(history_.mark_at(step));
  if (at.step == step && (at.changed || step == history_.first_step())) {
    return history_.restore_checkpoint(trainer_, step);
  }
  // Forward from where the run is, unless a checkpoint is nearer.
  const std::int64_t now = trainer_.step_count();
  const int phases = trainer_.phases_done();
  const bool between = phases == 0 || phases == kPhaseCount;
  const std::int64_t nearest = history_.mark(history_.mark_at(step - 1)).step;
  if (!between || now >= step || now < nearest) {
    if (Result<void> done = history_.restore_checkpoint(trainer_, step - 1); !done) return done;
  }
  sought_step_ = step;
  seek(seconds);
  return {};
}

void App::seek(double seconds) {
  if (!sought_step_) return;
  const double end = platform::seconds() + seconds;
  while (trainer_.step_count() < *sought_step_ && trainer_.step()) {
    if (platform::seconds() > end && trainer_.step_count() < *sought_step_) return;
  }
  sought_step_.reset();
}

}  // namespace backprop
