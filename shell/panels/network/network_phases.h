// What a phase puts on the network picture while a step is taken phase by phase: the lights that
// travel along the edges, the values that come to exist on the neurons, what edges show meanwhile.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "shell/panels/network/network_edges.h"

namespace backprop {

class Session;
struct Theme;

// "sample 204", "mean of the batch of 10".
std::string shown_sample(const Session& session);

// A neuron's value in the array `rows` of its layer, of a column or (−1) the mean.
float shown_value(const Workspace& workspace, const std::vector<float>& rows, int neuron,
                  int column);

// What stands beside a neuron: "a 0.83" and the like.
struct NeuronNumber {
  const char* symbol;
  float value;
  bool covered = false;  // it is being guessed
};
// What the phase has given this neuron so far, or with the view's numbers on its bias.
std::optional<NeuronNumber> neuron_number(const Session& session, NeuronId neuron);

// The colour of a ring while δ has a sign to show; nothing where it has none (yet).
std::optional<ImU32> delta_color(const Theme& theme, const Session& session, NeuronId neuron);

// The values of a mode for all parameters: of gradients those of the sample that is looked at.
std::span<const float> shown_edge_values(const Session& session, EdgeMode mode);

// What edges show now: the view's choice, unless a phase shows its own.
EdgeMode staged_mode(const Session& session);

// Lights running along the edges between two columns, `front` columns from the features.
void draw_signal(ImDrawList* list, const NetworkLayout& layout, std::span<const Edge> edges,
                 float front, bool backward, ImU32 color);

}  // namespace backprop
