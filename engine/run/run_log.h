// Losses and accuracies over a run, for charts and tables: bounded memory however long it runs.
// Copies share their entries until one of them changes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/memory_count.h"
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
  // Oldest first; until the next change.
  std::span<const Entry> entries() const {
    return entries_ ? std::span<const Entry>(*entries_) : std::span<const Entry>();
  }
  void count(MemoryCount& count) const {
    count.add_shared(entries_.get(), entries_ ? entries_->capacity() * sizeof(Entry) : 0);
  }

 private:
  static constexpr std::size_t kCapacity = 2048;
  std::vector<Entry>& own();  // to be changed: nobody else's any longer

  std::shared_ptr<std::vector<Entry>> entries_;  // null: none
  std::int64_t spacing_ = 1;
};

}  // namespace backprop
