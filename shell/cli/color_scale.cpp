#include "shell/cli/color_scale.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/insight/slice.h"

namespace backprop {

namespace {

// Classes beyond two: Okabe and Ito's set without the colours that the first two are near to.
constexpr Color kClassColors[kMaxClasses] = {kNegative,
                                             kPositive,
                                             Color::hex(0x009e73),
                                             Color::hex(0xb5578f),
                                             Color::hex(0xc4b000),
                                             Color::hex(0x4a525e)};

float round_up(float value) {
  for (float decade = 1; decade < 1e30f; decade *= 10) {
    for (const float digit : {1.0f, 2.0f, 5.0f}) {
      if (value <= digit * decade) return digit * decade;
    }
  }
  return 1e30f;
}

// What holds 95 of 100 values of the hidden layers without bounds.
float hidden_reach(const Network& network, const Probe& probe) {
  std::vector<float> sizes;
  for (int layer = 0; layer + 1 < network.layer_count(); ++layer) {
    if (stays_within_one(*network.layer(layer).activation)) continue;
    for (int neuron = 0; neuron < network.layer(layer).outputs; ++neuron) {
      const std::span<const float> map = probe.neuron_map(layer, neuron);
      const std::size_t stride = 1 + map.size() / 1009;  // about a thousand of each
      for (std::size_t i = 0; i < map.size(); i += stride) {
        if (std::isfinite(map[i])) sizes.push_back(std::abs(map[i]));
      }
    }
  }
  if (sizes.empty()) return 1;
  const auto rank = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() * 95 / 100);
  std::nth_element(sizes.begin(), rank, sizes.end());
  return round_up(*rank);
}

}  // namespace

Color value_color(float value) {
  if (std::isnan(value)) return kZero;
  const float clamped = std::clamp(value, -1.0f, 1.0f);
  return mix(kZero, clamped < 0 ? kNegative : kPositive, std::abs(clamped));
}

Color class_color(int label) {
  return kClassColors[static_cast<std::size_t>(std::clamp(label, 0, kMaxClasses - 1))];
}

bool output_per_class(const Trainer& trainer) {
  return trainer.data().problem == Problem::kClassification && trainer.network().output_count() > 1;
}

ValueScale feature_scale(const Probe& probe, int feature) {
  float reach = 0;
  for (const float value : probe.feature_map(feature)) reach = std::max(reach, std::abs(value));
  return {0, reach > 0 ? reach : 1};
}

ValueScale neuron_scale(const Trainer& trainer, const Probe& probe, int layer) {
  const Network& network = trainer.network();
  if (layer + 1 == network.layer_count()) {
    if (trainer.data().problem == Problem::kRegression) {
      const Experiment& experiment = trainer.experiment();
      return {0, experiment.uses_table ? target_reach(experiment, 0) : 1};
    }
    const float low = trainer.experiment().target_low, high = trainer.experiment().target_high;
    return {(low + high) / 2, (high - low) / 2};
  }
  if (stays_within_one(*network.layer(layer).activation)) return {0, 1};
  return {0, hidden_reach(network, probe)};
}

Color point_color(const Trainer& trainer, const Point& point) {
  if (trainer.data().problem == Problem::kRegression) return value_color(point.label);
  return class_color(static_cast<int>(point.label));
}

}  // namespace backprop
