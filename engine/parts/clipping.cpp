#include "engine/parts/clipping.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/base/table.h"
#include "engine/math/simd.h"

namespace backprop {
namespace {

// ‖scale·g‖
float norm_of(const float* gradients, int count, float scale) {
  f32x4 squares = splat(0.0f);
  for (int i = 0; i < count; i += kLanes) {
    const f32x4 g = load(gradients + i) * splat(scale);
    squares += g * g;
  }
  return square_root(splat(sum_lanes(squares)))[0];
}

// threshold/‖g‖, or 1 when it is short enough.
float norm_factor(float threshold, const float* gradients, int count) {
  const float norm = norm_of(gradients, count, 1);
  if (norm <= threshold) return 1;
  if (norm - norm == 0 || norm != norm) return threshold / norm;
  // The squares are too large for a float: those of the gradient over its largest number are not.
  float largest = 0;
  for (int i = 0; i < count; ++i) largest = std::max(largest, std::abs(gradients[i]));
  return threshold / largest / norm_of(gradients, count, 1 / largest);
}

void limit_norm(float threshold, float* gradients, int count) {
  const float factor = norm_factor(threshold, gradients, count);
  if (factor == 1) return;
  for (int i = 0; i < count; i += kLanes) store(gradients + i, load(gradients + i) * splat(factor));
}

void limit_values(float threshold, float* gradients, int count) {
  for (int i = 0; i < count; i += kLanes) {
    store(gradients + i,
          at_least(at_most(load(gradients + i), splat(threshold)), splat(-threshold)));
  }
}

// By norm: R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural
// networks", ICML 2013, arXiv:1211.5063.
constexpr Clipping kClippings[] = {
    {
        .name = "none",
        .label = "None",
        .help = "Gradients are used as they are.",
        .limit = nullptr,
        .factor = nullptr,
        .forms = {.numpy = kNoText, .torch = kNoText},
    },
    {
        .name = "norm",
        .label = "By norm",
        .help = "A gradient longer than the threshold is scaled down to it.",
        .limit = limit_norm,
        .factor = norm_factor,
        .forms =
            {
                .numpy = "        length = np.sqrt((gradient ** 2).sum())\n"
                         "        if length > CLIP:\n"
                         "            gradient *= CLIP / length",
                .torch = "        length = torch.cat([p.grad.flatten() for p in "
                         "network.parameters()]).norm()\n"
                         "        if length > CLIP:\n"
                         "            for parameter in network.parameters():\n"
                         "                parameter.grad *= CLIP / length",
            },
    },
    {
        .name = "value",
        .label = "By value",
        .help = "Every component is cut off at ± the threshold.",
        .limit = limit_values,
        .factor = nullptr,
        .forms = {.numpy = "        np.clip(gradient, -CLIP, CLIP, out=gradient)",
                  .torch = "        nn.utils.clip_grad_value_(network.parameters(), CLIP)"},
    },
};

}  // namespace

std::span<const Clipping> clippings() { return kClippings; }

const Clipping& clipping(std::string_view name) {
  const Clipping* entry = find_entry(clippings(), name);
  assert(entry);
  return *entry;
}

}  // namespace backprop
