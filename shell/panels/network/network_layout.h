// Where the tiles and edges of the network picture are: pure geometry from sizes alone.
#pragma once

#include <imgui.h>

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "shell/canvas/rect.h"
#include "shell/session/view.h"

namespace backprop {

// One column of tiles: the features (layer −1), a hidden layer, or the output.
struct NetworkColumn {
  float x = 0;      // centre
  int lanes = 1;    // side by side, taking turns, where a single row would be too small
  float lane = 0;   // from lane to lane
  float first = 0;  // centre of the first tile
  float pitch = 0;  // from centre to centre
  float tile = 0;   // side of a tile's picture
  int count = 0;

  float y(int i) const { return first + pitch * static_cast<float>(i); }
  float x_of(int i) const {
    return x + lane * (static_cast<float>(i % lanes) - static_cast<float>(lanes - 1) / 2);
  }
  // Free height between a tile's picture and the one below it.
  float gap() const { return pitch * static_cast<float>(lanes) - tile; }
  // Room a ring takes around the picture; none where tiles are tiny.
  float ring() const;
  Rect picture(int i) const;
  Rect outline(int i) const;  // with the ring
  ImVec2 bias(int i) const;   // centre of the bias dot
  float bias_radius() const;
};

struct NetworkLayout {
  Rect area;                           // of the picture, headings included
  float headings = 0;                  // centre line of the headings
  float controls = 0;                  // centre line of the controls under them
  std::vector<NetworkColumn> columns;  // [0] features, then the layers; the last is the output
  float spacing = 0;                   // from column to column
  ImVec2 more;                         // centre of "+ 7 more" under the features

  const NetworkColumn& column(int layer) const {
    return columns[static_cast<std::size_t>(layer + 1)];
  }
  // The tile under a point, rings included.
  std::optional<NeuronId> tile_at(ImVec2 point) const;
  // The bias dot under a point; features have none.
  std::optional<NeuronId> bias_at(ImVec2 point) const;
};

// `counts`: how many features, neurons of every hidden layer, outputs.
NetworkLayout layout_network(Rect area, std::span<const int> counts);

// The edges between two neighbouring columns are Bézier curves with horizontal ends. All share
// x(t); y runs from the source's to the target's height by s(t) = 3t² − 2t³.
struct EdgeShape {
  static constexpr int kMaxSegments = 14;
  float x0 = 0, x1 = 0;
  int segments = 0;
  // At segment ends: x, s and the derivatives by t.
  std::array<float, kMaxSegments + 1> x{}, s{}, dx{}, ds{};

  EdgeShape(float from, float to, int count);  // `count` segments from x0 to x1
  ImVec2 at(float t, float y0, float y1) const;
  // Distance from a point to the curve from y0 to y1, about right near the curve; huge outside of
  // x0 … x1.
  float distance(ImVec2 point, float y0, float y1) const;
};

// Where the name of an edge points to: far enough along that the edges of a layer do not cross
// just there, as they do in the middle.
inline constexpr float kEdgeHandle = 0.3f;

}  // namespace backprop
