#include "shell/session/run_log.h"

namespace backprop {

void RunLog::clear() {
  entries_.clear();
  spacing_ = 1;
}

void RunLog::drop_after(std::int64_t step) {
  while (!entries_.empty() && entries_.back().step > step) entries_.pop_back();
}

void RunLog::add(const Metrics& metrics) {
  const Entry entry{
      metrics.step, static_cast<float>(metrics.train_loss), static_cast<float>(metrics.test_loss),
      static_cast<float>(metrics.train_accuracy), static_cast<float>(metrics.test_accuracy)};
  // The newest entry moves along until it is far enough from the one before it to stay.
  const std::size_t count = entries_.size();
  if (count > 0 && entry.step <= entries_.back().step) {
    if (entry.step == entries_.back().step) entries_.back() = entry;
    return;
  }
  if (count >= 2 && entries_[count - 1].step - entries_[count - 2].step < spacing_) {
    entries_.back() = entry;
    return;
  }
  if (count == kCapacity) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; i += 2) entries_[kept++] = entries_[i];
    entries_.resize(kept);
    const std::int64_t first = entries_.front().step;
    spacing_ = (entries_.back().step - first) / static_cast<std::int64_t>(kept - 1);
    if (spacing_ < 1) spacing_ = 1;
  }
  entries_.push_back(entry);
}

}  // namespace backprop
