#include "shell/panels/network/network_layout.h"
#include "shell/session/view.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace backprop {

namespace {

// Proportions of the picture at its usual size (828 px wide, tiles of 46 px).
constexpr float kHeadings = 16, kControls = 35, kBodyTop = 54, kBodyBottom = 30;
constexpr float kLargestTile = 60, kSmallestTile = 3;
constexpr float kTilePerPitch = 0.64f;    // of the distance to the next tile
constexpr float kTilePerSpacing = 0.46f;  // of the distance to the next column
constexpr float kLargestPitch = 1.7f;    // in tiles
constexpr float kReadableTile = 26;       // other columns shrink with the fullest to this
constexpr float kLaneTile = 18;           // a column whose tiles would be smaller gets lanes
constexpr int kMostLanes = 4;
constexpr float kLaneTiles = 1.1f, kLaneRing = 9;  // distance of lanes: tiles, and for rings
constexpr float kLanesPerSpacing = 0.6f;  // of the distance to the next column

}  // namespace

float NetworkColumn::ring() const { return tile >= 14 ? 3.5f : tile >= 8 ? 1.5f : 0; }

Rect NetworkColumn::picture(int i) const {
  const float half = tile / 2, center = y(i), middle = x_of(i);
  return {{middle - half, center - half}, {middle + half, center + half}};
}

Rect NetworkColumn::outline(int i) const {
  const Rect inner = picture(i);
  const float room = ring();
  return {{inner.min.x - room, inner.min.y - room}, {inner.max.x + room, inner.max.y + room}};
}

float NetworkColumn::bias_radius() const { return std::clamp(gap() * 0.17f, 0.8f, 4.0f); }

ImVec2 NetworkColumn::bias(int i) const {
  const Rect outer = outline(i);
  const float radius = bias_radius();
  const float room = gap() - 2 * ring();
  // In the gap below the tile, left, so that a number fits beside it.
  return {outer.min.x + radius + tile * 0.07f,
          outer.max.y + std::clamp(room * 0.4f, radius * 0.5f, radius + 6)};
}

std::optional<NeuronId> NetworkLayout::tile_at(ImVec2 point) const {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const NetworkColumn& column = columns[c];
    const float reach = column.tile / 2 + column.ring();
    for (int i = 0; i < column.count; ++i) {
      if (std::abs(point.x - column.x_of(i)) > reach) continue;
      if (std::abs(point.y - column.y(i)) <= reach) return NeuronId{static_cast<int>(c) - 1, i};
    }
  }
  return std::nullopt;
}

std::optional<NeuronId> NetworkLayout::bias_at(ImVec2 point) const {
  for (std::size_t c = 1; c < columns.size(); ++c) {
    const NetworkColumn& column = columns[c];
    for (int i = 0; i < column.count; ++i) {
      const ImVec2 dot = column.bias(i);
      const float reach = column.bias_radius() + 3;
      if (std::hypot(point.x - dot.x, point.y - dot.y) <= reach) {
        return NeuronId{static_cast<int>(c) - 1, i};
      }
    }
  }
  return std::nullopt;
}

