#include "engine/experiment/columns.h"

namespace backprop {

void fill_features(const Experiment& experiment, std::span<const Point> points, std::size_t stride,
                   float* features) {
  for (const Feature* feature : experiment.features) {
    for (std::size_t s = 0; s < points.size(); ++s) {
      features[s] = static_cast<float>(
          feature->value(static_cast<double>(points[s].x1), static_cast<double>(points[s].x2)));
    }
    features += stride;
  }
}

void fill_targets(const Experiment& experiment, std::span<const Point> points, std::size_t stride,
                  float* targets) {
  const bool regression = experiment.problem == Problem::kRegression;
  const float low = experiment.target_low, high = experiment.target_high;
  const int outputs = experiment.output_count();
  for (int k = 0; k < outputs; ++k) {
    const float right = outputs == 1 ? 1.0f : static_cast<float>(k);  // the class it stands for
    for (std::size_t s = 0; s < points.size(); ++s) {
      const float label = points[s].label;
      targets[s] = regression ? label : label == right ? high : low;
    }
    targets += stride;
  }
}

}  // namespace backprop
