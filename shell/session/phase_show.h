// How the picture follows a step that is taken phase by phase: which phase it shows, and how far
// its lights have come.
#pragma once

#include <cstdint>

#include "engine/run/trainer.h"

namespace backprop {

class PhaseShow {
 public:
  // Once a frame. `by_phase`: the run is being stepped, or played, phase by phase at so many a
  // second (0: by hand). `still` shows every phase as it ends, without motion.
  void follow(const Trainer& trainer, bool by_phase, double per_second, bool still, double now);

  // Phases done of the step shown; 0 while whole steps are taken: then nothing is staged.
  int phase() const { return phase_; }
  // Of the phase's motion: 0 at its start, 1 from its end on.
  float progress() const { return progress_; }
  // Progress without the slow beginning and end.
  bool moving() const { return phase_ > 0 && progress_ < 1; }
  // Whether single numbers can be read at this pace.
  bool readable() const { return readable_; }
  // Where the lights of the forward or backward phase are, in columns of the network: the
  // features are column 0. Numbers of columns they have passed exist.
  float front(int columns) const { return progress_ * static_cast<float>(columns - 1); }
  // Whether a layer (−1: the features) has got what this phase gives it: a on the way forward, δ
  // on the way back.
  bool has_activation(int layer, int layers) const;
  bool has_delta(int layer, int layers) const;

 private:
  int phase_ = 0;
  float progress_ = 1;
  bool readable_ = true;
  std::int64_t step_ = -1;
  double start_ = 0;
};

}  // namespace backprop
