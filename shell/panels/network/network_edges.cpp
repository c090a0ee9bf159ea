#include "shell/panels/network/network_edges.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "engine/base/order.h"
#include "engine/run/trainer.h"
#include "shell/session/view.h"

namespace backprop {

namespace {

constexpr float kWeightReach = 5;  // as wide as it gets, as in the peer
constexpr float kEdgeDecades = 3;      // of gradients and updates below the greatest
constexpr float kReach = 6;        // pixels around an edge that count as on it
// A draw list with 16-bit indices holds 65,536 vertices: what tiles leave is for the edges, whose
// curves get fewer segments the more there are.
constexpr int kListVertices = 58000, kTileVertices = 170, kLeastVertices = 34000;

// Edges run from ring to ring with a hair's gap.
EdgeShape shape_of(const NetworkLayout& layout, int layer, int to, int from, int segments) {
  const NetworkColumn& source = layout.column(layer - 1);
  const NetworkColumn& target = layout.column(layer);
  const float source_ring = layer == 0 ? 0 : source.ring();
  return {source.x_of(from) + source.tile / 2 + source_ring + 1,
          target.x_of(to) - target.tile / 2 - target.ring() - 1, segments};
}

// The shapes of all edges: one for every pair of lanes of neighbouring columns.
class EdgeShapes {
 public:
  EdgeShapes(const NetworkLayout& layout, int segments) : layout_(layout) {
    for (int layer = 0; layer + 1 < static_cast<int>(layout.columns.size()); ++layer) {
      first_.push_back(shapes_.size());
      for (int to = 0; to < layout.column(layer).lanes; ++to) {
        for (int from = 0; from < layout.column(layer - 1).lanes; ++from) {
          shapes_.push_back(shape_of(layout, layer, to, from, segments));
        }
      }
    }
  }
  const EdgeShape& operator()(const Edge& edge) const {
    const int sources = layout_.column(edge.layer - 1).lanes;
    const int pair = edge.to % layout_.column(edge.layer).lanes * sources + edge.from % sources;
    return shapes_[first_[static_cast<std::size_t>(edge.layer)] + static_cast<std::size_t>(pair)];
  }

