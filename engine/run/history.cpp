#include "engine/run/history.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace backprop {

History::History(std::size_t byte_budget) : byte_budget_(byte_budget) {}

void History::clear() {
  checkpoints_.clear();
  bytes_ = 0;
  spacing_ = 1;
  last_step_ = 0;
  changed_inside_ = -1;
}

std::int64_t History::first_step() const {
  return checkpoints_.empty() ? 0 : checkpoints_.front().state.step;
}

std::size_t History::size_of(const Checkpoint& checkpoint) {
  const TrainerState& state = checkpoint.state;
  return sizeof(Checkpoint) + state.order.size() * sizeof(int) +
         (state.parameters.size() + state.optimizer.first.size() + state.optimizer.second.size()) *
             sizeof(float) +
         checkpoint.experiment.custom_points.size() * sizeof(Point);
}

void History::observe(const Trainer& trainer) {
  const std::int64_t step = trainer.step_count();
  if (checkpoints_.empty()) {
    last_step_ = step;
    keep(trainer, true);
    return;
  }
  // Back in the past nothing is new: the steps ahead are those that were.
  last_step_ = std::max(last_step_, step);
  const std::int64_t newest = checkpoints_.back().state.step;
  const bool cannot_be_replayed = changed_inside_ >= 0 && changed_inside_ == step - 1;
  if (cannot_be_replayed && newest < step) {
    changed_inside_ = -1;
    keep(trainer, true);
  } else if (step - newest >= spacing_) {
    keep(trainer, false);
  }
}

void History::follow(Trainer& trainer) {
  const std::int64_t step = trainer.step_count();
  if (step <= last_step_) {
    const auto after = std::find_if(checkpoints_.begin(), checkpoints_.end(),
                                    [step](const Checkpoint& c) { return c.state.step > step; });
    if (after != checkpoints_.begin()) {
      const Checkpoint& checkpoint = *std::prev(after);
      if (checkpoint.needed && checkpoint.state.step == step && step > first_step()) {
        trainer.restore(checkpoint.state, checkpoint.experiment);
      }
    }
  }
  observe(trainer);
}

void History::changed(const Trainer& trainer) {
  const std::int64_t step = trainer.step_count();
  drop_after(step);
  // A slider being dragged changes the same step many times; only the outcome matters, unless
  // the state before it was the start of everything.
  if (!checkpoints_.empty() && checkpoints_.back().state.step == step) {
    bytes_ -= size_of(checkpoints_.back());
    checkpoints_.pop_back();
  }
  last_step_ = step;
  const int phases = trainer.phases_done();
  changed_inside_ = phases > 0 && phases < kPhaseCount ? step : -1;
  keep(trainer, true);
}

void History::drop_after(std::int64_t step) {
  while (!checkpoints_.empty() && checkpoints_.back().state.step > step) {
    bytes_ -= size_of(checkpoints_.back());
    checkpoints_.pop_back();
  }
}

void History::keep(const Trainer& trainer, bool needed) {
  checkpoints_.push_back({trainer.state(), trainer.experiment(), needed});
  bytes_ += size_of(checkpoints_.back());
  while (bytes_ > byte_budget_ && checkpoints_.size() > 2) thin_out();
}

// Every second checkpoint that replay can do without goes. When there is none left, the oldest
// part of the run does: from then on it begins later.
void History::thin_out() {
  std::vector<Checkpoint> kept;
  kept.reserve(checkpoints_.size());
  bool drop = false;
  for (std::size_t i = 0; i < checkpoints_.size(); ++i) {
    Checkpoint& checkpoint = checkpoints_[i];
    const bool newest = i + 1 == checkpoints_.size();
    if (checkpoint.needed || newest || !drop) {
      if (!checkpoint.needed) drop = true;
      kept.push_back(std::move(checkpoint));
    } else {
      drop = false;
    }
  }
  if (kept.size() == checkpoints_.size()) {
    kept.erase(kept.begin());
    kept.front().needed = true;
  } else {
    spacing_ *= 2;
  }
  checkpoints_ = std::move(kept);
  bytes_ = 0;
  for (const Checkpoint& checkpoint : checkpoints_) bytes_ += size_of(checkpoint);
}

Result<void> History::restore_checkpoint(Trainer& trainer, std::int64_t step) const {
  if (checkpoints_.empty() || step < first_step() || step > last_step_) {
    return fail("Step " + number_text(step) + " is not in the history, which goes from " +
                number_text(first_step()) + " to " + number_text(last_step_) + ".");
  }
  const Checkpoint& checkpoint = checkpoints_[mark_at(step)];
  if (!trainer.restore(checkpoint.state, checkpoint.experiment)) {
    return fail("The history belongs to another experiment.");
  }
  return {};
}

History::Mark History::mark(std::size_t index) const {
  const Checkpoint& checkpoint = checkpoints_[index];
  return {checkpoint.state.step, checkpoint.needed && index > 0, checkpoint.experiment,
          checkpoint.state.parameters};
}

std::size_t History::mark_at(std::int64_t step) const {
  const auto after = std::upper_bound(
      checkpoints_.begin(), checkpoints_.end(), step,
      [](std::int64_t wanted, const Checkpoint& c) { return wanted < c.state.step; });
  return static_cast<std::size_t>(after - checkpoints_.begin()) - 1;
}

Result<void> History::restore(Trainer& trainer, std::int64_t step) const {
  if (Result<void> done = restore_checkpoint(trainer, step); !done) return done;
  while (trainer.step_count() < step && trainer.step()) {
  }
  return {};
}

}  // namespace backprop
