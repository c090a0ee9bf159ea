#include "engine/run/run.h"

#include <utility>

namespace backprop {

void RunCopy::count(MemoryCount& count) const {
  count.add(sizeof(RunCopy) + bytes_of(state));
  count.add_shared(experiment.get(), experiment ? bytes_of(*experiment) : 0);
  count.add_shared(start.get(), start ? start->size() * sizeof(float) : 0);
  history.count(count);
  log.count(count);
}

Run::Run(Trainer trainer) : trainer_(std::move(trainer)) { history_.observe(trainer_); }

Run::Run(const RunCopy& copy) : trainer_(*copy.experiment) { take(copy); }

void Run::count(MemoryCount& count) const {
  history_.count(count);
  log_.count(count);
}

// --- going on ------------------------------------------------------------------------------------

bool Run::step() {
  if (!trainer_.step()) return false;
  history_.follow(trainer_);
  return true;
}

bool Run::advance_phase() {
  if (!trainer_.advance_phase()) return false;
  if (trainer_.phases_done() == kPhaseCount) history_.follow(trainer_);
  return true;
}

// --- going back ----------------------------------------------------------------------------------

Result<void> Run::restore(std::int64_t step) { return history_.restore(trainer_, step); }

Result<void> Run::restore_checkpoint(std::int64_t step) {
  return history_.restore_checkpoint(trainer_, step);
}

Result<void> Run::go_to(std::int64_t step) {
  Result<void> begun = begin_seek(step);
  while (sought_step_) replay();
  return begun;
}

Result<void> Run::begin_seek(std::int64_t step) {
  end_seek();
  if (step < history_.first_step()) return {};
  if (step > history_.last_step()) return restore(step);  // which says why not
  const History::Mark at = history_.mark(history_.mark_at(step));
  if (at.step == step && (at.changed || step == history_.first_step())) {
    return restore_checkpoint(step);
  }
  // Forward from where the run is, unless a checkpoint is nearer.
  const std::int64_t now = trainer_.step_count();
  const int phases = trainer_.phases_done();
  const bool between = phases == 0 || phases == kPhaseCount;
  const std::int64_t nearest = history_.mark(history_.mark_at(step - 1)).step;
  if (!between || now >= step || now < nearest) {
    if (Result<void> done = restore_checkpoint(step - 1); !done) return done;
  }
  sought_step_ = step;
  return {};
}

void Run::replay() {
  if (!sought_step_) return;
  const bool moved = trainer_.step_count() < *sought_step_ && trainer_.step();
  if (!moved || trainer_.step_count() >= *sought_step_) end_seek();
}

Result<void> Run::back_phase() {
  const int done = trainer_.phases_done();
  const std::int64_t step = trainer_.step_count();
  if (done == 1) return go_to(step);
  const bool between = done == 0 || done == kPhaseCount;
  if (between && step <= history_.first_step()) return {};
  if (Result<void> gone = restore(between ? step - 1 : step); !gone) return gone;
  for (int phase = 0; phase < (between ? kPhaseCount : done) - 1; ++phase) {
    trainer_.advance_phase();
  }
  return {};
}

// --- changing ------------------------------------------------------------------------------------

void Run::begin() {
  log_.clear();
  history_.clear();
  history_.observe(trainer_);
}

void Run::changed() {
  // At step 0 nothing lies behind, and the run may have another network or other points now.
  if (trainer_.step_count() == 0) return begin();
  log_.drop_after(trainer_.step_count());
  history_.changed(trainer_);
}

Result<void> Run::set(std::string_view name, std::string_view text,
                      std::vector<std::string>* notes) {
  const std::uint64_t revision = trainer_.revision();
  Result<void> done = trainer_.set(name, text, notes);
  if (trainer_.revision() != revision) changed();
  return done;
}

Result<void> Run::set_parameter(std::size_t index, double value) {
  const std::uint64_t revision = trainer_.revision();
  Result<void> done = trainer_.set_parameter(index, value);
  if (trainer_.revision() != revision) changed();
  return done;
}

void Run::restart() {
  trainer_.restart();
  begin();
}

// --- copies --------------------------------------------------------------------------------------

RunCopy Run::copy() const {
  return {history_.shared_experiment(trainer_), trainer_.shared_start(), trainer_.state(), history_,
          log_};
}

void Run::take(const RunCopy& copy) {
  end_seek();
  Trainer taken(*copy.experiment);
  if (copy.start) taken.start_from(*copy.start);
  taken.restore(copy.state);
  trainer_ = std::move(taken);
  history_ = copy.history;
  log_ = copy.log;
  if (history_.checkpoint_count() == 0) history_.observe(trainer_);
}

}  // namespace backprop
