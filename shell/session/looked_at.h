// The sample that pictures and explanations of one sample are of.
#pragma once

#include <cstddef>

#include "shell/platform/platform.h"
#include "shell/session/session.h"

namespace backprop {

// Whether a network is small, and its data are a table or few points: then the numbers are what one
// looks at.
inline constexpr std::size_t kMostOnPaper = 30;  // parameters
inline bool is_worked_by_hand(const Trainer& trainer) {
  constexpr std::size_t kFewPoints = 16;
  return trainer.network().parameter_count() <= kMostOnPaper &&
         (trainer.experiment().uses_table || trainer.data().points.size() <= kFewPoints);
}

// Then there is no mean over a batch.
inline bool one_at_a_time(const Trainer& trainer) {
  return trainer.experiment().batch_size == 1 || trainer.data().train_count == 1;
}

// What follows is behind the page's door.

// The sample whose numbers stand on paper, an index into data().points: the picked point; else the
// first listed one of the batch, or before there is a batch of all. −1: there are no points.
int sample_on_paper(const Trainer& trainer, const View& view);
// The one that is explained where no point is picked: that on paper, if the network is worked by
// hand and the batch's mean was not asked for, or if the batch has no other. −1: the mean.
int sample_not_picked(const Session& session);
// No point is picked, and the mean is explained where there is one.
void want_mean(Session& session);

// The sample that is explained; −1: the mean.
inline int explained_sample(const Session& session) {
  if (session.view().selected_point) return *session.view().selected_point;
  return platform::later_part_here() ? sample_not_picked(session) : -1;
}

}  // namespace backprop
