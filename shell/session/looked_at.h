// The sample that pictures and explanations of one sample are of.
#pragma once

#include <cstddef>

#include "shell/session/session.h"

namespace backprop {

// Whether a network is small, and its data are a table or few points: then the numbers are what one
// looks at.
inline constexpr std::size_t kMostOnPaper = 30;  // parameters
bool is_worked_by_hand(const Trainer& trainer);
// Then there is no mean over a batch.
bool one_at_a_time(const Trainer& trainer);

// What follows is behind the page's door.

// The sample whose numbers stand on paper, an index into data().points: the picked point; else the
// first listed one of the batch, or before there is a batch of all. −1: there are no points.
int sample_on_paper(const Trainer& trainer, const View& view);
// The one that is explained where no point is picked: that on paper, if the network is worked by
// hand and the batch's mean was not asked for, or if the batch has no other. −1: the mean.
int sample_not_picked(const Session& session);
// No point is picked, and the mean is explained where there is one.
void want_mean(Session& session);
// The batch's next sample, before there is a batch of the training set; the first where none is
// chosen or it is not one of them.
void choose_sample(Session& session, int direction);

// The sample that is explained; −1: the mean.
int explained_sample(const Session& session);

}  // namespace backprop
