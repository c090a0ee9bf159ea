#include "shell/session/undo.h"

#include <algorithm>
#include <utility>

namespace backprop {

bool UndoStack::belongs_to_last(std::string_view what, double now) {
  constexpr double kTogether = 1;
  const bool together = now - last_time_ < kTogether && what == next_undo();
  last_time_ = now;
  return together;
}

void UndoStack::push(std::string_view what, RunCopies runs) {
  undone_.clear();
  done_.push_back({std::string(what), std::move(runs)});
  keep_bounds();
}

void UndoStack::forget_last() {
  if (!done_.empty()) done_.pop_back();
  last_time_ = -1e9;
}

void UndoStack::clear() {
  done_.clear();
  undone_.clear();
}

std::optional<RunCopies> UndoStack::swap(Entries& from, Entries& to, RunCopies now) {
  if (from.empty()) return std::nullopt;
  Entry entry = std::move(from.back());
  from.pop_back();
  to.push_back({std::move(entry.what), std::move(now)});
  last_time_ = -1e9;  // whatever comes next is a change of its own
  keep_bounds();
  return std::move(entry.runs);
}

namespace {

void count_runs(MemoryCount& count, const RunCopies& runs) {
  runs.run.count(count);
  if (runs.other) runs.other->count(count);
}

}  // namespace

void UndoStack::count(MemoryCount& count) const {
  for (const Entries* entries : {&done_, &undone_}) {
    for (const Entry& entry : *entries) count_runs(count, entry.runs);
  }
}

// The oldest go first. Where the pasts of the runs take too much memory those farthest away lose
// theirs: what is undone then stands exactly where it stood, with nothing to step back to.
void UndoStack::keep_bounds() {
  if (done_.size() > kMost) done_.erase(done_.begin());
  MemoryCount count;
  for (std::size_t age = 0; age < std::max(done_.size(), undone_.size()); ++age) {
    for (Entries* entries : {&done_, &undone_}) {
      if (age >= entries->size()) continue;
      RunCopies& runs = (*entries)[entries->size() - 1 - age].runs;
      for (RunCopy* run : {&runs.run, runs.other ? &*runs.other : nullptr}) {
        if (run == nullptr) continue;
        const MemoryCount::Mark before = count.mark();
        run->count(count);
        if (count.bytes() <= kBytes) continue;
        run->history = History();
        count.back_to(before);
        run->count(count);
      }
    }
  }
}

}  // namespace backprop
