// What was measured of the runs to be shown, all at one moment: that of the last refresh, which is
// every frame unless a large experiment makes it too slow for that. Panels read these numbers, and
// not the trainer's, where computing them costs a pass over all points.
#pragma once

#include <vector>

#include "engine/insight/finding.h"
#include "engine/insight/observation.h"
#include "engine/insight/probe.h"
#include "engine/run/trainer.h"
#include "shell/canvas/heatmap.h"
#include "shell/session/statistics_log.h"

namespace backprop {

struct Shown {
  Metrics metrics;
  Probe probe;            // every neuron's values over the plane …
  HeatmapAtlas heatmaps;  // … and their pictures, with that of the output plane
  HeatmapAtlas other_plane;  // of the run compared with
  // Gradient norms, update ratios and losses of the last refreshes, for charts and diagnosis.
  StatisticsLog statistics;
  // What is going well or wrong, worst first, and dead and saturated neurons, by layer: renewed a
  // few times a second.
  std::vector<Finding> findings;
  std::vector<std::vector<NeuronHealth>> health;
};

}  // namespace backprop
