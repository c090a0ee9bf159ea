// How the values of a layer are spread: histograms of activations and of gradients.
#pragma once

#include <span>
#include <vector>

#include "engine/run/trainer.h"

namespace backprop {

// Counts over equal bins from low to high; values beyond the ends count in the outer bins.
struct Histogram {
  double low = 0, high = 1;
  std::vector<int> counts;
  int total = 0;  // finite values counted
};

struct LayerDistribution {
  Histogram activations;  // φ(z) of all neurons and samples
  Histogram gradients;    // log₁₀|∂L/∂w| of all weights that are not zero
  int zero_gradients = 0; // weights whose gradient is exactly zero
  double mean = 0, deviation = 0;  // of the activations
};

// Of every layer, over the training set (of large ones a part, see observed_points) with the
// current parameters. All layers share the two scales, so that they can be compared: activations
// between round numbers, gradients between whole powers of ten, at most kDecades of them.
inline constexpr int kDecades = 10;
// [layer], each histogram of `bins` ≥ 1.
std::vector<LayerDistribution> layer_distributions(const Trainer& trainer, int bins);

}  // namespace backprop
