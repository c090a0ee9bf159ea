// Clipping: what keeps a gradient from growing too long, behind regularization and before the
// optimizer.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/entry.h"

namespace backprop {

// How it is said elsewhere, as lines of the step of a program that trains; CLIP is the threshold.
// Empty for none.
struct ClippingForms {
  MaybeText numpy;  // limits an array `gradient` of all parameters in place
  MaybeText torch;  // limits the `grad` of network.parameters()
};

struct Clipping {
  Text name;   // "norm"
  Text label;  // "By norm"
  Text help;
  // Limits a gradient in place; null for none. threshold > 0, count is a multiple of kLanes. NaN
  // stays NaN.
  Given<void (*)(float threshold, float* gradients, int count)> limit;
  // What `limit` multiplies every number by, 1 where it leaves them alone; null where it looks at
  // each by itself.
  Given<float (*)(float threshold, const float* gradients, int count)> factor;
  ClippingForms forms;
};

std::span<const Clipping> clippings();  // none is the first
const Clipping& clipping(std::string_view name);  // the name must exist

}  // namespace backprop
