#include "engine/insight/distribution.h"

#include <algorithm>
#include <cmath>

#include "engine/insight/observation.h"
#include "engine/run/training_set.h"

namespace backprop {
namespace {

struct Range {
  double low = HUGE_VAL, high = -HUGE_VAL;
  void hold(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  bool empty() const { return low > high; }
};

// The next of 1, 2, 5, 10, … away from zero.
double rounded_out(double value) {
  const double size = std::fabs(value);
  if (!(size > 0)) return 0;
  const double decade = std::pow(10, std::floor(std::log10(size)));
  for (const double digit : {1.0, 2.0, 5.0, 10.0}) {
    if (size <= digit * decade * (1 + 1e-6)) return std::copysign(digit * decade, value);
  }
  return value;
}

void count(Histogram& histogram, double value) {
  if (!std::isfinite(value)) return;
  const auto bins = static_cast<double>(histogram.counts.size());
  const double share = (value - histogram.low) / (histogram.high - histogram.low);
  const double bin = std::clamp(std::floor(share * bins), 0.0, bins - 1);
  ++histogram.counts[static_cast<std::size_t>(bin)];
  ++histogram.total;
}

double exponent(float gradient) { return std::log10(std::fabs(static_cast<double>(gradient))); }

// Calls f with every activation of a layer, without the padding.
template <class F>
void each_activation(const Workspace& batch, const Network& network, int layer, const F& f) {
  for (int j = 0; j < network.layer(layer).outputs; ++j) {
    for (int s = 0; s < batch.samples; ++s) f(static_cast<double>(batch.a(layer, j, s)));
  }
}

std::span<const float> weight_gradients(const Workspace& batch, const Network::Layer& layer) {
  return std::span(batch.data_gradients).subspan(layer.weights, layer.biases - layer.weights);
}

}  // namespace

std::vector<LayerDistribution> layer_distributions(const Trainer& trainer, int bins) {
  const Network& network = trainer.network();
  Workspace batch;
  load_training_set(trainer, observed_points(network), batch);
  if (batch.samples == 0) return {};
  const Kernels& kernels = fast_kernels();
  forward(network, batch, kernels);
  compute_loss(network, trainer.loss(), batch);
  backward(network, trainer.loss(), batch, kernels);
  compute_gradients(network, batch, kernels);

  Range activations, gradients;
  for (int l = 0; l < network.layer_count(); ++l) {
    each_activation(batch, network, l, [&](double a) { activations.hold(a); });
    for (const float g : weight_gradients(batch, network.layer(l))) {
      if (g != 0) gradients.hold(exponent(g));
    }
  }
  if (activations.empty()) activations = {0, 1};
  if (gradients.empty()) gradients = {-3, 0};
  activations = {rounded_out(activations.low), rounded_out(activations.high)};
  if (!(activations.high > activations.low)) activations.high = activations.low + 1;
  gradients.high = std::ceil(gradients.high);
  gradients.low = std::max(std::floor(gradients.low), gradients.high - kDecades);
  if (!(gradients.high > gradients.low)) gradients.low = gradients.high - 1;

  std::vector<LayerDistribution> result;
  const std::vector<int> empty(static_cast<std::size_t>(bins));
  for (int l = 0; l < network.layer_count(); ++l) {
    LayerDistribution& layer = result.emplace_back();
    layer.activations = {activations.low, activations.high, empty, 0};
    layer.gradients = {gradients.low, gradients.high, empty, 0};
    double sum = 0, squares = 0;
    each_activation(batch, network, l, [&](double a) {
      count(layer.activations, a);
      sum += a;
      squares += a * a;
    });
    const double n = static_cast<double>(network.layer(l).outputs) * batch.samples;
    layer.mean = sum / n;
    layer.deviation = std::sqrt(std::max(0.0, squares / n - layer.mean * layer.mean));
    for (const float g : weight_gradients(batch, network.layer(l))) {
      if (g == 0) {
        ++layer.zero_gradients;
      } else {
        count(layer.gradients, exponent(g));
      }
    }
  }
  return result;
}

}  // namespace backprop
