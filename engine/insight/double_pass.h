// A batch in double precision, from the formulas alone: what the gradient check compares with.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/math/random.h"
#include "engine/network/backprop.h"
#include "engine/network/network.h"
#include "engine/parts/loss.h"

namespace backprop {

// The network on one batch in double precision, and what one moved parameter changes of it. Arrays
// are [neuron][sample] without padding.
class DoublePass {
 public:
  // With parameters of its own, as many as the network has.
  DoublePass(const Network& network, const Loss& loss, const Workspace& workspace,
             std::vector<double> parameters);

  double loss() const { return loss_at(layers_); }
  // ∂L/∂w of every parameter, with as much noise as float arithmetic has.
  std::vector<double> gradient(Random& noise) const;
  // The loss with one parameter moved by `move`; sets `kink` when a pre-activation ends up on the
  // other side of its activation's kink than the engine had it.
  double moved_loss(const ParameterPlace& place, double move, bool& kink);
  // How far a z moves at most for each unit that a parameter does.
  double reach(const ParameterPlace& place) const;

 private:
  struct Layer {
    std::vector<double> z, a;
  };

  std::size_t at(int neuron, int sample) const {
    return static_cast<std::size_t>(neuron) * static_cast<std::size_t>(samples_) +
           static_cast<std::size_t>(sample);
  }
  double input(int layer, int neuron, int sample) const {
    return (layer == 0 ? inputs_
                       : layers_[static_cast<std::size_t>(layer - 1)].a)[at(neuron, sample)];
  }
  double parameter(std::size_t index) const { return parameters_[index]; }
  // 0 or 1/(1−p) under dropout, else 1.
  double mask(int layer, int neuron, int sample) const;
  void weighted_sums(int layer, std::vector<Layer>& layers) const;
  void activate_row(int layer, int neuron, Layer& values) const;
  bool crosses_kink(int layer, int neuron, const Layer& values) const;
  double loss_at(const std::vector<Layer>& layers) const;
  double sample_loss(const std::vector<double>& z, int sample) const;

  const Network& network_;
  const Loss& loss_function_;
  const Workspace& workspace_;
  std::vector<double> parameters_;
  int samples_;
  std::vector<double> inputs_;
  std::vector<Layer> layers_;  // at the parameters as they are
  std::vector<Layer> moved_;  // with one moved; valid from the moved layer on
};

}  // namespace backprop
