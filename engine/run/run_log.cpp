#include "engine/run/run_log.h"

namespace backprop {

void RunLog::clear() {
  entries_.reset();
  spacing_ = 1;
}

std::vector<RunLog::Entry>& RunLog::own() {
  if (!entries_) {
    entries_ = std::make_shared<std::vector<Entry>>();
  } else if (entries_.use_count() > 1) {
    entries_ = std::make_shared<std::vector<Entry>>(*entries_);
  }
  return *entries_;
}

void RunLog::drop_after(std::int64_t step) {
  if (entries().empty() || entries().back().step <= step) return;
  std::vector<Entry>& entries = own();
  while (!entries.empty() && entries.back().step > step) entries.pop_back();
}

void RunLog::add(const Metrics& metrics) {
  const Entry entry{
      metrics.step, static_cast<float>(metrics.train_loss), static_cast<float>(metrics.test_loss),
      static_cast<float>(metrics.train_accuracy), static_cast<float>(metrics.test_accuracy)};
  std::vector<Entry>& entries = own();
  // The newest entry moves along until it is far enough from the one before it to stay.
  const std::size_t count = entries.size();
  if (count > 0 && entry.step <= entries.back().step) {
    if (entry.step == entries.back().step) entries.back() = entry;
    return;
  }
  if (count >= 2 && entries[count - 1].step - entries[count - 2].step < spacing_) {
    entries.back() = entry;
    return;
  }
  if (count == kCapacity) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; i += 2) entries[kept++] = entries[i];
    entries.resize(kept);
    const std::int64_t first = entries.front().step;
    spacing_ = (entries.back().step - first) / static_cast<std::int64_t>(kept - 1);
    if (spacing_ < 1) spacing_ = 1;
  }
  entries.push_back(entry);
}

}  // namespace backprop
