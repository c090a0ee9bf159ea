// A step worked out by hand, once more from the formulas: with numbers of the student's own in
// place of the right ones, or with a mistake made on the way. Without either it gives the engine's
// numbers, but for rounding.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/exercise/hand_step.h"

namespace backprop {

class HandSums;

struct HandAnswer {
  HandPlace place;
  double typed;
};

// The number that a mistake makes of a place; nothing where it is not made there. Some can be made
// in several ways (which of the paths is left out): `variant`, from 0.
using MakeMistake = std::optional<double> (*)(const HandSums& sums, const HandPlace& place,
                                              int variant);

// A mistake made on the way to a place that is asked for.
struct MistakeMade {
  MakeMistake make = nullptr;  // none
  int variant = 0;
  HandPlace asked = {};
  bool everywhere = false;  // wherever it can be made, else at that place alone
};

class HandSums {
 public:
  // `step` outlives it; answers to places that the step has not are passed over.
  explicit HandSums(const HandStep& step, std::span<const HandAnswer> own = {},
                    const MistakeMade& made = {});

  // The number at a place that the step has: the student's own where there is one (but for the
  // place that is asked for), else worked out from the numbers before it.
  double of(const HandPlace& place) const;
  // From the numbers before it, by the right formula.
  double worked(const HandPlace& place) const;

  // --- what mistakes are made of ---------------------------------------------------------------
  const HandStep& step() const { return step_; }
  const Network& network() const { return step_.network(); }
  const HandPlace& asked() const { return made_.asked; }
  const Activation& activation(int layer) const { return *network().layer(layer).activation; }
  bool is_output(int layer) const { return layer + 1 == network().layer_count(); }
  double weight(int layer, int neuron, int input) const;  // before the update
  double bias(int layer, int neuron) const;
  double input(int layer, int input, int sample) const;  // what the layer receives
  double target(int output, int sample) const;
  double sum(int layer, int neuron, int sample) const;  // z
  double active(int layer, int neuron, int sample) const;  // a
  double delta(int layer, int neuron, int sample) const;
  double slope(int layer, int neuron, int sample) const;  // φ′(z); NaN of softmax
  double error(int output, int sample) const {
    return active_output(output, sample) - target(output, sample);
  }
  double upstream(int output, int sample) const;  // ∂L/∂a
  double back(int layer, int neuron, int sample) const;  // Σ w·δ of the next layer
  // The mean over the batch of what `value` gives for a sample.
  template <class Value>
  double mean(Value value) const {
    double total = 0;
    for (int s = 0; s < step_.samples(); ++s) total += value(s);
    return total / step_.samples();
  }
  // The loss of outputs, an activation and a target for each.
  double loss_of(std::span<const double> a, std::span<const double> targets) const;

  // The student's own numbers that were read so far.
  std::span<const HandPlace> own_read() const { return own_read_; }

 private:
  double active_output(int output, int sample) const;
  double worked_sum(const HandPlace& place) const;
  double worked_activation(const HandPlace& place) const;
  double worked_loss(const HandPlace& place) const;
  double worked_delta(const HandPlace& place) const;
  double worked_gradient(const HandPlace& place) const;
  double worked_new(const HandPlace& place) const;

  const HandStep& step_;
  MistakeMade made_;
  std::vector<double> own_;  // by number of the place; NaN where there is none
  mutable std::vector<double> known_;
  mutable std::vector<HandPlace> own_read_;
};

}  // namespace backprop
