// What the files of losses have in common. Only loss.cpp includes them.
//
// Losses that are a sum over the outputs have a struct that gives, for one output, the loss, what
// reaches it, and the loss in double.
#pragma once

#include "engine/math/math.h"
#include "engine/math/simd.h"
#include "engine/parts/loss.h"

namespace backprop::loss_entries {

// Lanes of the vector at column s that hold samples; the others are padding.
inline i32x4 valid_lanes(int s, int samples) { return i32x4{s, s + 1, s + 2, s + 3} < samples; }

inline f32x4 zero_padding(f32x4 value, int s, int samples) {
  return select(valid_lanes(s, samples), value, splat(0.0f));
}

template <class Kind>
void value(const float* z, const float* a, const float* target, float* sample_loss, int outputs,
           int samples, int stride) {
  for (int s = 0; s < stride; s += kLanes) {
    f32x4 sum = splat(0.0f);
    for (int k = s; k < outputs * stride; k += stride) {
      sum += Kind::term(load(z + k), load(a + k), load(target + k));
    }
    store(sample_loss + s, zero_padding(sum, s, samples));
  }
}

template <class Kind>
void gradient(const float* z, const float* a, const float* target, float* upstream, int outputs,
              int samples, int stride) {
  for (int s = 0; s < stride; s += kLanes) {
    for (int k = s; k < outputs * stride; k += stride) {
      const f32x4 value = Kind::gradient(load(z + k), load(a + k), load(target + k));
      store(upstream + k, zero_padding(value, s, samples));
    }
  }
}

template <class Kind>
double value_double(const double* z, const double* a, const double* target, int outputs) {
  double sum = 0;
  for (int k = 0; k < outputs; ++k) sum += Kind::term_double(z[k], a[k], target[k]);
  return sum;
}

// The same for the mean over the outputs.
template <class Kind>
void mean_value(const float* z, const float* a, const float* target, float* sample_loss,
                int outputs, int samples, int stride) {
  value<Kind>(z, a, target, sample_loss, outputs, samples, stride);
  const f32x4 share = splat(1.0f / static_cast<float>(outputs));
  for (int s = 0; s < stride; s += kLanes) store(sample_loss + s, share * load(sample_loss + s));
}

template <class Kind>
void mean_gradient(const float* z, const float* a, const float* target, float* upstream,
                   int outputs, int samples, int stride) {
  gradient<Kind>(z, a, target, upstream, outputs, samples, stride);
  const f32x4 share = splat(1.0f / static_cast<float>(outputs));
  for (int i = 0; i < outputs * stride; i += kLanes)
    store(upstream + i, share * load(upstream + i));
}

template <class Kind>
double mean_value_double(const double* z, const double* a, const double* target, int outputs) {
  return value_double<Kind>(z, a, target, outputs) / outputs;
}

// ln p for gradient checks, finite where p has come down to nothing.
inline double surprise_log(double p) { return math::log(p > 1e-300 ? p : 1e-300); }

}  // namespace backprop::loss_entries
