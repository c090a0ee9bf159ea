// What panels, lessons, keys and the page ask for: everything that changes a run, what it is
// compared with, or how it is played. Session carries them out, between frames and in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/run/trainer.h"
#include "shell/session/joins.h"
#include "shell/session/point_edit.h"
#include "shell/session/speed.h"
#include "shell/session/stop_rule.h"

namespace backprop {

struct Standing;

namespace intent {

// --- going on and back ---------------------------------------------------------------------------
struct Play {};
struct Pause {};
struct TogglePlay {};
struct Step {
  std::int64_t count = 1;
  double seconds = 1e9;  // no step begins after that
};
struct Epoch {};  // the rest of the epoch in progress, or a whole one
struct AdvancePhase {};
struct ToPhase {  // until this one, 0 … 4, is done: in the step in progress, else in the next
  int phase;
};
struct LookAtOne {};  // sample, where the mean of the batch was not asked for: that with the
                      // largest error, unless one is picked
struct TrainUntil {  // at once, to where this holds after an update, or as far as a call may take
  std::function<bool(const Trainer&)> done;
};
struct Back {};  // one step, or to the beginning of the one in progress
struct BackPhase {};  // one phase
struct GoTo {  // a step of this run, done or still ahead of where it went back to
  std::int64_t step;  // where replaying takes long, it goes on over the next frames
};
struct Scrub {  // the same while something is dragged, with frames in between sooner
  std::int64_t step;
};
struct SetSpeed {
  const Speed* speed;
};
struct SetStopRule {
  StopRule rule;
};

// --- changing the run ----------------------------------------------------------------------------
struct Restart {};  // same weights again
struct NewWeights {};  // next seed; the same points
struct NewData {};  // next data seed; the same initial weights
struct SetProperty {
  std::string name, value;
};
struct EditPoints {  // in order; the points become points placed by hand
  std::vector<PointEdit> edits;
};
struct ClearPoints {};
struct TakeTable {};  // the points of the table that is asked about, as it is answered
struct LeaveTable {};  // nothing of it
struct TakeRun {  // a network written down by hand, in place of the run that is there
  std::shared_ptr<Trainer> trainer;  // moved from
};
struct EditParameter {
  std::size_t index;
  float value;
  Joins joins = Joins::kNone;
};
struct Undo {};
struct Redo {};

// --- which runs there are ------------------------------------------------------------------------
struct Compare {  // keeps the run as it is beside the one that is changed, or lets it go
  bool on;
};
struct SwapRuns {};
struct OpenRun {  // in place of those that are there, with nothing to undo
  std::shared_ptr<Trainer> trainer;  // both are moved from
  std::shared_ptr<Trainer> other = nullptr;  // to compare with
  StopRule stop = {};
  std::int64_t step = 0;  // to be trained to: at once, or over the next frames
};

struct ReturnTo {  // runs as they stood, after another was opened for a while: see
                   // Session::standing()
  std::shared_ptr<const Standing> standing;
};

}  // namespace intent

using Intent =
    std::variant<intent::Play, intent::Pause, intent::TogglePlay, intent::Step, intent::Epoch,
                 intent::AdvancePhase, intent::ToPhase, intent::LookAtOne, intent::TrainUntil,
                 intent::Back, intent::BackPhase, intent::GoTo, intent::Scrub, intent::SetSpeed,
                 intent::SetStopRule, intent::Restart, intent::NewWeights, intent::NewData,
                 intent::SetProperty, intent::EditPoints, intent::ClearPoints, intent::TakeTable,
                 intent::LeaveTable, intent::TakeRun, intent::EditParameter, intent::Undo,
                 intent::Redo, intent::Compare, intent::SwapRuns, intent::OpenRun,
                 intent::ReturnTo>;

}  // namespace backprop
