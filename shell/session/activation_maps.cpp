#include "shell/session/activation_maps.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

#include "engine/insight/slice.h"
#include "shell/canvas/upsample.h"
#include "shell/session/curve_map.h"

namespace backprop {

namespace {

constexpr int kTilePixels = 50;  // a tile's side on the canvas, about
constexpr int kFewTiles = 80;    // these may have a texel for every device pixel
constexpr int kManyTiles = 160;  // more of them are drawn smaller
constexpr int kPlaneTexels = 300;  // roughly the plane's size in pixels

std::size_t index(int value) { return static_cast<std::size_t>(value); }

// The smallest of 1, 2, 5, 10, 20, … that is at least `value`.
float round_reach(float value) {
  float decade = 1;
  while (decade < 1e30f) {
    for (const float digit : {1.0f, 2.0f, 5.0f}) {
      if (value <= digit * decade) return digit * decade;
    }
    decade *= 10;
  }
  return decade;
}

// The reach that holds 85 % of a sample of the hidden layers' values.
float hidden_reach(const Network& network, const Probe& probe) {
  std::vector<float> sample;
  for (int layer = 0; layer + 1 < network.layer_count(); ++layer) {
    if (stays_within_one(*network.layer(layer).activation)) continue;
    const int neurons = network.layer(layer).outputs;
    const std::size_t stride = 67 * index(1 + neurons / 16);
    for (int neuron = 0; neuron < neurons; ++neuron) {
      const std::span<const float> map = probe.neuron_map(layer, neuron);
      for (std::size_t i = index(neuron % 61); i < map.size(); i += stride) {
        if (std::isfinite(map[i])) sample.push_back(std::abs(map[i]));
      }
    }
  }
  if (sample.empty()) return 1;
  const auto rank = static_cast<std::ptrdiff_t>(sample.size() * 85 / 100);
  std::nth_element(sample.begin(), sample.begin() + rank, sample.end());
  return round_reach(sample[index(static_cast<int>(rank))]);
}

MapScale output_scale(const Trainer& trainer, int neuron) {
  if (trainer.data().problem == Problem::kRegression) {
    const bool table = trainer.experiment().uses_table;
    return {0, table ? target_reach(trainer.experiment(), neuron) : 1};
  }
  const float low = trainer.experiment().target_low, high = trainer.experiment().target_high;
  if (output_per_class(trainer)) return {low, high - low};
  return {(low + high) / 2, (high - low) / 2};
}

float largest(std::span<const float> map) {
  float reach = 0;
  for (const float value : map) reach = std::max(reach, std::abs(value));
  return reach > 0 ? reach : 1;
}

ImU32 class_color(const Palette& palette, int label) {
  constexpr int kColors = static_cast<int>(std::extent_v<decltype(Palette::classes)>);
  return palette.classes[((label % kColors) + kColors) % kColors];
}

// A class's output: from nothing (at the low target) to its colour.
ColorRamp class_ramp(const Palette& palette, int label, float strength) {
  return ColorRamp::between(palette.zero, palette.zero, class_color(palette, label), palette.ground,
                            strength);
}

// Maps of features depend on nothing but the plane.
void feature_map_of(const Feature& feature, int side, std::vector<float>& out) {
  out.resize(index(side) * index(side));
  const double cell = 2 * kPlaneExtent / side;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      out[index(y * side + x)] = static_cast<float>(
          feature.value((x + 0.5) * cell - kPlaneExtent, kPlaneExtent - (y + 0.5) * cell));
    }
  }
}

// --- the plane -------------------------------------------------------------------------------

// One value per point: colours by a ramp, or, discretized, by the side of `threshold` it is on.
struct Discretize {
  bool on;
  float threshold, below, above;
};
void paint_values(HeatmapAtlas& atlas, std::span<const float> map, int side, MapScale scale,
                  const ColorRamp& ramp, Discretize discretize) {
  const int factor = std::max(1, kPlaneTexels / side);
  std::vector<float>& fine = atlas.buffers().fine;
  upsample(map, side, factor, atlas.buffers().rows, fine);
  const std::span<ImU32> cells = atlas.edit_plane(side * factor);
  if (!discretize.on) {
    ramp.paint(fine, scale, cells.data());
    return;
  }
  const ImU32 below = ramp.at(discretize.below), above = ramp.at(discretize.above);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cells[i] = scale(fine[i]) > discretize.threshold ? above : below;
  }
}

// Several classes: the colour of the greatest output, as strong as its lead over the second.
void paint_classes(HeatmapAtlas& atlas, const Probe& probe, const Network& network, MapScale scale,
                   const Palette& palette, bool discretize) {
  const int side = probe.resolution();
  const int factor = std::max(1, kPlaneTexels / side);
  const int classes = network.output_count(), layer = network.layer_count() - 1;
  const std::size_t count = index(side * factor) * index(side * factor);
  auto& [rows, fine, best, second, winner] = atlas.buffers();
  best.assign(count, -1e30f);
  second.assign(count, -1e30f);
  winner.assign(count, 0);
  for (int label = 0; label < classes; ++label) {
    upsample(probe.neuron_map(layer, label), side, factor, rows, fine);
    for (std::size_t i = 0; i < count; ++i) {
      const float value = fine[i];
      if (value > best[i]) {
        second[i] = best[i];
        best[i] = value;
        winner[i] = static_cast<unsigned char>(label);
      } else if (value > second[i]) {
        second[i] = value;
      }
    }
  }
  std::vector<ColorRamp> ramps;
  for (int label = 0; label < classes; ++label) {
    ramps.push_back(class_ramp(palette, label, kPlaneStrength));
  }
  const std::span<ImU32> cells = atlas.edit_plane(side * factor);
  for (std::size_t i = 0; i < count; ++i) {
    const float margin = (best[i] - second[i]) / scale.reach;  // 0 … 1 between the targets
    cells[i] = ramps[winner[i]].at(discretize ? 1.0f : margin);
  }
}

}  // namespace

