// How the run on the canvas is played: whether it goes on by itself, how fast, and until when.
#pragma once

#include <cstdint>

#include "shell/session/phase_show.h"
#include "shell/session/speed.h"
#include "shell/session/stop_rule.h"

namespace backprop {

struct Playback {
  bool playing = false;
  const Speed* speed = &usual_speed();
  StopRule stop;
  bool stop_armed = true;  // not while the rule was fulfilled when training began
  bool by_phase = false;   // the last advance was a phase, not a whole step
  PhaseShow phases;        // how the picture follows a step taken phase by phase
  std::int64_t awaited_step = 0;  // a link's, while it is trained to over several frames; 0: none
  double last_frame = 0;  // when, in seconds
  double owed = 0;  // steps or phases due since the last frame, with the fraction
};

}  // namespace backprop
