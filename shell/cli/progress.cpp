#include "shell/cli/progress.h"

#include <algorithm>
#include <cstdio>
#include <ostream>

#include "shell/cli/text_table.h"

namespace backprop {

std::string duration_text(double seconds) {
  const auto whole = static_cast<long long>(std::clamp(seconds, 0.0, 1e9) + 0.5);
  const long long hours = whole / 3600, minutes = whole / 60 % 60, rest = whole % 60;
  char text[48];
  if (hours > 0) {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", hours, minutes, rest);
  } else {
    std::snprintf(text, sizeof text, "%lld:%02lld", minutes, rest);
  }
  return text;
}

Progress::Progress(std::ostream& err, bool enabled, std::int64_t from, std::int64_t target,
                   Clock::duration delay, Clock::duration interval)
    : err_(err),
      enabled_(enabled),
      from_(from),
      target_(target),
      start_(Clock::now()),
      next_(start_ + delay),
      interval_(interval) {}

Progress::~Progress() {
  if (shown_) err_ << "\r\033[K" << std::flush;
}

void Progress::show(const Trainer& trainer) {
  if (!enabled_) return;
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(trainer.step_count() - from_) / std::max(seconds, 1e-9);
  const double left = static_cast<double>(target_ - trainer.step_count()) / std::max(rate, 1e-9);
  err_ << "\r\033[Kstep " << with_separators(trainer.step_count()) << " of "
       << with_separators(target_) << "   training loss " << score(trainer.metrics().train_loss)
       << "   " << with_separators(static_cast<std::int64_t>(rate)) << " steps/s   "
       << duration_text(left) << " left" << std::flush;
  shown_ = true;
  next_ = Clock::now() + interval_;
}

}  // namespace backprop
