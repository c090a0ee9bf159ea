// The sample that is looked at: its values in the step in progress, wherever they are.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/network/backprop.h"

namespace backprop {

class Trainer;

// Kept for pictures; renewed when the run or the sample is another.
struct SampleShown {
  int point = -1;  // index into data().points; −1: the mean of the batch is looked at
  std::uint64_t revision = ~std::uint64_t{0};
  int column = -1;                 // of the batch, where the sample is in it
  std::shared_ptr<const Workspace> alone;  // else passed through the network by itself
  std::vector<float> gradients;  // its own δ·input, once phase 4 has run; laid out as parameters
};

// What of it is looked at: a workspace and a column of it, −1 for the mean of the batch.
struct SampleValues {
  const Workspace& workspace;
  int column;
};
SampleValues values_of(const Trainer& trainer, const SampleShown& sample);

// Behind the page's door. `sample.point` is one of the data's.
void show_sample(const Trainer& trainer, SampleShown& sample);
// Of a batch, whose outputs are there from phase 1 on, the sample that is furthest from its
// targets, an index into data().points; −1 without a batch.
int furthest_sample(const Trainer& trainer);

}  // namespace backprop
