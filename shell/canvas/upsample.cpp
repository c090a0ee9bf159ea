#include "shell/canvas/upsample.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "engine/math/simd.h"

namespace backprop {

namespace {

// Weights of the four neighbours −1, 0, 1, 2 at t in 0 … 1 between 0 and 1 (Catmull-Rom).
std::array<float, 4> weights_at(float t) {
  const float t2 = t * t, t3 = t2 * t;
  return {0.5f * (-t + 2 * t2 - t3), 0.5f * (2 - 5 * t2 + 3 * t3), 0.5f * (t + 4 * t2 - 3 * t3),
          0.5f * (-t2 + t3)};
}

// Where a fine cell's centre lies among the coarse ones: the four neighbours and their weights.
struct Tap {
  std::array<int, 4> index;
  std::array<float, 4> weight;
};

std::vector<Tap> make_taps(int side, int factor) {
  std::vector<Tap> taps(static_cast<std::size_t>(side * factor));
  for (int i = 0; i < side * factor; ++i) {
    const float position = (static_cast<float>(i) + 0.5f) / static_cast<float>(factor) - 0.5f;
    const float base = std::floor(position);
    Tap& tap = taps[static_cast<std::size_t>(i)];
    tap.weight = weights_at(position - base);
    for (int k = 0; k < 4; ++k) {
      tap.index[static_cast<std::size_t>(k)] =
          std::clamp(static_cast<int>(base) + k - 1, 0, side - 1);
    }
  }
  return taps;
}

}  // namespace

void upsample(std::span<const float> from, int side, int factor, std::vector<float>& rows,
              std::vector<float>& to) {
  assert(from.size() == static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
  const int fine = side * factor;
  const auto at = [](int row, int width) {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(width);
  };
  rows.resize(at(side, fine));
  to.resize(at(fine, fine));
  const std::vector<Tap> taps = make_taps(side, factor);
  for (int y = 0; y < side; ++y) {
    const float* in = from.data() + at(y, side);
    float* out = rows.data() + at(y, fine);
    for (int x = 0; x < fine; ++x) {
      const auto& [index, weight] = taps[static_cast<std::size_t>(x)];
      out[x] = weight[0] * in[index[0]] + weight[1] * in[index[1]] + weight[2] * in[index[2]] +
               weight[3] * in[index[3]];
    }
  }
  for (int y = 0; y < fine; ++y) {
    const auto& [index, weight] = taps[static_cast<std::size_t>(y)];
    const float* r0 = rows.data() + at(index[0], fine);
    const float* r1 = rows.data() + at(index[1], fine);
    const float* r2 = rows.data() + at(index[2], fine);
    const float* r3 = rows.data() + at(index[3], fine);
    float* out = to.data() + at(y, fine);
    const f32x4 w0 = splat(weight[0]), w1 = splat(weight[1]), w2 = splat(weight[2]),
                w3 = splat(weight[3]);
    int x = 0;
    for (; x + kLanes <= fine; x += kLanes) {
      store(out + x, w0 * load(r0 + x) + w1 * load(r1 + x) + w2 * load(r2 + x) + w3 * load(r3 + x));
    }
    for (; x < fine; ++x) {
      out[x] = weight[0] * r0[x] + weight[1] * r1[x] + weight[2] * r2[x] + weight[3] * r3[x];
    }
  }
}

}  // namespace backprop
