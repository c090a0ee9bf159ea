// What softmax and cross-entropy share, for four columns (samples) of a layer [output][stride] of
// at least one output; z points at the first of the four.
#pragma once

#include "engine/math/math.h"
#include "engine/math/simd.h"

namespace backprop {

// The largest z of a column, m, and Σ e^(z−m) over all outputs but the first that has it. That one
// contributes exactly 1; kept apart, it does not round away what the others add to it, and so the
// probability of an almost certain class, 1 − rest/(1+rest), stays as close to 1 as it should.
struct SoftmaxColumns {
  f32x4 largest;
  f32x4 rest;

  SoftmaxColumns(const float* z, int outputs, int stride) : largest(load(z)), rest(splat(0.0f)) {
    const int count = outputs * stride;
    for (int k = stride; k < count; k += stride) largest = at_least(load(z + k), largest);
    i32x4 seen = {};
    for (int k = 0; k < count; k += stride) {
      const f32x4 power = math::exp(load(z + k) - largest);
      rest += select(take_first(power, seen), splat(0.0f), power);
    }
  }

  // Whether this power is the first of the largest, going through the outputs in order.
  static i32x4 take_first(f32x4 power, i32x4& seen) {
    const i32x4 first = (power == 1.0f) & ~seen;
    seen |= first;
    return first;
  }
};

}  // namespace backprop
