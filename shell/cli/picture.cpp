#include "shell/cli/picture.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "engine/insight/slice.h"
#include "shell/cli/color_scale.h"

namespace backprop {

namespace {

constexpr float kWidestWeight = 5;  // |w| from which an edge grows no wider
constexpr std::size_t kProbeValues = std::size_t{1} << 24;  // 64 MB

std::size_t unsigned_of(int value) { return static_cast<std::size_t>(value); }

// A table's plane is a slice through its first row; over a single input it is a band.
std::optional<TableSlice> slice_through(const Trainer& trainer) {
  if (!trainer.experiment().uses_table) return std::nullopt;
  return slice_of(trainer.experiment(), {0, 1}, 0);
}

// All maps at a resolution of `pixels`, or less where a large network would need too much memory.
Probe probe_at(const Trainer& trainer, int pixels) {
  const Network& network = trainer.network();
  std::size_t maps = unsigned_of(network.input_count());
  for (const Network::Layer& layer : network.layers()) maps += unsigned_of(layer.outputs);
  const double most = std::sqrt(static_cast<double>(kProbeValues / maps));
  Probe probe;
  const int side = std::min(pixels, static_cast<int>(most));
  if (const std::optional<TableSlice> slice = slice_through(trainer)) {
    probe.configure(side, slice_grid(*slice, side));
  } else {
    probe.configure(trainer.experiment().features, side);
  }
  probe.evaluate(network);
  return probe;
}

// A map's value at u, v in 0 … 1 from its top left corner, between cell centres.
float sample(std::span<const float> map, int resolution, float u, float v) {
  const float last = static_cast<float>(resolution - 1);
  const float x = std::clamp(u * static_cast<float>(resolution) - 0.5f, 0.0f, last);
  const float y = std::clamp(v * static_cast<float>(resolution) - 0.5f, 0.0f, last);
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const int x1 = std::min(x0 + 1, resolution - 1), y1 = std::min(y0 + 1, resolution - 1);
  const auto value = [&](int column, int row) {
    return map[unsigned_of(row * resolution + column)];
  };
  const float fx = x - static_cast<float>(x0), fy = y - static_cast<float>(y0);
  const float top = value(x0, y0) + (value(x1, y0) - value(x0, y0)) * fx;
  const float bottom = value(x0, y1) + (value(x1, y1) - value(x0, y1)) * fx;
  return top + (bottom - top) * fy;
}

// --- the output plane --------------------------------------------------------------------------

// One output: the colour of its value.
Color output_color(const Trainer& trainer, const Probe& probe, float u, float v) {
  const int layer = trainer.network().layer_count() - 1;
  const ValueScale scale = neuron_scale(trainer, probe, layer);
  return value_color(scale(sample(probe.neuron_map(layer, 0), probe.resolution(), u, v)));
}

// An output per class: the colour of the greatest, as strong as its lead over the second.
Color winner_color(const Trainer& trainer, const Probe& probe, float u, float v) {
  const int layer = trainer.network().layer_count() - 1;
  const ValueScale scale = neuron_scale(trainer, probe, layer);
  float best = -INFINITY, second = -INFINITY;
  int winner = 0;
  for (int label = 0; label < trainer.network().output_count(); ++label) {
    const float value = sample(probe.neuron_map(layer, label), probe.resolution(), u, v);
    if (value > best) {
      second = best;
      best = value;
      winner = label;
    } else {
      second = std::max(second, value);
    }
  }
  const float lead = (best - second) / (2 * scale.reach);
  return mix(kZero, class_color(winner), std::clamp(lead, 0.0f, 1.0f));
}

void draw_points(Image& image, const Trainer& trainer, std::span<const Point> points, float x,
                 float y, float side, bool filled) {
  const float radius = std::max(1.5f, side / 110), rim = std::max(0.5f, radius * 0.3f);
  const auto place = [&](float coordinate) {
    return (coordinate / static_cast<float>(2 * kPlaneExtent) + 0.5f) * side;
  };
  for (const Point& point : points) {
    if (std::abs(point.x1) > kPlaneExtent || std::abs(point.x2) > kPlaneExtent) continue;
    const float px = x + place(point.x1), py = y + side - place(point.x2);
    const Color color = point_color(trainer, point);
    image.disc(px, py, radius + rim, filled ? kPanel : color);
    image.disc(px, py, filled ? radius : radius - rim, filled ? color : kPanel);
  }
}

void draw_plane(Image& image, const Trainer& trainer, float x, float y, float corner,
                const PictureOptions& options) {
  const Probe probe = probe_at(trainer, options.size);
  const float side = static_cast<float>(options.size);
  const bool per_class = output_per_class(trainer);
  image.square(x, y, side, corner, [&](float px, float py) {
    const float u = (px - x) / side, v = (py - y) / side;
    const Color color =
        per_class ? winner_color(trainer, probe, u, v) : output_color(trainer, probe, u, v);
    return mix(kGround, color, kPlaneStrength);
  });
  const Data& data = trainer.data();
  const std::optional<TableSlice> slice = slice_through(trainer);
  const std::vector<Point> points =
      slice ? slice_points(trainer.experiment(), data, *slice) : data.points;
  const auto trained = static_cast<std::size_t>(data.train_count);
  if (options.test_points) {
    draw_points(image, trainer, std::span(points).subspan(trained), x, y, side, false);
  }
  draw_points(image, trainer, std::span(points).first(trained), x, y, side, true);
}

// --- the network -------------------------------------------------------------------------------

// Columns of square tiles, features first, each column centred beside the plane.
struct Layout {
  std::vector<int> counts;  // tiles of a column
  float tile, gap, distance, margin;
  float width, height;  // of the columns with the margins around them

