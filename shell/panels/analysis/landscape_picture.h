// The picture of a slice of the loss: colours on a logarithmic scale, with contours.
#pragma once

#include <optional>
#include <span>
#include <utility>

#include "engine/insight/landscape.h"
#include "shell/canvas/heatmap.h"

namespace backprop {

// The finite losses' least and greatest, at least a tenth of a decade apart and no more than six;
// low first.
std::pair<double, double> loss_range(std::span<const float> losses);
// 0 at `low`, 1 at `high`, logarithmic; what is not a number is as high as can be.
float loss_level(double loss, double low, double high);
// The colour of a level: dark in the valleys.
ImU32 level_color(float level);

// Colours what is computed so far: cell by cell, and smoothly with contours once all is there.
void paint_landscape(HeatmapAtlas& picture, const Landscape& landscape, double low, double high,
                     ImU32 missing);

// The loss at a place of the slice, between the cells; nothing outside of what is computed.
std::optional<double> loss_at(const Landscape& landscape, double x, double y);

}  // namespace backprop
