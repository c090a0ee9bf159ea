// What the tabs that look inside the run remember from frame to frame.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/insight/distribution.h"
#include "engine/insight/gradient_check.h"
#include "engine/insight/landscape.h"
#include "engine/insight/routes.h"
#include "engine/run/trainer.h"
#include "shell/canvas/heatmap.h"

namespace backprop {

struct FlowState {
  std::vector<LayerDistribution> distributions;
  std::uint64_t revision = ~std::uint64_t{0};  // the trainer's they were measured at
  double next = 0;                             // not before, while training
  int layer = -1;                              // the one pointed at in the last frame
};

// The directions a slice can be cut along.
enum class SliceDirection { kRandom, kDownhill, kFromStart };

struct SliceRequest {
  SliceDirection across = SliceDirection::kRandom, up = SliceDirection::kRandom;
  std::uint32_t seed = 1;
  double extent = 1;
  friend bool operator==(const SliceRequest&, const SliceRequest&) = default;
};

struct Slice {
  Landscape landscape;
  SliceRequest request;  // what it was cut along
  std::int64_t step;
  std::uint64_t revision;
  std::size_t parameters;
};

struct LandscapeState {
  SliceRequest wanted;
  bool again = false;             // asked for by hand
  std::optional<Slice> computed;  // under way
  std::optional<Slice> shown;
  HeatmapAtlas picture;  // its plane
  std::size_t painted = 0;    // cells in the picture
  double low = 0, high = 1;   // losses its colours span
  std::vector<ImVec2> path;   // of the run, in the coordinates of the slice shown
  std::size_t path_marks = 0;
  std::int64_t path_end = -1;
  double next_path = 0;  // when, in seconds, it is traced again while training
};

struct HistoryState {
  bool dragging = false;
  struct Moment {
    Metrics metrics;
    std::vector<float> parameters;
  };
  std::optional<Moment> pinned;
};

struct CheckState {
  std::optional<GradientChecker> running;
  std::optional<GradientCheck> result;
  std::size_t limit = 0;  // of the one running or shown
  std::int64_t step = 0;
  std::size_t parameters = 0;  // of the network checked
  std::uint64_t revision = ~std::uint64_t{0};
  std::optional<std::size_t> pointed;  // the parameter pointed at in the last frame
  struct Dot {
    ImVec2 place;  // 0 … 1, analytic across and numeric up
    std::size_t entry;
  };
  std::vector<Dot> dots;
  double reach = 1;  // the largest magnitude
};

struct RoutesState {
  struct Key {  // what they are of
    std::uint64_t revision = ~std::uint64_t{0};
    ExplainTarget::Kind kind = ExplainTarget::Kind::kNeuron;
    int layer = 0, neuron = 0;
    std::size_t parameter = 0;
    int point = -1;
    friend bool operator==(const Key&, const Key&) = default;
  } key;
  std::optional<Routes> routes;
  std::string trouble;    // why there are none
  double next = 0;        // not before, while training
  bool walking = false;   // lit one after the other, …
  double walk_start = 0;  // … since then, in seconds
};

struct MatrixTab;  // of shell/panels/analysis/matrix_panel.cpp

struct InsideState {
  std::shared_ptr<RoutesState> routes;  // once they are opened
  FlowState flow;
  LandscapeState landscape;
  HistoryState history;
  CheckState check;
  std::shared_ptr<MatrixTab> matrices;  // once the tab was opened
  bool working = false;  // one that shows has work left for the next frames
};

}  // namespace backprop
