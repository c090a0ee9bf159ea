// A run: a trainer, its past and what was written down of it, with the rules that keep the three
// together. Whatever changes a trainer that has a past goes through here.
//
// - Every step is followed by the history.
// - What begins anew (a restart, another network, anything changed at step 0) begins a new history
//   and a new log.
// - What changes a run on its way (a live setting, an edited weight) is kept by the history, and
//   what lay ahead is forgotten; other points make the history begin there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/memory_count.h"
#include "engine/run/history.h"
#include "engine/run/run_log.h"
#include "engine/run/trainer.h"

namespace backprop {

// A run between two steps, with all it takes to go on from there and to go back from there. It
// shares with the run whatever neither changes afterwards: checkpoints, log, points, start.
struct RunCopy {
  std::shared_ptr<const Experiment> experiment;
  std::shared_ptr<const std::vector<float>> start;  // see Trainer::start_parameters(); may be null
  TrainerState state;
  History history;
  RunLog log;

  void count(MemoryCount& count) const;
};

class Run {
 public:
  // As the trainer stands, with nothing behind it.
  explicit Run(Trainer trainer);
  explicit Run(const RunCopy& copy);

  // --- looking -------------------------------------------------------------------------------
  const Trainer& trainer() const { return trainer_; }
  const History& history() const { return history_; }
  const RunLog& log() const { return log_; }
  // Whether stepping forward repeats what was done before, as far as that goes.
  bool steps_ahead() const { return history_.last_step() > trainer_.step_count(); }
  // The bytes of what it remembers; not those of the trainer.
  void count(MemoryCount& count) const;
  void limit_history(std::size_t bytes) { history_.limit(bytes); }

  // --- going on ------------------------------------------------------------------------------
  // As Trainer's: false, and nothing changes, once it has diverged or where there are no points.
  bool step();
  bool advance_phase();
  // Writes the metrics of now into the log; computing them costs a pass over all points.
  void note() { log_.add(trainer_.metrics()); }

  // --- going back ----------------------------------------------------------------------------
  // To the state after `step` updates, bit for bit, with no phase of the next one done. Fails, and
  // changes nothing, outside history().first_step() … last_step().
  Result<void> restore(std::int64_t step);
  // The same as far as it goes without replay: to the latest checkpoint at or before `step`.
  Result<void> restore_checkpoint(std::int64_t step);
  // To the same state as it was come to, with the values of the step's phases; after an edit by
  // hand they are not what led there, and only the parameters are shown. A step before the first
  // one changes nothing.
  Result<void> go_to(std::int64_t step);
  // The same in pieces: this begins it, and every replay() is one update on the way.
  Result<void> begin_seek(std::int64_t step);
  void replay();
  // The step it is on its way to. Whoever changes the run in between ends it first.
  const std::optional<std::int64_t>& sought_step() const { return sought_step_; }
  void end_seek() { sought_step_.reset(); }
  // One phase back; where the step before is over, into its last but one.
  Result<void> back_phase();

  // --- changing ------------------------------------------------------------------------------
  // As Trainer's of these names, with its errors.
  Result<void> set(std::string_view name, std::string_view text,
                   std::vector<std::string>* notes = nullptr);
  Result<void> set_parameter(std::size_t index, double value);
  void take_points(Experiment edited);
  void restart();

  // --- copies --------------------------------------------------------------------------------
  // In the middle of a step it is the state the step began with.
  RunCopy copy() const;
  // Stands where the copy was taken, with the past it had.
  void take(const RunCopy& copy);

 private:
  void begin();  // forgets the past
  void changed();  // a change that is not a step: forgets what lay ahead

  Trainer trainer_;
  History history_;
  RunLog log_;
  std::optional<std::int64_t> sought_step_;
};

}  // namespace backprop
