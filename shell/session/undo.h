// Undo and redo of what a person changed: whole runs as they stood before each change, so that an
// edited weight, a setting, other points or another network all come back the same way, with the
// past of their run. Bounded in number and in bytes.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/run/history.h"
#include "engine/run/trainer.h"
#include "shell/session/run_log.h"

namespace backprop {

// A run between two steps, with what it takes to go on from there.
struct RunCopy {
  Experiment experiment;
  std::vector<float> start;  // the parameters of step 0, where they are not the initializer's
  TrainerState state;
  History history;
  RunLog log;
  std::unique_ptr<RunCopy> other;  // the run it is compared with
};
RunCopy copy_run(const Trainer& trainer, const History& history, const RunLog& log);
// Makes the trainer stand where the copy was taken.
void take_run(Trainer& trainer, const RunCopy& run);

class UndoStack {
 public:
  // Before a change: how the run stands, and in a word or two what is about to change. The same
  // change again within a second (a slider being dragged, points being painted) belongs to
  // the one before it. Returns whether the copy was taken in; it is made only when it is.
  template <class MakeCopy>
  bool remember(std::string_view what, double now, const MakeCopy& make_copy) {
    if (belongs_to_last(what, now)) return false;
    push(what, make_copy());
    return true;
  }
  // The change did not come about after all.
  void forget_last();
  void clear();

  // The run as it was before the last change, or before it was undone; `now` is how it stands,
  // which the other direction brings back.
  std::optional<RunCopy> undo(RunCopy now) { return swap(done_, undone_, std::move(now)); }
  std::optional<RunCopy> redo(RunCopy now) { return swap(undone_, done_, std::move(now)); }

  // What would be undone or redone: "Learning rate"; empty when there is nothing.
  std::string_view next_undo() const { return last(done_); }
  std::string_view next_redo() const { return last(undone_); }

  static constexpr std::size_t kMost = 40;
  static constexpr std::size_t kHistoryBytes = std::size_t{40} << 20;

 private:
  struct Entry {
    std::string what;
    RunCopy run;
  };
  using Entries = std::vector<Entry>;

  bool belongs_to_last(std::string_view what, double now);
  void push(std::string_view what, RunCopy run);
  std::optional<RunCopy> swap(Entries& from, Entries& to, RunCopy now);
  void keep_bounds();
  static std::string_view last(const Entries& entries) {
    return entries.empty() ? std::string_view() : std::string_view(entries.back().what);
  }

  Entries done_, undone_;  // oldest first
  double last_time_ = -1e9;
};

}  // namespace backprop
