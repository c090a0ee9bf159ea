#include "shell/session/session.h"

#include <utility>

#include "engine/base/memory_count.h"

namespace backprop {

Session::Session(Canvas& canvas) : canvas_(canvas), run_(Trainer(Experiment())) {}

// Not inline: GCC 12 takes the parts of a moved variant that are not there for uninitialized ones.
void Session::post(Intent intent) { posted_.push_back(std::move(intent)); }

Result<void> Session::carry_out_posted() {
  const std::vector<Intent> intents = std::exchange(posted_, {});
  Result<void> result;
  for (const Intent& intent : intents) {
    if (Result<void> done = carry_out(intent); !done && result) result = done;
  }
  return result;
}

bool Session::moving() const {
  return playing() || playback_.awaited_step > 0 || run_.sought_step() || inside_.history.dragging;
}

bool Session::wants_frame() const {
  return moving() || inside_.working || anything_posted() ||
         shown_revision_ != trainer().revision() ||
         map_detail_.resolution(false) != shown_.probe.resolution() || other_waits() ||
         view_.lit != view_.pointed_at || phases().moving() || view_.scale != view_.wanted_scale;
}

}  // namespace backprop
