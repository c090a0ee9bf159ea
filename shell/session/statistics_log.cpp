#include "shell/session/statistics_log.h"

#include <utility>

namespace backprop {

void StatisticsLog::add(StepStatistics statistics) {
  while (!entries_.empty() && entries_.back().step >= statistics.step) entries_.pop_back();
  // The oldest go in one block, so that the rest moves seldom.
  if (entries_.size() == kCapacity + kCapacity / 4) {
    entries_.erase(entries_.begin(), entries_.begin() + kCapacity / 4);
  }
  entries_.push_back(std::move(statistics));
}

}  // namespace backprop
