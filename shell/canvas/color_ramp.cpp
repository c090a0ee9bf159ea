#include "shell/canvas/color_ramp.h"

#include <algorithm>
#include <cmath>

#include "engine/math/simd.h"

namespace backprop {

namespace {

constexpr int kZero = 127;  // index of value 0; −1 is 0 and +1 is 254

// Indices into the table. Floats from 2²³ on are whole numbers, and their last bits are that
// number's: the sum rounds, and half the time of a conversion is saved.
i32x4 indices(f32x4 value) {
  constexpr float kWhole = 8388608;
  const f32x4 number = select(value == value, value, f32x4{});  // not NaN
  const f32x4 clamped = at_least(at_most(number, splat(1)), splat(-1));
  return bits_of(clamped * splat(kZero) + splat(kWhole + kZero)) & 255;
}

}  // namespace

ColorRamp ColorRamp::between(ImU32 negative, ImU32 zero, ImU32 positive, ImU32 ground,
                             float strength) {
  ColorRamp ramp;
  for (int i = 0; i < 256; ++i) {
    const float value = std::min(1.0f, static_cast<float>(i - kZero) / kZero);
    const ImU32 color = mix(zero, value < 0 ? negative : positive, std::abs(value));
    ramp.colors[static_cast<std::size_t>(i)] = mix(ground, color, strength);
  }
  return ramp;
}

ColorRamp ColorRamp::diverging(const Palette& palette, float strength) {
  return between(palette.negative, palette.zero, palette.positive, palette.ground, strength);
}

ImU32 ColorRamp::at(float value) const {
  return colors[static_cast<std::size_t>(indices(splat(value))[0])];
}

void ColorRamp::paint(std::span<const float> values, MapScale scale, ImU32* to) const {
  const f32x4 center = splat(scale.center), reach = splat(scale.reach);
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes) {
    const i32x4 index = indices((load(values.data() + i) - center) / reach);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      to[i + lane] = colors[static_cast<std::size_t>(index[lane])];
    }
  }
  for (; i < values.size(); ++i) to[i] = at(scale(values[i]));
}

}  // namespace backprop
