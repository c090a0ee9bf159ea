#include "shell/session/undo.h"

#include <algorithm>
#include <utility>

namespace backprop {

bool UndoStack::belongs_to_last(std::string_view what, double now, Joins joins) {
  constexpr double kTogether = 1;
  const bool joined = joins == Joins::kMovement
                          ? last_time_ > kNever
                          : joins == Joins::kSoon && now - last_time_ < kTogether;
  const bool together = joined && what == next_undo();
  last_time_ = now;
  return together;
}

void UndoStack::push(std::string_view what, RunCopies runs) {
  undone_.clear();
  done_.push_back({std::string(what), std::move(runs)});
  if (done_.size() > kMost) done_.erase(done_.begin());
}

void UndoStack::forget_last() {
  if (!done_.empty()) done_.pop_back();
  last_time_ = kNever;
}

void UndoStack::clear() {
  done_.clear();
  undone_.clear();
}

std::optional<RunCopies> UndoStack::swap(Entries& from, Entries& to, RunCopies now) {
  if (from.empty()) return std::nullopt;
  Entry entry = std::move(from.back());
  from.pop_back();
  if (entry.runs.phases == 0) now.phases = 0;
  to.push_back({std::move(entry.what), std::move(now)});
  last_time_ = kNever;  // whatever comes next is a change of its own
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

// The newest first: they are the ones that are kept.
void UndoStack::keep_to(std::size_t most, MemoryCount& count) {
  for (std::size_t age = 0; age < std::max(done_.size(), undone_.size()); ++age) {
    for (Entries* entries : {&done_, &undone_}) {
      if (age >= entries->size()) continue;
      const std::size_t index = entries->size() - 1 - age;
      RunCopies& runs = (*entries)[index].runs;
      const MemoryCount::Mark before = count.mark();
      for (RunCopy* run : {&runs.run, runs.other ? &*runs.other : nullptr}) {
        if (run == nullptr) continue;
        const MemoryCount::Mark before_run = count.mark();
        run->count(count);
        if (count.bytes() <= most) continue;
        run->history = History();
        count.back_to(before_run);
        run->count(count);
      }
      if (count.bytes() <= most) continue;
      count.back_to(before);
      entries->erase(entries->begin(), entries->begin() + static_cast<std::ptrdiff_t>(index + 1));
    }
  }
}

}  // namespace backprop
