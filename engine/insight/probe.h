// Activation maps: every neuron over a grid of the plane, from one batched forward pass.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/experiment/experiment.h"
#include "engine/network/backprop.h"
#include "engine/network/network.h"

namespace backprop {

class Probe {
 public:
  // A grid of resolution × resolution points over [−extent, extent]², row 0 at x2 = +extent
  // (top), column 0 at x1 = −extent; samples sit at cell centres. The same grid again costs
  // nothing.
  void configure(std::span<const Feature* const> features, int resolution,
                 double extent = kPlaneExtent);
  // The same over inputs that are given, [input][cell]: those of a table have no features.
  void configure(int resolution, std::vector<float> inputs);
  // Evaluates all neurons of a network with these features, and keeps the maps of all, or only
  // those of the output: large networks have megabytes of them. No allocation after the first call
  // of a shape.
  enum class Keep { kAll, kOutput };
  void evaluate(const Network& network, Keep keep = Keep::kAll);

  int resolution() const { return resolution_; }
  // resolution² values in row-major order, valid until the next evaluate; of a neuron that is kept.
  std::span<const float> feature_map(int feature) const;
  std::span<const float> neuron_map(int layer, int neuron) const;

 private:
  std::size_t cells() const {
    return static_cast<std::size_t>(resolution_) * static_cast<std::size_t>(resolution_);
  }

  int resolution_ = 0;
  double extent_ = 0;
  std::vector<const Feature*> features_;
  std::vector<float> inputs_;  // [feature][cell]
  std::vector<std::vector<float>> layers_;  // [neuron][cell] activations
  Workspace block_;  // values of the cells being evaluated
};

// Activations of every neuron for these inputs; result[layer][neuron].
std::vector<std::vector<float>> activations_of(const Network& network,
                                               std::span<const float> inputs);
// The same at one point of the plane.
std::vector<std::vector<float>> activations_at(const Network& network,
                                               std::span<const Feature* const> features, double x1,
                                               double x2);

}  // namespace backprop
