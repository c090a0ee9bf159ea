#include "shell/session/step_again.h"

#include <algorithm>

namespace backprop {

namespace {

// A longer way back is not gone for the sake of a few numbers.
constexpr int kMostReplayed = 2000;

bool go_back_one(Run& run) {
  const std::int64_t step = run.trainer().step_count();
  if (step <= run.history().first_step() || !run.begin_seek(step - 1)) return false;
  for (int replayed = 0; run.sought_step() && replayed < kMostReplayed; ++replayed) run.replay();
  const bool there = !run.sought_step();
  run.end_seek();
  return there;
}

}  // namespace

int phases_to_take_again(Run& run) {
  const int phases = run.trainer().phases_done();
  if (phases < kPhaseCount) return phases;
  const RunCopy copy = run.copy();
  if (go_back_one(run)) return phases;
  run.take(copy);
  return 0;
}

void run_phases_again(Run& run, const RunCopy& copy, int phases) {
  const bool whole = phases == kPhaseCount;
  const bool back = !whole || go_back_one(run);
  for (int phase = 0; back && phase < phases; ++phase) run.advance_phase();
  const bool same = back && run.trainer().experiment() == *copy.experiment &&
                    std::ranges::equal(run.trainer().network().parameters(), copy.state.parameters);
  if (whole && !same) run.take(copy);
}

}  // namespace backprop
