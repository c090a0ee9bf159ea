// The same sums as kernels_naive.cpp, in tiles held in registers: four neurons by up to three
// vectors of samples at a time, so that a loaded number is used several times. Every single sum
// still adds in the order the naive kernels have.
#include "engine/math/simd.h"
#include "engine/network/kernels.h"

// Two terms a turn spare WebAssembly a third of the time, measured in V8; GCC runs out of
// registers.
#if defined(__clang__)
#define BACKPROP_UNROLL_TWICE _Pragma("clang loop unroll_count(2)")
#else
#define BACKPROP_UNROLL_TWICE
#endif

namespace backprop {
namespace {

// Where a tile's factors lie: factor k of row r at w[r·row + k·term].
struct ByRow {  // rows of the weight matrix: a neuron's weights
  int row;
  static constexpr int term() { return 1; }
};
struct ByColumn {  // columns of it: the weights that leave a neuron
  static constexpr int row = 1;
  int inputs;
  int term() const { return inputs; }
};

// kRows × kVectors sums over `count` terms; row r begins with start[r], or with zero when there
// is no start; term k has the samples x[k·stride …].
template <int kRows, int kVectors, class Layout>
inline __attribute__((always_inline)) void sums_tile(const float* w, Layout layout,
                                                     const float* start, const float* x, float* out,
                                                     int count, int stride) {
  f32x4 sum[kRows][kVectors];
  BACKPROP_UNROLL
  for (int r = 0; r < kRows; ++r) {
    BACKPROP_UNROLL
    for (int v = 0; v < kVectors; ++v) sum[r][v] = splat(start ? start[r] : 0.0f);
  }
  BACKPROP_UNROLL_TWICE
  for (int k = 0; k < count; ++k) {
    f32x4 samples[kVectors];
    BACKPROP_UNROLL
    for (int v = 0; v < kVectors; ++v) samples[v] = load(x + v * kLanes);
    BACKPROP_UNROLL
    for (int r = 0; r < kRows; ++r) {
      const f32x4 factor = splat(w[r * layout.row]);
      BACKPROP_UNROLL
      for (int v = 0; v < kVectors; ++v) sum[r][v] += factor * samples[v];
    }
    w += layout.term();
    x += stride;
  }
  BACKPROP_UNROLL
  for (int r = 0; r < kRows; ++r) {
    BACKPROP_UNROLL
    for (int v = 0; v < kVectors; ++v) store(out + r * stride + v * kLanes, sum[r][v]);
  }
}

// All samples of kRows neurons: three vectors at a time, and two at the end rather than one, which
// would leave the adders waiting for each other.
template <int kRows, class Layout>
void sums_rows(const float* w, Layout layout, const float* start, const float* x, float* out,
               int count, int stride) {
  int s = 0;
  while (stride - s == 3 * kLanes || stride - s > 4 * kLanes) {
    sums_tile<kRows, 3>(w, layout, start, x + s, out + s, count, stride);
    s += 3 * kLanes;
  }
  while (stride - s >= 2 * kLanes) {
    sums_tile<kRows, 2>(w, layout, start, x + s, out + s, count, stride);
    s += 2 * kLanes;
  }
  if (s < stride) sums_tile<kRows, 1>(w, layout, start, x + s, out + s, count, stride);
}

// out[r][s] = start[r] + Σₖ w[r·row + k·term]·x[k][s] for all rows.
template <class Layout>
void sums(const float* w, Layout layout, const float* start, const float* x, float* out, int rows,
          int count, int stride) {
  for (; rows >= 4; rows -= 4) {
    sums_rows<4>(w, layout, start, x, out, count, stride);
    w += 4 * layout.row;
    out += 4 * stride;
    if (start) start += 4;
  }
  switch (rows) {
    case 3:
      sums_rows<3>(w, layout, start, x, out, count, stride);
      break;
    case 2:
      sums_rows<2>(w, layout, start, x, out, count, stride);
      break;
    case 1:
      sums_rows<1>(w, layout, start, x, out, count, stride);
      break;
    default:
      break;
  }
}

void weighted_sums(const float* weights, const float* biases, const float* a, float* z, int inputs,
                   int outputs, int stride) {
  sums(weights, ByRow{inputs}, biases, a, z, outputs, inputs, stride);
}

void input_gradients(const float* weights, const float* delta, float* upstream, int inputs,
                     int outputs, int stride) {
  sums(weights, ByColumn{inputs}, nullptr, delta, upstream, inputs, outputs, stride);
}

// dw of kRows outputs by four inputs: four sums over samples end as one vector of weights.
template <int kRows>
inline __attribute__((always_inline)) void gradients_tile(const float* delta, const float* a,
                                                          f32x4 scale, float* dw, int inputs,
                                                          int stride) {
  f32x4 sum[kRows][4];
  BACKPROP_UNROLL
  for (int r = 0; r < kRows; ++r) {
    BACKPROP_UNROLL
    for (int i = 0; i < 4; ++i) sum[r][i] = splat(0.0f);
  }
  for (int s = 0; s < stride; s += kLanes) {
    f32x4 d[kRows];
    BACKPROP_UNROLL
    for (int r = 0; r < kRows; ++r) d[r] = load(delta + r * stride + s);
    BACKPROP_UNROLL
    for (int i = 0; i < 4; ++i) {
      const f32x4 samples = load(a + i * stride + s);
      BACKPROP_UNROLL
      for (int r = 0; r < kRows; ++r) sum[r][i] += d[r] * samples;
    }
  }
  BACKPROP_UNROLL
  for (int r = 0; r < kRows; ++r) {
    store(dw + r * inputs, scale * sum_lanes(sum[r][0], sum[r][1], sum[r][2], sum[r][3]));
  }
}

// The same for one input.
template <int kRows>
inline __attribute__((always_inline)) void gradients_column(const float* delta, const float* a,
                                                            float scale, float* dw, int inputs,
                                                            int stride) {
  f32x4 sum[kRows];
  BACKPROP_UNROLL
  for (int r = 0; r < kRows; ++r) sum[r] = splat(0.0f);
  for (int s = 0; s < stride; s += kLanes) {
    const f32x4 samples = load(a + s);
    BACKPROP_UNROLL
    for (int r = 0; r < kRows; ++r) sum[r] += load(delta + r * stride + s) * samples;
  }
  BACKPROP_UNROLL
  for (int r = 0; r < kRows; ++r) dw[r * inputs] = scale * sum_lanes(sum[r]);
}

template <int kRows>
void gradients_rows(const float* delta, const float* a, float scale, float* dw, int inputs,
                    int stride) {
  int i = 0;
  for (; i + 4 <= inputs; i += 4) {
    gradients_tile<kRows>(delta, a + i * stride, splat(scale), dw + i, inputs, stride);
  }
  for (; i < inputs; ++i) {
    gradients_column<kRows>(delta, a + i * stride, scale, dw + i, inputs, stride);
  }
}

// db[j] = scale·Σₛ δ[j][s], four at a time.
void bias_gradients(const float* delta, float scale, float* db, int outputs, int stride) {
  int j = 0;
  for (; j + 4 <= outputs; j += 4) {
    f32x4 sum[4] = {};
    for (int s = 0; s < stride; s += kLanes) {
      BACKPROP_UNROLL
      for (int r = 0; r < 4; ++r) sum[r] += load(delta + (j + r) * stride + s);
    }
    store(db + j, splat(scale) * sum_lanes(sum[0], sum[1], sum[2], sum[3]));
  }
  for (; j < outputs; ++j) {
    f32x4 sum = splat(0.0f);
    for (int s = 0; s < stride; s += kLanes) sum += load(delta + j * stride + s);
    db[j] = scale * sum_lanes(sum);
  }
}

void parameter_gradients(const float* delta, const float* a, float scale, float* dw, float* db,
                         int inputs, int outputs, int stride) {
  int j = 0;
  for (; j + 2 <= outputs; j += 2) {
    gradients_rows<2>(delta + j * stride, a, scale, dw + j * inputs, inputs, stride);
  }
  if (j < outputs) {
    gradients_rows<1>(delta + j * stride, a, scale, dw + j * inputs, inputs, stride);
  }
  bias_gradients(delta, scale, db, outputs, stride);
}

constexpr Kernels kFast = {weighted_sums, input_gradients, parameter_gradients};

}  // namespace

const Kernels& fast_kernels() { return kFast; }

}  // namespace backprop