void paint_plane(HeatmapAtlas& atlas, const Probe& probe, const Trainer& trainer, const View& view,
                 const Palette& palette) {
  const Network& network = trainer.network();
  const int last = network.layer_count() - 1;
  const std::optional<NeuronId> shown = shown_neuron(view, network);
  if (!shown && output_per_class(trainer)) {
    paint_classes(atlas, probe, network, map_scale(trainer, probe, {last, 0}), palette,
                  view.discretize);
    return;
  }
  const NeuronId neuron = shown.value_or(NeuronId{last, 0});
  const bool is_class = neuron.layer == last && output_per_class(trainer);
  const ColorRamp ramp = is_class ? class_ramp(palette, neuron.neuron, kPlaneStrength)
                                  : ColorRamp::diverging(palette, kPlaneStrength);
  const std::span<const float> map = neuron.layer < 0
                                         ? probe.feature_map(neuron.neuron)
                                         : probe.neuron_map(neuron.layer, neuron.neuron);
  const Discretize sides =
      is_class ? Discretize{view.discretize, 0.5f, 0, 1} : Discretize{view.discretize, 0, -1, 1};
  paint_values(atlas, map, probe.resolution(), map_scale(trainer, probe, neuron), ramp, sides);
}

MapScale map_scale(const Trainer& trainer, const Probe& probe, NeuronId neuron) {
  const Network& network = trainer.network();
  if (neuron.layer < 0) return {0, largest(probe.feature_map(neuron.neuron))};
  if (neuron.layer == network.layer_count() - 1) return output_scale(trainer, neuron.neuron);
  if (stays_within_one(*network.layer(neuron.layer).activation)) return {0, 1};
  return {0, hidden_reach(network, probe)};
}

std::optional<NeuronId> shown_neuron(const View& view, const Network& network) {
  const std::optional<NeuronId> shown = view.shown_neuron();
  if (!shown || shown->layer < -1 || shown->layer >= network.layer_count() || shown->neuron < 0) {
    return std::nullopt;
  }
  const int count = shown->layer < 0 ? network.input_count() : network.layer(shown->layer).outputs;
  return shown->neuron < count ? shown : std::nullopt;
}

bool output_per_class(const Trainer& trainer) {
  return trainer.data().problem == Problem::kClassification && trainer.network().output_count() > 1;
}

int feature_tile(const Feature& feature) {
  // What the plane does not have takes the tiles of features that a table has not.
  const std::span<const Feature* const> inputs = table_features();
  const auto beyond = std::ranges::find(inputs.subspan(2), &feature);
  if (beyond != inputs.end()) return static_cast<int>(beyond - inputs.begin());
  return static_cast<int>(&feature - features().data());
}

int neuron_tile(const Network& network, NeuronId neuron) {
  int tile = static_cast<int>(features().size());
  for (int layer = 0; layer < neuron.layer; ++layer) tile += network.layer(layer).outputs;
  return tile + neuron.neuron;
}

void refresh_heatmaps(HeatmapAtlas& atlas, const Probe& probe, const Trainer& trainer,
                      const View& view, const Palette& palette) {
  const Network& network = trainer.network();
  const int last = network.layer_count() - 1;
  const int tiles = neuron_tile(network, {last, network.output_count()});
  const int side = probe.resolution();
  const float density = tiles <= kFewTiles   ? ImGui::GetIO().DisplayFramebufferScale.x
                        : tiles > kManyTiles ? 0.5f
                                             : 1.0f;
  const int texels = static_cast<int>(std::lround(kTilePixels * density));
  atlas.configure(tiles, side, std::max(1, side / texels));

  const ColorRamp diverging = ColorRamp::diverging(palette, kTileStrength);
  const std::uint64_t colors =
      ((std::uint64_t{palette.ground} << 32 | palette.zero) ^ palette.positive) +
      (trainer.experiment().uses_table ? 1 : 0);
  if (atlas.new_key(colors)) {
    std::vector<float> map;
    for (const Feature& feature : features()) {
      feature_map_of(feature, side, map);
      atlas.set_tile(feature_tile(feature), map, {0, largest(map)}, diverging);
    }
  }
  // Over one input every neuron is a curve.
  std::vector<float> curves;
  const bool table = trainer.experiment().uses_table;
  const auto pictured = [&](std::span<const float> map, MapScale scale) {
    if (!table || network.input_count() > 1) return map;
    curve_map(map, side, scale, curves);
    return std::span<const float>(curves);
  };
  for (int i = 0; table && i < network.input_count(); ++i) {
    const std::span<const float> map = probe.feature_map(i);
    const MapScale scale = {0, largest(map)};
    atlas.set_tile(feature_tile(*trainer.experiment().features[index(i)]), pictured(map, scale),
                   scale, diverging);
  }
  const float reach = hidden_reach(network, probe);
  for (int layer = 0; layer <= last; ++layer) {
    const bool per_class = layer == last && output_per_class(trainer);
    const int first = neuron_tile(network, {layer, 0});
    MapScale scale = {0, reach};
    if (layer < last && stays_within_one(*network.layer(layer).activation)) scale = {0, 1};
    for (int neuron = 0; neuron < network.layer(layer).outputs; ++neuron) {
      if (layer == last) scale = output_scale(trainer, neuron);
      atlas.set_tile(first + neuron, pictured(probe.neuron_map(layer, neuron), scale), scale,
                     per_class ? class_ramp(palette, neuron, kTileStrength) : diverging);
    }
  }
  paint_plane(atlas, probe, trainer, view, palette);
}

}  // namespace backprop
