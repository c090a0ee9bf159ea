#include "engine/insight/step_statistics.h"

#include <span>

#include "engine/math/norm.h"

namespace backprop {

StepStatistics measure(const Trainer& trainer) {
  const Workspace& batch = trainer.workspace();
  const Network& network = trainer.network();
  const int phases = trainer.phases_done();
  // In the middle of a step what its phases have not overwritten yet is the step before's; at its
  // beginning (a fresh start, a hand edit, a restored state) there is nothing.
  const bool previous = phases > 0 && trainer.step_count() > 0;
  const auto known = [&](Phase phase) { return phases > static_cast<int>(phase) || previous; };
  const float nothing = std::nanf("");

  const Metrics& metrics = trainer.metrics();
  StepStatistics statistics{trainer.step_count(),
                            static_cast<double>(known(Phase::kLoss) ? batch.loss : nothing),
                            metrics.train_loss,
                            metrics.test_loss,
                            metrics.train_accuracy,
                            metrics.test_accuracy,
                            {},
                            {}};
  for (const Network::Layer& layer : network.layers()) {
    const std::size_t count = layer.biases - layer.weights;
    const auto part = [&](const std::vector<float>& values) {
      return norm(std::span(values).subspan(layer.weights, count));
    };
    const double weights = part(batch.parameters_used);
    statistics.gradient_norms.push_back(
        known(Phase::kGradients) ? static_cast<float>(part(batch.data_gradients)) : nothing);
    statistics.update_ratios.push_back(known(Phase::kUpdate) && weights > 0
                                           ? static_cast<float>(part(batch.updates) / weights)
                                           : nothing);
  }
  return statistics;
}

}  // namespace backprop
