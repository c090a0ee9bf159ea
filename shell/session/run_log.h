// Losses over a run for the chart: bounded memory however long it runs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/run/trainer.h"

namespace backprop {

class RunLog {
 public:
  struct Entry {
    std::int64_t step;
    float train_loss, test_loss;
    float train_accuracy, test_accuracy;
  };

  void clear();
  // Forgets what came after a step, which will come out differently now.
  void drop_after(std::int64_t step);
  // Adds the metrics of a step later than the last one. When full, every second entry goes and
  // from then on only steps at least twice as far apart are kept; the newest is always there.
  void add(const Metrics& metrics);
  std::span<const Entry> entries() const { return entries_; }

 private:
  static constexpr std::size_t kCapacity = 2048;
  std::vector<Entry> entries_;
  std::int64_t spacing_ = 1;
};

}  // namespace backprop
