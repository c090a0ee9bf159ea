// Which value has which colour: the canvas's light theme, for pictures of the command line.
#pragma once

#include "engine/insight/probe.h"
#include "engine/run/trainer.h"
#include "shell/cli/image.h"

namespace backprop {

inline constexpr Color kGround = Color::hex(0xf4f4f1), kPanel = Color::hex(0xffffff),
                       kNegative = Color::hex(0xee8a1d), kZero = Color::hex(0xeceef0),
                       kPositive = Color::hex(0x0d7cc9), kInk = Color::hex(0x1c2027);
// Share of the colour in the output plane (where points stand out) and in tiles.
inline constexpr float kPlaneStrength = 0.6f, kTileStrength = 0.8f;

// Negative over zero to positive; NaN is drawn as zero.
Color value_color(float value);
Color class_color(int label);

// Whether every output stands for a class of its own.
bool output_per_class(const Trainer& trainer);

// The values of a map that are drawn as zero and as full colour.
struct ValueScale {
  float centre = 0, reach = 1;
  float operator()(float value) const { return (value - centre) / reach; }
};

// Features: their largest value. Hidden layers: ±1, or where the activation has no bounds, the
// next of 1, 2, 5, 10, … that holds most of all their values. Outputs: between the loss's targets.
ValueScale feature_scale(const Probe& probe, int feature);
ValueScale neuron_scale(const Trainer& trainer, const Probe& probe, int layer);

Color point_color(const Trainer& trainer, const Point& point);

}  // namespace backprop
