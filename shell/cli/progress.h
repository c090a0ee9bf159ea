// One line on a terminal that says how far a long run is; gone when it ends.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

#include "engine/run/trainer.h"

namespace backprop {

class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  Progress(std::ostream& err, bool enabled, std::int64_t from, std::int64_t target,
           Clock::duration delay = std::chrono::milliseconds(500),
           Clock::duration interval = std::chrono::milliseconds(100));
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Cheap when it is not yet time to draw the line again.
  void show(const Trainer& trainer);

 private:
  std::ostream& err_;
  bool enabled_;
  bool shown_ = false;
  std::int64_t from_, target_;
  Clock::time_point start_, next_;
  Clock::duration interval_;
};

// "0:07", "12:34", "1:02:03"
std::string duration_text(double seconds);

}  // namespace backprop