  Layout(const Network& network, int plane) {
    counts.push_back(network.input_count());
    for (const Network::Layer& layer : network.layers()) counts.push_back(layer.outputs);
    const auto tallest = static_cast<float>(*std::max_element(counts.begin(), counts.end()));
    const float side = static_cast<float>(plane);
    margin = std::round(side / 20);
    // Very tall columns get smaller tiles, so that the picture stays within three planes' height.
    tile = std::round(std::max(6.0f, std::min(side / 8, 3 * side / (1.4f * tallest))));
    gap = std::round(0.4f * tile);
    distance = std::round(1.3f * tile);
    width = 2 * margin + static_cast<float>(counts.size()) * (tile + distance) - distance;
    height = 2 * margin + std::max(side, tallest * (tile + gap) - gap);
  }
  float x(int column) const { return margin + static_cast<float>(column) * (tile + distance); }
  float y(int column, int row) const {
    const auto count = static_cast<float>(counts[unsigned_of(column)]);
    return std::round((height - count * (tile + gap) + gap) / 2) +
           static_cast<float>(row) * (tile + gap);
  }
};

void draw_edges(Image& image, const Network& network, const Layout& layout) {
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const Network::Layer& shape = network.layer(layer);
    const float x0 = layout.x(layer) + layout.tile, x1 = layout.x(layer + 1);
    for (int to = 0; to < shape.outputs; ++to) {
      for (int from = 0; from < shape.inputs; ++from) {
        const float weight = network.parameters()[network.weight_index(layer, to, from)];
        const float strength = std::min(std::abs(weight) / kWidestWeight, 1.0f);
        const float width = layout.tile * (0.008f + 0.14f * strength);
        const Color color = weight < 0 ? kNegative : kPositive;
        image.curve(x0, layout.y(layer, from) + layout.tile / 2, x1,
                    layout.y(layer + 1, to) + layout.tile / 2, width, color,
                    0.35f + 0.55f * std::sqrt(strength));
      }
    }
  }
}

void draw_tile(Image& image, const Layout& layout, int column, int row,
               const std::function<Color(float u, float v)>& color) {
  const float x = layout.x(column), y = layout.y(column, row), side = layout.tile;
  const float rim = std::max(1.0f, side / 40), corner = side / 6;
  image.square(x - 2 * rim, y - 2 * rim, side + 4 * rim, corner + 2 * rim,
               [](float, float) { return mix(kGround, kInk, 0.55f); });
  image.square(x - rim, y - rim, side + 2 * rim, corner + rim, [](float, float) { return kPanel; });
  image.square(x, y, side, corner, [&](float px, float py) {
    return mix(kGround, color((px - x) / side, (py - y) / side), kTileStrength);
  });
}

void draw_tiles(Image& image, const Trainer& trainer, const Layout& layout) {
  const Network& network = trainer.network();
  const Probe probe = probe_at(trainer, static_cast<int>(layout.tile));
  const int resolution = probe.resolution();
  for (int feature = 0; feature < network.input_count(); ++feature) {
    const ValueScale scale = feature_scale(probe, feature);
    draw_tile(image, layout, 0, feature, [&](float u, float v) {
      return value_color(scale(sample(probe.feature_map(feature), resolution, u, v)));
    });
  }
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const ValueScale scale = neuron_scale(trainer, probe, layer);
    const bool classes = layer + 1 == network.layer_count() && output_per_class(trainer);
    for (int neuron = 0; neuron < network.layer(layer).outputs; ++neuron) {
      draw_tile(image, layout, layer + 1, neuron, [&](float u, float v) {
        const float value = scale(sample(probe.neuron_map(layer, neuron), resolution, u, v));
        if (!classes) return value_color(value);
        return mix(kZero, class_color(neuron), std::clamp(value, 0.0f, 1.0f));
      });
    }
  }
}

}  // namespace

Image draw_picture(const Trainer& trainer, const PictureOptions& options) {
  if (!options.neurons) {
    Image image(options.size, options.size, kGround);
    draw_plane(image, trainer, 0, 0, 0, options);
    return image;
  }
  const Layout layout(trainer.network(), options.size);
  const float side = static_cast<float>(options.size);
  Image image(static_cast<int>(layout.width + side + layout.margin),
              static_cast<int>(layout.height), kGround);
  draw_edges(image, trainer.network(), layout);
  draw_tiles(image, trainer, layout);
  draw_plane(image, trainer, layout.width, std::round((layout.height - side) / 2), side / 40,
             options);
  return image;
}

}  // namespace backprop
