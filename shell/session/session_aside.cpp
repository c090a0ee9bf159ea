// Runs that are put aside while others are looked at, and come back as they stood.
#include <memory>

#include "engine/base/memory_count.h"
#include "shell/session/session.h"

namespace backprop {

std::shared_ptr<const Standing> Session::standing() const {
  auto standing = std::make_shared<Standing>(Standing{
      copy_runs(), undo_, playback_.awaited_step, phases_begun(), playback_.stop, playback_.speed});
  MemoryCount count;
  standing->undo.keep_to(kAsideBytes, count);
  return standing;
}

void Session::return_to(const Standing& standing) {
  bring_back(standing.runs);
  undo_ = standing.undo;
  playback_.awaited_step = standing.awaited_step;
  playback_.speed = standing.speed;
  set_stop_rule(standing.stop);
  for (int phase = 0; phase < standing.phases; ++phase) run_phase();
}

}  // namespace backprop
