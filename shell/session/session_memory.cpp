// What may be remembered of the runs, and what is done where the memory does not reach.
#include <string>

#include "engine/base/bytes_text.h"
#include "engine/base/memory_count.h"
#include "engine/base/text.h"
#include "shell/platform/platform.h"
#include "shell/session/session.h"

namespace backprop {

MemoryUse Session::memory() const {
  MemoryCount count;
  run_.count(count);
  if (other_) other_->run.count(count);
  undo_.count(count);
  return {.remembered = count.bytes(),
          .budget = kRememberedBytes,
          .history = run_.history().bytes(),
          .other_history = other_ ? other_->run.history().bytes() : 0};
}

// Checkpoints come with every change, and while it trains: what is farthest away goes.
void Session::keep_to_budget() {
  MemoryCount count;
  run_.count(count);
  if (other_) other_->run.count(count);
  undo_.keep_to(kRememberedBytes, count);
  platform::renew_reserve();  // where it could not be had the last time
}

void Session::answer_memory_alarm() {
  if (!platform::take_memory_alarm()) return;
  // The browser gave no more; a reserve has helped out. What can be done without goes at once.
  undo_.clear();
  run_.limit_history(kScarceHistoryBytes);
  if (other_) other_->run.limit_history(kScarceHistoryBytes);
  platform::renew_reserve();
  canvas_.say_once(
      Message::Kind::kError,
      "This browser has no more memory to give: what could be undone is forgotten, and most of "
      "the history. The run goes on.");
}

bool Session::can_step() const {
  const auto can = [](const Trainer& trainer) {
    const std::size_t bytes = trainer.bytes_for_next_batch();
    return bytes == 0 || platform::can_have(bytes);
  };
  return !trainer().divergence() && trainer().data().train_count > 0 && can(trainer()) &&
         (!other_ || can(other_->trainer()));
}

// The buffers of a batch come with its first step, and are by far the largest there are.
bool Session::has_memory_for(const Trainer& trainer) {
  const std::size_t bytes = trainer.bytes_for_next_batch();
  if (bytes == 0 || platform::can_have(bytes)) return true;
  playback_.playing = false;
  canvas_.say_once(
      Message::Kind::kError,
      "A step of this network with batches of " +
          number_text(std::int64_t{trainer.experiment().batch_size}) + " points takes " +
          bytes_text(bytes) +
          ", more memory than this browser gives. Use smaller batches or fewer neurons.");
  return false;
}

}  // namespace backprop
