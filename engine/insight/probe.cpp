#include "engine/insight/probe.h"

#include <algorithm>
#include <utility>

namespace backprop {
namespace {

constexpr std::size_t kBlock = 512;  // cells at a time: a block's values stay in the cache

bool has_shape_of(const Workspace& block, const std::vector<std::vector<float>>& maps,
                  std::size_t cells, const Network& network, Probe::Keep keep) {
  if (block.capacity == 0 || maps.size() != static_cast<std::size_t>(network.layer_count())) {
    return false;
  }
  for (std::size_t i = 0; i < maps.size(); ++i) {
    const bool kept = keep == Probe::Keep::kAll || i + 1 == maps.size();
    const int neurons = kept ? network.layer(static_cast<int>(i)).outputs : 0;
    if (maps[i].size() != static_cast<std::size_t>(neurons) * cells) return false;
  }
  return true;
}

}  // namespace

void Probe::configure(std::span<const Feature* const> features, int resolution, double extent) {
  if (resolution == resolution_ && extent == extent_ && std::ranges::equal(features, features_)) {
    return;
  }
  resolution_ = resolution;
  extent_ = extent;
  features_.assign(features.begin(), features.end());
  const std::size_t size = static_cast<std::size_t>(resolution);
  const std::size_t cells = size * size;
  inputs_.resize(features.size() * cells);
  for (std::size_t f = 0; f < features.size(); ++f) {
    float* map = inputs_.data() + f * cells;
    for (std::size_t row = 0; row < size; ++row) {
      const double x2 = extent - (static_cast<double>(row) + 0.5) * 2 * extent / resolution;
      for (std::size_t column = 0; column < size; ++column) {
        const double x1 = (static_cast<double>(column) + 0.5) * 2 * extent / resolution - extent;
        // As points are: float coordinates.
        map[row * size + column] =
            static_cast<float>(features[f]->value(static_cast<float>(x1), static_cast<float>(x2)));
      }
    }
  }
  block_ = Workspace();  // a new number of inputs needs new room
}

void Probe::configure(int resolution, std::vector<float> inputs) {
  if (inputs.size() != inputs_.size() || resolution != resolution_) block_ = Workspace();
  resolution_ = resolution;
  features_.clear();
  inputs_ = std::move(inputs);
}

void Probe::evaluate(const Network& network, Keep keep) {
  const std::size_t cells = this->cells();
  if (!has_shape_of(block_, layers_, cells, network, keep)) {
    block_ = Workspace();
    block_.reserve(network, static_cast<int>(kBlock));
    layers_.clear();
    layers_.resize(static_cast<std::size_t>(network.layer_count()));
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      if (keep == Keep::kOutput && i + 1 < layers_.size()) continue;
      const int neurons = network.layer(static_cast<int>(i)).outputs;
      layers_[i].resize(static_cast<std::size_t>(neurons) * cells);
    }
  }
  for (std::size_t begin = 0; begin < cells; begin += kBlock) {
    const std::size_t count = std::min(kBlock, cells - begin);
    block_.set_samples(static_cast<int>(count));
    const std::size_t stride = static_cast<std::size_t>(block_.stride);
    for (std::size_t f = 0; f < static_cast<std::size_t>(network.input_count()); ++f) {
      float* row = block_.inputs.data() + f * stride;
      std::copy_n(inputs_.data() + f * cells + begin, count, row);
      std::fill(row + count, row + stride, 0.0f);
    }
    forward(network, block_, fast_kernels());
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      for (std::size_t n = 0; n * cells < layers_[i].size(); ++n) {
        std::copy_n(block_.layers[i].a.data() + n * stride, count,
                    layers_[i].data() + n * cells + begin);
      }
    }
  }
}

std::span<const float> Probe::feature_map(int feature) const {
  return {inputs_.data() + static_cast<std::size_t>(feature) * cells(), cells()};
}

std::span<const float> Probe::neuron_map(int layer, int neuron) const {
  const std::vector<float>& maps = layers_[static_cast<std::size_t>(layer)];
  return {maps.data() + static_cast<std::size_t>(neuron) * cells(), cells()};
}

std::vector<std::vector<float>> activations_of(const Network& network,
                                               std::span<const float> inputs) {
  Workspace values;
  values.reserve(network, 1);
  values.set_samples(1);
  const std::size_t stride = static_cast<std::size_t>(values.stride);
  std::fill(values.inputs.begin(), values.inputs.end(), 0.0f);
  for (std::size_t i = 0; i < inputs.size(); ++i) values.inputs[i * stride] = inputs[i];
  forward(network, values, fast_kernels());
  std::vector<std::vector<float>> result;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    std::vector<float>& activations = result.emplace_back();
    for (int neuron = 0; neuron < network.layer(layer).outputs; ++neuron) {
      activations.push_back(values.a(layer, neuron, 0));
    }
  }
  return result;
}

std::vector<std::vector<float>> activations_at(const Network& network,
                                               std::span<const Feature* const> features, double x1,
                                               double x2) {
  std::vector<float> inputs;
  for (const Feature* feature : features) {
    inputs.push_back(
        static_cast<float>(feature->value(static_cast<float>(x1), static_cast<float>(x2))));
  }
  return activations_of(network, inputs);
}

}  // namespace backprop
