// What the last refreshes measured, for the charts of the gradient flow and for the diagnosis:
// bounded memory however long the run.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/insight/step_statistics.h"

namespace backprop {

class StatisticsLog {
 public:
  void clear() { entries_.clear(); }
  // Adds the newest. Entries of its step or later ones go: the run went back and comes again.
  void add(StepStatistics statistics);
  std::span<const StepStatistics> entries() const { return entries_; }  // oldest first

  static constexpr std::size_t kCapacity = 600;  // at least so many of the last are there

 private:
  std::vector<StepStatistics> entries_;
};

}  // namespace backprop
