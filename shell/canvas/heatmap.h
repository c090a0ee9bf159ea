// Activation maps as textures: one atlas with a tile for every feature and neuron, and one
// larger picture for the output plane. The renderer backend uploads them; call configure and the
// setters inside a frame, before anything is drawn with the textures.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "shell/canvas/color_ramp.h"

namespace backprop {

struct TileUv {
  ImTextureRef texture;
  ImVec2 uv0, uv1;
};

struct PlaneBuffers {
  std::vector<float> rows, fine, best, second;
  std::vector<unsigned char> winner;
};

class HeatmapAtlas {
 public:
  HeatmapAtlas();
  ~HeatmapAtlas();
  HeatmapAtlas(const HeatmapAtlas&) = delete;
  HeatmapAtlas& operator=(const HeatmapAtlas&) = delete;

  // Room for `tiles` maps of `source_resolution`² values each, drawn with a texel for
  // every step² of them.
  void configure(int tiles, int source_resolution, int step);
  // values: source_resolution² numbers, row-major; colours them, as the scale has them, into the
  // tile.
  void set_tile(int tile, std::span<const float> values, MapScale scale, const ColorRamp& ramp);
  TileUv tile(int tile) const;
  // For tiles that seldom change: whether they have to be set again, because configure made new
  // ones or because `key` (what they depend on) is not the one of the last call.
  bool new_key(std::uint64_t key);

  // The output plane at full resolution; color(cell) gives the colour of a cell.
  void set_plane(int resolution, const std::function<ImU32(int cell)>& color);
  // The same without a call per cell: the plane's colours, row-major, to be written right away.
  std::span<ImU32> edit_plane(int resolution);
  TileUv plane() const;  // no texture before the first set_plane
  // Room for the numbers behind the plane, kept from picture to picture.
  PlaneBuffers& buffers();

 private:
  struct Impl;
  Impl* impl_;
};

}  // namespace backprop
