// What the heat maps show of a running experiment: which value becomes which colour.
#pragma once

#include <optional>

#include "engine/insight/probe.h"
#include "engine/run/trainer.h"
#include "shell/canvas/heatmap.h"
#include "shell/session/view.h"

namespace backprop {

// Share of the colour in a neuron's tile and in the output plane (where points stand out).
inline constexpr float kTileStrength = 0.8f, kPlaneStrength = 0.62f;

// The scale of a neuron's map (layer −1: of a feature, by its index among the active ones).
// Hidden layers share one: ±1 for bounded activations, else the next of 1, 2, 5, 10, … that holds
// most of their values. Outputs of a classification span the loss's two targets; one that
// stands for a class goes from 0 at the low target to 1 at the high one.
MapScale map_scale(const Trainer& trainer, const Probe& probe, NeuronId neuron);

// The neuron the plane shows: view.shown_neuron() when the network has it, else nothing, which
// means the decision of the whole output layer.
std::optional<NeuronId> shown_neuron(const View& view, const Network& network);

// Whether an output neuron stands for a class of its own.
bool output_per_class(const Trainer& trainer);

// The atlas's tiles: one for every entry of features(), active or not, then the neurons.
int feature_tile(const Feature& feature);
int neuron_tile(const Network& network, NeuronId neuron);  // layer >= 0

// Colours all tiles and the plane; `probe` holds the network's present values.
void refresh_heatmaps(HeatmapAtlas& atlas, const Probe& probe, const Trainer& trainer,
                      const View& view, const Palette& palette);
// The plane alone.
void paint_plane(HeatmapAtlas& atlas, const Probe& probe, const Trainer& trainer, const View& view,
                 const Palette& palette);

}  // namespace backprop
