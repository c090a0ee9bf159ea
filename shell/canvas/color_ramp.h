// Colours for values: which number becomes which colour, one at a time or a whole map of them.
#pragma once

#include <imgui.h>

#include <array>
#include <span>

#include "shell/canvas/theme.h"

namespace backprop {

// value ↦ (value − center) / reach, so that the colours span center ± reach.
struct MapScale {
  float center = 0, reach = 1;
  float operator()(float value) const { return (value - center) / reach; }
};

// A table from −1 to +1, mixed over the ground at `strength`.
struct ColorRamp {
  std::array<ImU32, 256> colors;
  static ColorRamp diverging(const Palette& palette, float strength);
  static ColorRamp between(ImU32 negative, ImU32 zero, ImU32 positive, ImU32 ground,
                           float strength);
  // NaN is drawn as zero, and what is beyond ±1 as that.
  ImU32 at(float value) const;
  // to[i] = at(scale(values[i])), four at a time.
  void paint(std::span<const float> values, MapScale scale, ImU32* to) const;
};

}  // namespace backprop
