// The one sample whose numbers stand on the picture of a small network, and the numbers it has so
// far in the step that is looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/network/backprop.h"
#include "shell/session/view.h"

namespace backprop {

class Session;
class Trainer;

// "sample 3 of 250": as they are listed.
std::string paper_point_name(const Trainer& trainer, int point);

// The name of an output: what a table calls it, else "a₁".
std::string output_name(const Trainer& trainer, int output);

struct PaperNumbers {
  int point = -1;
  bool in_batch = false;  // else it goes through the phases by itself
  std::vector<float> inputs, targets;
  // Nothing where the step has not come to it yet.
  struct Neuron {
    std::optional<float> z, a, delta;
  };
  std::vector<std::vector<Neuron>> layers;
  std::optional<float> loss;

  const Neuron& neuron(int layer, int index) const {
    return layers[static_cast<std::size_t>(layer)][static_cast<std::size_t>(index)];
  }
};

// Inputs and targets are those the trainer takes, the rest is what its phases computed.
PaperNumbers paper_numbers(const Session& session);

// What stands behind every weight and bias, besides the parameter itself.
struct PaperExtra {
  const char* symbol;  // "∂" for ∂L/∂w, "Δ" for Δw
  const std::vector<float>* values;
};
// What the edges are to show where there is such a thing in this step; else the gradients in their
// phase, and after the update that. Without `room` for two numbers the parameter itself gives way
// only to the gradients, while their phase is looked at, and to what the edges are to show.
std::optional<PaperExtra> paper_extra(const Session& session, EdgeMode wanted, bool room);

}  // namespace backprop