NetworkLayout layout_network(Rect area, std::span<const int> counts) {
  NetworkLayout layout;
  layout.area = area;
  layout.headings = area.min.y + kHeadings;
  layout.controls = area.min.y + kControls;
  const float top = area.min.y + kBodyTop;
  const float height = std::max(20.0f, area.max.y - kBodyBottom - top);
  const float middle = top + height / 2;
  const float width = area.width();
  // Labels stand left of the features; right of the outputs the numbers of classes.
  const float left = area.min.x + std::clamp(width * 0.116f, 66.0f, 110.0f);
  const float right = area.max.x - std::clamp(width * 0.104f, 52.0f, 100.0f);
  const int gaps = std::max(1, static_cast<int>(counts.size()) - 1);
  layout.spacing = (right - left) / static_cast<float>(gaps);

  // A row more for the features: "+ 7 more".
  const auto rows = [&](std::size_t c) {
    return std::max(1.0f, static_cast<float>(counts[c]) + (c == 0 ? 0.6f : 0.0f));
  };
  const auto fitting = [&](std::size_t c) { return kTilePerPitch * height / rows(c); };
  float uniform = kLargestTile;
  for (std::size_t c = 0; c < counts.size(); ++c) uniform = std::min(uniform, fitting(c));
  const float widest = std::min(kLargestTile, kTilePerSpacing * layout.spacing);
  for (std::size_t c = 0; c < counts.size(); ++c) {
    NetworkColumn column;
    column.count = counts[c];
    column.x = left + layout.spacing * static_cast<float>(c);
    const float own = std::min(fitting(c), std::max(uniform, kReadableTile));
    column.tile = std::min(own, widest);
    // The fewest lanes that make the tiles large enough, or those that make them largest.
    for (int lanes = 2; c > 0 && lanes <= kMostLanes && column.tile < kLaneTile; ++lanes) {
      const float count = static_cast<float>(lanes);
      const float wide = (kLanesPerSpacing * layout.spacing / count - kLaneRing) / kLaneTiles;
      const float tile = std::min({fitting(c) * count, wide, kLaneTile});
      if (tile <= column.tile) continue;
      column.tile = tile;
      column.lanes = lanes;
    }
    column.tile = std::max(kSmallestTile, std::floor(column.tile));
    if (column.lanes > 1) column.lane = std::ceil(column.tile * kLaneTiles + kLaneRing);
    column.pitch =
        std::min(std::max(column.tile * kLargestPitch, column.tile + 22), height / rows(c));
    column.first = middle - column.pitch * static_cast<float>(column.count - 1) / 2;
    // On whole pixels the pictures and rings are sharp.
    const bool odd =
        (static_cast<int>(column.tile) + (column.lanes - 1) * static_cast<int>(column.lane)) % 2 !=
        0;
    column.x = std::round(column.x) + (odd ? 0.5f : 0.0f);
    layout.columns.push_back(column);
  }
  const NetworkColumn& features = layout.columns.front();
  const float below = features.outline(features.count - 1).max.y;
  layout.more = {features.x,
                 std::min(below + std::max(12.0f, features.pitch * 0.25f), area.max.y - 10)};
  return layout;
}

// Where the k-th of `count` segments begins: the more it bends the shorter they are, as 1/√|s″|
// with s″ = 6 − 12t, which is the least error for their number.
static float segment_end(int k, int count) {
  const float share = static_cast<float>(k) / static_cast<float>(count);
  const float half = 0.5f * (1 - std::pow(std::abs(1 - 2 * share), 2.0f / 3));
  return share < 0.5f ? half : 1 - half;
}

EdgeShape::EdgeShape(float from, float to, int count)
    : x0(from), x1(to), segments(std::clamp(count, 1, kMaxSegments)) {
  for (int k = 0; k <= segments; ++k) {
    const float t = segment_end(k, segments);
    const std::size_t i = static_cast<std::size_t>(k);
    // Control points at x0, middle, middle, x1.
    const float span = x1 - x0;
    x[i] = at(t, 0, 0).x;
    s[i] = t * t * (3 - 2 * t);
    dx[i] = span * (1.5f - 3 * t + 3 * t * t);
    ds[i] = 6 * t * (1 - t);
  }
}

ImVec2 EdgeShape::at(float t, float y0, float y1) const {
  // x(t) = x0·(1−t)³ + 3m(1−t)²t + 3m(1−t)t² + x1·t³ with m in the middle.
  const float u = t * (1.5f - 1.5f * t + t * t);
  return {x0 + (x1 - x0) * u, y0 + (y1 - y0) * t * t * (3 - 2 * t)};
}

float EdgeShape::distance(ImVec2 point, float y0, float y1) const {
  if (point.x < x0 || point.x > x1 || x1 <= x0) return std::numeric_limits<float>::max();
  // The t of this x by bisection: x(t) rises steadily.
  const float target = (point.x - x0) / (x1 - x0);
  float low = 0, high = 1;
  for (int k = 0; k < 14; ++k) {
    const float t = (low + high) / 2;
    (t * (1.5f - 1.5f * t + t * t) < target ? low : high) = t;
  }
  const float t = (low + high) / 2;
  const float slope = (y1 - y0) * 6 * t * (1 - t) / ((x1 - x0) * (1.5f - 3 * t + 3 * t * t));
  return std::abs(point.y - at(t, y0, y1).y) / std::sqrt(1 + slope * slope);
}

}  // namespace backprop
