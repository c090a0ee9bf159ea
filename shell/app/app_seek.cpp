// To any step of the run: from the nearest checkpoint of the history by replay.
#include "shell/app/app.h"
#include "shell/platform/platform.h"

namespace backprop {

// What cannot be replayed within `seconds` is over the next frames.
Result<void> App::go_to(std::int64_t step, double seconds) {
  playing_ = by_phase_ = false;
  Result<void> begun = run_.begin_seek(step);
  seek(seconds);
  return begun;
}

void App::seek(double seconds) {
  const double end = platform::seconds() + seconds;
  while (run_.sought_step()) {
    run_.replay();
    if (platform::seconds() > end) return;
  }
}

}  // namespace backprop
