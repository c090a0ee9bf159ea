// Undo and redo of what a person changed: whole runs as they stood before each change, so that an
// edited weight, a setting, other points or another network all come back the same way, with the
// past of their run. Bounded in number and in bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/memory_count.h"
#include "engine/run/run.h"
#include "shell/session/joins.h"

namespace backprop {

// The run on the canvas, and the one it is compared with.
struct RunCopies {
  RunCopy run;
  std::optional<RunCopy> other;
  // Of the run's last step, to be run again (copies are of whole steps), and whether the picture
  // followed them: see Playback.
  int phases = 0;
  bool by_phase = false;
};

class UndoStack {
 public:
  // Before a change: how the run stands, and in a word or two what is about to change, which may be
  // one with the same change before it. Returns whether the copy was taken in; it is made only when
  // it is.
  template <class MakeCopy>
  bool remember(std::string_view what, double now, Joins joins, const MakeCopy& make_copy) {
    if (belongs_to_last(what, now, joins)) return false;
    push(what, make_copy());
    return true;
  }
  // The last change is within a step, after so many phases, or behind the last of them.
  void note_phases(int phases, bool by_phase) {
    if (done_.empty()) return;
    done_.back().runs.phases = phases;
    done_.back().runs.by_phase = by_phase;
  }
  // The change did not come about after all.
  void forget_last();
  void clear();

  // The run as it was before the last change, or before it was undone; `now` is how it stands,
  // which the other direction brings back: its phases too, where the change was within a step.
  std::optional<RunCopies> undo(RunCopies now) { return swap(done_, undone_, std::move(now)); }
  std::optional<RunCopies> redo(RunCopies now) { return swap(undone_, done_, std::move(now)); }

  // What would be undone or redone: "Learning rate"; empty when there is nothing.
  std::string_view next_undo() const { return last(done_); }
  std::string_view next_redo() const { return last(undone_); }

  // The bytes it holds, of which the runs that go on may hold some as well.
  void count(MemoryCount& count) const;

  // Keeps to so many bytes together with what is counted already, and counts what it keeps. Where
  // the pasts of the runs take too much those farthest away lose theirs: what is undone then stands
  // exactly where it stood, with nothing to step back to. Where even that is too much, changes go.
  void keep_to(std::size_t most, MemoryCount& count);

  static constexpr std::size_t kMost = 40;

 private:
  struct Entry {
    std::string what;
    RunCopies runs;
  };
  using Entries = std::vector<Entry>;

  bool belongs_to_last(std::string_view what, double now, Joins joins);
  void push(std::string_view what, RunCopies runs);
  std::optional<RunCopies> swap(Entries& from, Entries& to, RunCopies now);
  static std::string_view last(const Entries& entries) {
    return entries.empty() ? std::string_view() : std::string_view(entries.back().what);
  }

  Entries done_, undone_;  // oldest first
  static constexpr double kNever = -1e9;
  double last_time_ = kNever;  // of the last change, until something else comes in between
};

}  // namespace backprop
