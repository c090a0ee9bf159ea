// What was measured of the runs to be shown, all at one moment: that of the last refresh, which is
// every frame unless a large experiment makes it too slow for that. Panels read these numbers, and
// not the trainer's, where computing them costs a pass over all points.
#pragma once

#include <optional>
#include <vector>

#include "engine/insight/finding.h"
#include "engine/insight/observation.h"
#include "engine/insight/probe.h"
#include "engine/run/trainer.h"
#include "shell/canvas/heatmap.h"
#include "shell/session/plane_slice.h"
#include "shell/session/sample_shown.h"
#include "shell/session/statistics_log.h"

namespace backprop {

struct Shown {
  Metrics metrics;
  Probe probe;            // every neuron's values over the plane …
  HeatmapAtlas heatmaps;  // … and their pictures, with that of the output plane
  HeatmapAtlas other_plane;  // of the run compared with
  std::optional<SliceView> slice;  // what the plane is, when the data are a table
  SampleShown sample;  // whose numbers the pictures have
  // Gradient norms, update ratios and losses of the last refreshes, for charts and diagnosis.
  StatisticsLog statistics;
  // What is going well or wrong, worst first, and dead and saturated neurons, by layer: renewed a
  // few times a second.
  std::vector<Finding> findings;
  std::vector<std::vector<NeuronHealth>> health;
};

// Where points are in the plane.
inline std::span<const Point> places(const Shown& shown, const Data& data) {
  if (shown.slice && shown.slice->places.size() == data.points.size()) return shown.slice->places;
  return data.points;
}

// The names and numbers of the plane's axes, of the label and of the classes, if they have any.
inline const Columns* shown_columns(const Shown& shown, const Experiment& experiment) {
  return shown.slice ? &shown.slice->slice.columns : experiment.shown_columns();
}

}  // namespace backprop
