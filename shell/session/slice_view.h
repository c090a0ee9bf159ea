// The plane when the data are a table: the slice that is shown is made, and curves become pictures.
#pragma once

#include <span>
#include <vector>

#include "shell/canvas/color_ramp.h"

namespace backprop {

class Probe;
class Trainer;
struct Shown;
struct View;

// The slice that `view` asks for becomes the shown one; the probe is set up for it.
void show_slice(const Trainer& trainer, const View& view, int resolution, Shown& shown);
// The same slice for another run with the same data.
void probe_slice(const Shown& shown, int resolution, Probe& probe);

// Over one input a neuron is a curve: of its values from left to right, the picture that is
// coloured between the curve and zero. The picture reaches from −1.5 to 1.5 times the scale's
// reach.
void curve_map(std::span<const float> map, int side, MapScale scale, std::vector<float>& out);

}  // namespace backprop
