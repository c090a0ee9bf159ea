// What of a training step is worked out by hand: one number at one place of a small network.
#pragma once

#include <optional>
#include <string>

#include "engine/insight/explain.h"
#include "engine/network/backprop.h"
#include "engine/network/network.h"

namespace backprop {

// All count from 0; the output is the last layer.
struct HandPlace {
  enum class Kind {
    kSum,         // z of a neuron, at a sample
    kActivation,  // a of a neuron, at a sample
    kLoss,        // of a sample, or (sample −1) the mean over the batch
    kDelta,       // δ = ∂L/∂z of a neuron, at a sample
    kGradient,    // ∂L/∂w or ∂L/∂b of the batch
    kNew,         // a weight or bias after the update
  } kind = Kind::kSum;
  int layer = 0, neuron = 0;  // of a parameter the neuron that it leads to; 0 of a loss
  int input = -1;   // of kGradient and kNew: where a weight comes from, −1 of a bias
  int sample = -1;  // column of the batch; −1 for what is the batch's

  bool is_parameter() const { return kind == Kind::kGradient || kind == Kind::kNew; }
  ParameterPlace parameter() const { return {layer, neuron, input}; }
  friend bool operator==(const HandPlace&, const HandPlace&) = default;
};

// The phase that computes it, whose turn it is among the blanks of an exercise.
Phase phase_of(const HandPlace& place);

// What of an explanation tells it, and where it stands on the canvas: the neuron (of a loss the
// first output) or the parameter.
ExplainTarget target_of(const HandPlace& place, const Network& network);

// As worked examples write it (docs/examples.md): "z:1.2", "gradient weight:1.2.1", "new bias:2.1",
// "loss", of the second of several samples "a:2.1@2".
std::string place_text(const HandPlace& place, int samples);
// "z⁽¹⁾₂", "∂L/∂w⁽¹⁾₂₁", "new b⁽²⁾₁", "L"; of the second of several samples "a⁽²⁾₁[2]".
std::string place_symbol(const HandPlace& place, int samples);

}  // namespace backprop