 private:
  const NetworkLayout& layout_;
  std::vector<std::size_t> first_;  // of a layer's shapes
  std::vector<EdgeShape> shapes_;
};

// A strip of quads along the curve. Both its sides are feathered by the pictures of lines of whole
// widths that Dear ImGui keeps in the font's texture, as its own lines are; a width in between lies
// in between there too. Narrower than a pixel it keeps that width and gets fainter instead.
void draw_strip(ImDrawList* list, const EdgeShape& shape, float y0, float y1, float width,
                ImU32 color, float pixel) {
  const ImU32 solid = width < pixel ? with_alpha(color, width / pixel) : color;
  const float pixels =
      std::clamp(width / pixel, 1.0f, static_cast<float>(IM_DRAWLIST_TEX_LINES_WIDTH_MAX - 1));
  const float half = (pixels / 2 + 1) * pixel;
  const int whole = std::min(static_cast<int>(pixels), IM_DRAWLIST_TEX_LINES_WIDTH_MAX - 1);
  const ImVec4* lines = list->_Data->TexUvLines;
  const ImVec4 uv = ImLerp(lines[whole], lines[whole + 1], pixels - static_cast<float>(whole));
  const int points = shape.segments + 1;
  list->PrimReserve(shape.segments * 6, points * 2);
  const unsigned base = list->_VtxCurrentIdx;
  for (int k = 0; k < points; ++k) {
    const auto i = static_cast<std::size_t>(k);
    const float x = shape.x[i], y = y0 + (y1 - y0) * shape.s[i];
    const float tx = shape.dx[i], ty = (y1 - y0) * shape.ds[i];
    const float scale = half / std::sqrt(tx * tx + ty * ty + 1e-12f);
    const float nx = -ty * scale, ny = tx * scale;
    list->PrimWriteVtx({x + nx, y + ny}, {uv.x, uv.y}, solid);
    list->PrimWriteVtx({x - nx, y - ny}, {uv.z, uv.w}, solid);
  }
  for (int k = 0; k < shape.segments; ++k) {
    const unsigned corner = base + static_cast<unsigned>(2 * k);
    for (const unsigned i : {corner, corner + 1, corner + 3, corner, corner + 3, corner + 2}) {
      list->PrimWriteIdx(static_cast<ImDrawIdx>(i));
    }
  }
}

}  // namespace

bool touches(const Edge& edge, NeuronId neuron) {
  return (edge.layer == neuron.layer && edge.to == neuron.neuron) ||
         (edge.layer - 1 == neuron.layer && edge.from == neuron.neuron);
}

float EdgeScale::strength(float value) const {
  const float size = std::abs(value);
  if (mode == EdgeMode::kWeight) return std::min(1.0f, size / reach);
  if (!(size > 0) || !(reach > 0)) return 0;
  return std::clamp(1 + std::log10(size / reach) / kEdgeDecades, 0.0f, 1.0f);
}

std::span<const float> edge_values(const Trainer& trainer, EdgeMode mode) {
  const Workspace& workspace = trainer.workspace();
  const std::size_t count = trainer.network().parameter_count();
  std::span<const float> values = trainer.network().parameters();
  if (mode == EdgeMode::kGradient) values = workspace.data_gradients;
  if (mode == EdgeMode::kUpdate) values = workspace.updates;
  return values.size() >= count ? values.first(count) : std::span<const float>();
}

bool values_current(const Trainer& trainer, EdgeMode mode) {
  switch (mode) {
    case EdgeMode::kWeight:
      return true;
    case EdgeMode::kGradient:
      return trainer.phases_done() >= 4;
    case EdgeMode::kUpdate:
      return trainer.phases_done() >= 5;
  }
  return true;
}

float largest_value(const Network& network, std::span<const float> values) {
  if (values.empty()) return 0;
  float largest = 0;
  for (const Network::Layer& layer : network.layers()) {
    const auto count =
        static_cast<std::size_t>(layer.inputs) * static_cast<std::size_t>(layer.outputs);
    for (const float value : values.subspan(layer.weights, count)) {
      largest = std::max(largest, std::abs(value));
    }
  }
  return largest;
}

std::vector<Edge> collect_edges(const Trainer& trainer, EdgeScale scale, float undone,
                                std::span<const float> values) {
  const Network& network = trainer.network();
  if (values.empty()) values = edge_values(trainer, scale.mode);
  if (scale.mode == EdgeMode::kWeight) scale.reach = kWeightReach;
  std::span<const float> updates;
  if (undone > 0 && scale.mode == EdgeMode::kWeight) {
    updates = edge_values(trainer, EdgeMode::kUpdate);
  }
  std::vector<Edge> edges;
  edges.reserve(network.parameter_count());
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const Network::Layer& spec = network.layer(layer);
    std::size_t parameter = spec.weights;
    for (int to = 0; to < spec.outputs; ++to) {
      for (int from = 0; from < spec.inputs; ++from, ++parameter) {
        float value = values.empty() ? 0 : values[parameter];
        if (!updates.empty()) value -= undone * updates[parameter];
        edges.push_back({layer, to, from, parameter, value, std::abs(value)});
      }
    }
  }
  const auto weaker = [](const Edge& a, const Edge& b) {
    return a.strength != b.strength ? a.strength < b.strength : a.parameter < b.parameter;
  };
  if (edges.size() > kMaxEdges) {
    std::vector<float> strengths;
    for (const Edge& edge : edges) strengths.push_back(edge.strength);
    const auto cut = strengths.end() - kMaxEdges;
    std::nth_element(strengths.begin(), cut, strengths.end());
    std::erase_if(edges, [least = *cut](const Edge& edge) { return edge.strength < least; });
  }
  sort_stably(edges, weaker);
  if (edges.size() > kMaxEdges) edges.erase(edges.begin(), edges.end() - kMaxEdges);
  for (Edge& edge : edges) edge.strength = scale.strength(edge.value);
  return edges;
}

float edge_width(float strength, EdgeMode mode, float tile) {
  const float scale = std::clamp(tile / 46, 0.3f, 1.15f);
  // On a logarithmic scale most edges are strong.
  return (0.8f + (mode == EdgeMode::kWeight ? 9.2f : 6.2f) * strength) * scale;
}

