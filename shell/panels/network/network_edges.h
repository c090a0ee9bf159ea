// The edges of the network picture: which are drawn, how strong, and which one is under the mouse.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/run/trainer.h"
#include "shell/canvas/theme.h"
#include "shell/panels/network/network_layout.h"
#include "shell/session/view.h"

namespace backprop {

struct Edge {
  int layer, to, from;    // from is a feature when layer is 0
  std::size_t parameter;  // index of the weight
  float value;            // weight, gradient or update, as chosen
  float strength;         // its magnitude on the scale of the mode, 0 … 1
};

// How a value becomes a strength: weights linearly up to ±5, gradients and updates over three
// decades below `reach`.
struct EdgeScale {
  EdgeMode mode = EdgeMode::kWeight;
  float reach = 5;
  float strength(float value) const;
};

// The values of a mode for all parameters: weights, ∂L/∂w, or Δw.
std::span<const float> edge_values(const Trainer& trainer, EdgeMode mode);
// Whether those values belong to the step in progress (gradients exist from phase 4 on, …).
bool values_current(const Trainer& trainer, EdgeMode mode);
// The greatest magnitude among the weights, for the reach of a logarithmic scale.
float largest_value(const Network& network, std::span<const float> values);

// Weakest first. When there are more than can be told apart only the strongest remain.
inline constexpr int kMaxEdges = 1200;
// `undone`: the share of the last update that the picture has not taken in yet, of weights.
// Of the scale's mode, or where there are `values`, one for every parameter, with these.
std::vector<Edge> collect_edges(const Trainer& trainer, EdgeScale scale, float undone = 0,
                                std::span<const float> values = {});
// Whether an edge begins or ends at a neuron.
bool touches(const Edge& edge, NeuronId neuron);

struct EdgeStyle {
  const Palette& palette;
  EdgeMode mode;
  bool current;                          // else faint: the values are of the step before
  std::optional<NeuronId> focus;         // its edges stand out from the others
  std::optional<std::size_t> highlight;  // the parameter of the edge drawn as selected
  std::span<const std::size_t> lit = {};  // further ones
  float alpha = 1;
  bool exist = true;  // else bare lines: there are no such values yet
};
float edge_width(float strength, EdgeMode mode, float tile);
void draw_edges(ImDrawList* list, const NetworkLayout& layout, std::span<const Edge> edges,
                const EdgeStyle& style);

// Lights on the edges into (forward) or out of (backward) a neuron: where its value comes from.
// `moved` shifts them, in t; forward from left to right, backward the other way.
void draw_lights(ImDrawList* list, const NetworkLayout& layout, std::span<const Edge> edges,
                 NeuronId neuron, bool backward, float moved, ImU32 color);

// The edge within reach of the mouse, the nearest one.
const Edge* edge_at(const NetworkLayout& layout, std::span<const Edge> edges, ImVec2 point);
EdgeShape edge_shape(const NetworkLayout& layout, const Edge& edge);
ImVec2 edge_handle(const NetworkLayout& layout, const Edge& edge);

}  // namespace backprop
