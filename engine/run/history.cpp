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
}

std::int64_t History::first_step() const {
  return checkpoints_.empty() ? 0 : checkpoints_.front().step();
}

// --- bytes ---------------------------------------------------------------------------------------

std::size_t bytes_of(const TrainerState& state) {
  return sizeof(TrainerState) + state.order.size() * sizeof(int) +
         (state.parameters.size() + state.optimizer.first.size() + state.optimizer.second.size()) *
             sizeof(float) +
         state.settings.size() * sizeof(SettingsAt);
}

std::size_t bytes_of(const Experiment& experiment) {
  const std::size_t numbers = experiment.table ? experiment.table->numbers.size() : 0;
  return sizeof(Experiment) + experiment.custom_points.size() * sizeof(Point) +
         numbers * sizeof(float);
}

// An experiment counts where it is first used.
std::size_t History::size_of(std::size_t index) const {
  const Checkpoint& checkpoint = checkpoints_[index];
  const bool shared = index > 0 && checkpoints_[index - 1].experiment == checkpoint.experiment;
  return sizeof(Checkpoint) + bytes_of(*checkpoint.state) +
         (shared ? 0 : bytes_of(*checkpoint.experiment));
}

void History::count(MemoryCount& count) const {
  checkpoints_.count(count, [&count](const Checkpoint& checkpoint) {
    count.add_shared(checkpoint.state.get(), bytes_of(*checkpoint.state));
    count.add_shared(checkpoint.experiment.get(), bytes_of(*checkpoint.experiment));
  });
}

// --- keeping -------------------------------------------------------------------------------------

void History::observe(const Trainer& trainer) {
  const std::int64_t step = trainer.step_count();
  if (checkpoints_.empty()) {
    last_step_ = step;
    keep(trainer, true);
    return;
  }
  // Back in the past nothing is new: the steps ahead are those that were.
  last_step_ = std::max(last_step_, step);
  if (step - checkpoints_.back().step() >= spacing_) keep(trainer, false);
}

void History::follow(Trainer& trainer) {
  const std::int64_t step = trainer.step_count();
  if (step <= last_step_ && step > first_step()) {
    const Checkpoint& checkpoint = checkpoints_[mark_at(step)];
    if (checkpoint.needed && checkpoint.step() == step) {
      trainer.restore(*checkpoint.state, *checkpoint.experiment);
    }
  }
  observe(trainer);
}

void History::changed(const Trainer& trainer) {
  const std::int64_t step = trainer.step_count();
  drop_after(step);
  // A slider being dragged changes the same step many times; only the outcome matters, unless
  // the state before it was the start of everything.
  if (!checkpoints_.empty() && checkpoints_.back().step() == step) pop();
  last_step_ = step;
  keep(trainer, true);
}

void History::drop_after(std::int64_t step) {
  while (!checkpoints_.empty() && checkpoints_.back().step() > step) pop();
}

std::shared_ptr<const Experiment> History::shared_experiment(const Trainer& trainer) const {
  if (!checkpoints_.empty() && *checkpoints_.back().experiment == trainer.experiment()) {
    return checkpoints_.back().experiment;
  }
  return std::make_shared<const Experiment>(trainer.experiment());
}

void History::push(Checkpoint checkpoint) {
  checkpoints_.push_back(std::move(checkpoint));
  bytes_ += size_of(checkpoints_.size() - 1);
}

void History::pop() {
  bytes_ -= size_of(checkpoints_.size() - 1);
  checkpoints_.pop_back();
}

void History::keep(const Trainer& trainer, bool needed) {
  push({std::make_shared<const TrainerState>(trainer.state()), shared_experiment(trainer), needed});
  keep_to_budget();
}

void History::keep_to_budget() {
  while (bytes_ > byte_budget_ && checkpoints_.size() > 2) thin_out();
}

void History::limit(std::size_t byte_budget) {
  byte_budget_ = byte_budget;
  keep_to_budget();
}

// Every second checkpoint that replay can do without goes. When there is none left, the oldest
// part of the run does: from then on it begins later.
void History::thin_out() {
  SharedList<Checkpoint> all = std::exchange(checkpoints_, {});
  bytes_ = 0;
  bool drop = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool newest = i + 1 == all.size();
    if (all[i].needed || newest || !drop) {
      if (!all[i].needed) drop = true;
      push(all[i]);
    } else {
      drop = false;
    }
  }
  if (checkpoints_.size() < all.size()) {
    spacing_ *= 2;
    return;
  }
  checkpoints_.clear();
  bytes_ = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    push({all[i].state, all[i].experiment, all[i].needed || i == 1});
  }
}

// --- going back ----------------------------------------------------------------------------------

Result<void> History::restore_checkpoint(Trainer& trainer, std::int64_t step) const {
  if (checkpoints_.empty() || step < first_step() || step > last_step_) {
    return fail("Step " + number_text(step) + " is not in the history, which goes from " +
                number_text(first_step()) + " to " + number_text(last_step_) + ".");
  }
  const Checkpoint& checkpoint = checkpoints_[mark_at(step)];
  if (!trainer.restore(*checkpoint.state, *checkpoint.experiment)) {
    return fail("The history belongs to another experiment.");
  }
  return {};
}

History::Mark History::mark(std::size_t index) const {
  const Checkpoint& checkpoint = checkpoints_[index];
  const std::vector<SettingsAt>& inside = checkpoint.state->settings;
  return {checkpoint.step(), checkpoint.needed && index > 0,
          inside.empty() ? *checkpoint.experiment : inside.back().experiment,
          checkpoint.state->parameters};
}

std::size_t History::index_after(std::int64_t step) const {
  std::size_t begin = 0, end = checkpoints_.size();
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (checkpoints_[middle].step() > step) {
      end = middle;
    } else {
      begin = middle + 1;
    }
  }
  return begin;
}

std::size_t History::mark_at(std::int64_t step) const { return index_after(step) - 1; }

Result<void> History::restore(Trainer& trainer, std::int64_t step) const {
  if (Result<void> done = restore_checkpoint(trainer, step); !done) return done;
  while (trainer.step_count() < step && trainer.step()) {
  }
  return {};
}

}  // namespace backprop
