#include "shell/session/undo.h"

#include <algorithm>
#include <utility>

namespace backprop {

RunCopy copy_run(const Trainer& trainer, const History& history, const RunLog& log) {
  const std::span<const float> start = trainer.start_parameters();
  return {
      trainer.experiment(), {start.begin(), start.end()}, trainer.state(), history, log, nullptr};
}

void take_run(Trainer& trainer, const RunCopy& run) {
  Trainer taken(run.experiment);
  if (!run.start.empty()) taken.start_from(run.start);
  taken.restore(run.state);
  trainer = std::move(taken);
}

bool UndoStack::belongs_to_last(std::string_view what, double now) {
  constexpr double kTogether = 1;
  const bool together = now - last_time_ < kTogether && what == next_undo();
  last_time_ = now;
  return together;
}

void UndoStack::push(std::string_view what, RunCopy run) {
  undone_.clear();
  done_.push_back({std::string(what), std::move(run)});
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

std::optional<RunCopy> UndoStack::swap(Entries& from, Entries& to, RunCopy now) {
  if (from.empty()) return std::nullopt;
  Entry entry = std::move(from.back());
  from.pop_back();
  to.push_back({std::move(entry.what), std::move(now)});
  last_time_ = -1e9;  // whatever comes next is a change of its own
  keep_bounds();
  return std::move(entry.run);
}

// The oldest go first. Where the pasts of the runs take too much memory those farthest away lose
// theirs: what is undone then stands exactly where it stood, with nothing to step back to.
void UndoStack::keep_bounds() {
  if (done_.size() > kMost) done_.erase(done_.begin());
  std::size_t bytes = 0;
  for (std::size_t age = 0; age < std::max(done_.size(), undone_.size()); ++age) {
    for (Entries* entries : {&done_, &undone_}) {
      if (age >= entries->size()) continue;
      RunCopy* run = &(*entries)[entries->size() - 1 - age].run;
      for (; run != nullptr; run = run->other.get()) {
        bytes += run->history.bytes();
        if (bytes > kHistoryBytes) {
          bytes -= run->history.bytes();
          run->history = History();
        }
      }
    }
  }
}

}  // namespace backprop