void draw_edges(ImDrawList* list, const NetworkLayout& layout, std::span<const Edge> edges,
                const EdgeStyle& style) {
  if (edges.empty()) return;
  const float pixel = 1 / std::max(1.0f, ImGui::GetIO().DisplayFramebufferScale.x);
  const auto width_of = [&](const Edge& edge) {
    const float tile = std::min(layout.column(edge.layer - 1).tile, layout.column(edge.layer).tile);
    return edge_width(style.exist ? edge.strength : 0, style.mode, tile);
  };
  int tiles = 0;
  const int across = 2 * static_cast<int>(edges.size());
  for (const NetworkColumn& column : layout.columns) tiles += column.count;
  const int budget = std::max(kLeastVertices, kListVertices - tiles * kTileVertices);
  const EdgeShapes shapes(layout, std::clamp(budget / across - 1, 6, EdgeShape::kMaxSegments));
  const EdgeShapes smooth(layout, EdgeShape::kMaxSegments);
  const auto draw = [&](const EdgeShapes& kind, const Edge& edge, ImU32 color, float extra) {
    draw_strip(list, kind(edge), layout.column(edge.layer - 1).y(edge.from),
               layout.column(edge.layer).y(edge.to), width_of(edge) + extra, color, pixel);
  };
  std::vector<const Edge*> highlighted;
  for (const Edge& edge : edges) {
    // Linear scales leave most edges weak, so alpha saturates early; logarithmic ones do not.
    float alpha = style.mode == EdgeMode::kWeight
                      ? 0.16f + 0.72f * std::min(1.0f, edge.strength * 3.2f)
                      : 0.10f + 0.78f * edge.strength;
    if (!style.current) alpha *= 0.25f;
    if (!style.exist) alpha = 0.3f;
    if (style.focus)
      alpha = touches(edge, *style.focus) ? std::min(1.0f, alpha * 1.3f) : alpha * 0.22f;
    if (style.highlight == edge.parameter ||
        std::ranges::find(style.lit, edge.parameter) != style.lit.end()) {
      highlighted.push_back(&edge);
    }
    const ImU32 sign = edge.value < 0 ? style.palette.negative : style.palette.positive;
    draw(shapes, edge, with_alpha(style.exist ? sign : style.palette.faint, alpha * style.alpha),
         0);
  }
  for (const Edge* edge : highlighted) {
    draw(smooth, *edge, style.palette.selection, 3);
    draw(smooth, *edge, edge->value < 0 ? style.palette.negative : style.palette.positive, 0);
  }
}

void draw_lights(ImDrawList* list, const NetworkLayout& layout, std::span<const Edge> edges,
                 NeuronId neuron, bool backward, float moved, ImU32 color) {
  constexpr float kStep = 0.055f;  // between lights, in t
  const float phase = std::fmod(moved, kStep);
  for (const Edge& edge : edges) {
    // δ of a neuron comes from the layer after it, a from the layer before.
    const bool lit = backward ? edge.layer - 1 == neuron.layer && edge.from == neuron.neuron
                              : edge.layer == neuron.layer && edge.to == neuron.neuron;
    if (!lit) continue;
    const EdgeShape shape = edge_shape(layout, edge);
    const float y0 = layout.column(edge.layer - 1).y(edge.from);
    const float y1 = layout.column(edge.layer).y(edge.to);
    const float radius = std::clamp(layout.column(edge.layer).tile / 34, 0.6f, 1.4f);
    for (float t = kStep / 2; t < 1; t += kStep) {
      const float at = backward ? t - phase : t + phase - kStep / 2;
      list->AddCircleFilled(shape.at(std::clamp(at, 0.0f, 1.0f), y0, y1), radius, color, 8);
    }
  }
}

const Edge* edge_at(const NetworkLayout& layout, std::span<const Edge> edges, ImVec2 point) {
  const Edge* nearest = nullptr;
  float best = kReach;
  const EdgeShapes shapes(layout, 1);
  for (const Edge& edge : edges) {
    const float y0 = layout.column(edge.layer - 1).y(edge.from);
    const float y1 = layout.column(edge.layer).y(edge.to);
    const float distance = shapes(edge).distance(point, y0, y1);
    if (distance <= best) {  // of two alike the stronger, which is drawn on top
      best = distance;
      nearest = &edge;
    }
  }
  return nearest;
}

EdgeShape edge_shape(const NetworkLayout& layout, const Edge& edge) {
  return shape_of(layout, edge.layer, edge.to, edge.from, 1);
}

ImVec2 edge_handle(const NetworkLayout& layout, const Edge& edge) {
  return edge_shape(layout, edge)
      .at(kEdgeHandle, layout.column(edge.layer - 1).y(edge.from),
          layout.column(edge.layer).y(edge.to));
}

}  // namespace backprop
