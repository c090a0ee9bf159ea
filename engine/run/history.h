// The past of a run: full-state checkpoints within a byte budget, and replay between them.
//
// Training is deterministic, so any step is its nearest earlier checkpoint plus replay. What
// replay cannot know, a weight edited by hand or a setting changed while the run goes on, is kept
// as a checkpoint of its own: see changed(). One between the phases of a step is made again there:
// see step_settings.h.
//
// A copy costs little: checkpoints are never changed, so copies share them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "engine/base/error.h"
#include "engine/base/memory_count.h"
#include "engine/base/shared_list.h"
#include "engine/run/trainer.h"

namespace backprop {

// The bytes they hold.
std::size_t bytes_of(const TrainerState& state);
std::size_t bytes_of(const Experiment& experiment);

class History {
 public:
  explicit History(std::size_t byte_budget = std::size_t{16} << 20);

  void clear();

  // Call between steps as often as wanted; cheap unless a checkpoint is due. The first call after
  // clear() is where the history begins. When the budget is full every second checkpoint goes and
  // the spacing doubles; the first and the newest stay.
  void observe(const Trainer& trainer);

  // Call after every step instead, where the trainer may be back in the past: what was changed by
  // hand or set at this step then is so again, so that the steps ahead are those that were.
  void follow(Trainer& trainer);

  // Call right after something other than a step changed the run: an edited parameter, a live
  // setting. What lay ahead of this step is forgotten, for it will come out differently.
  void changed(const Trainer& trainer);

  // Takes the trainer to exactly the state after `step` updates, bit for bit, with the settings of
  // that time. Fails, and changes nothing, when the step is outside first_step() … last_step().
  // Steps ahead of it stay reachable until changed() is called.
  Result<void> restore(Trainer& trainer, std::int64_t step) const;

  // The same without the replay: to the latest checkpoint at or before `step`, from where the steps
  // up to it can be replayed in pieces.
  Result<void> restore_checkpoint(Trainer& trainer, std::int64_t step) const;

  // What is kept, oldest first: the path of the parameters and what was changed on the way.
  struct Mark {
    std::int64_t step;
    bool changed;  // by hand or by a setting, just then
    const Experiment& experiment;
    std::span<const float> parameters;
  };
  Mark mark(std::size_t index) const;  // below checkpoint_count()
  // The latest one at or before `step`, which is not before first_step().
  std::size_t mark_at(std::int64_t step) const;

  std::int64_t first_step() const;
  std::int64_t last_step() const { return last_step_; }
  std::size_t checkpoint_count() const { return checkpoints_.size(); }
  // What it holds by itself, whether copies share it or not …
  std::size_t bytes() const { return bytes_; }
  // … and what it adds to what is counted already.
  void count(MemoryCount& count) const;
  std::size_t byte_budget() const { return byte_budget_; }
  // Keeps to less, or to more, from now on.
  void limit(std::size_t byte_budget);
  // Updates between two checkpoints now: what a restore replays at most, away from the end.
  std::int64_t spacing() const { return spacing_; }
  // The trainer's experiment, as the newest checkpoint has it where that is the same.
  std::shared_ptr<const Experiment> shared_experiment(const Trainer& trainer) const;

 private:
  struct Checkpoint {
    std::shared_ptr<const TrainerState> state;
    // As it was then: live settings may have changed since.
    std::shared_ptr<const Experiment> experiment;
    bool needed;  // the start, or a change that replay cannot redo
    std::int64_t step() const { return state->step; }
  };

  std::size_t size_of(std::size_t index) const;
  // The first checkpoint later than `step`; checkpoint_count(): there is none.
  std::size_t index_after(std::int64_t step) const;
  void keep(const Trainer& trainer, bool needed);
  void push(Checkpoint checkpoint);
  void pop();
  void keep_to_budget();
  void thin_out();
  void drop_after(std::int64_t step);

  SharedList<Checkpoint> checkpoints_;  // by step; several of one step in the order they came
  std::size_t byte_budget_;
  std::size_t bytes_ = 0;
  std::int64_t spacing_ = 1;
  std::int64_t last_step_ = 0;
};

}  // namespace backprop
