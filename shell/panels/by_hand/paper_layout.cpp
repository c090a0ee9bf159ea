#include "shell/panels/by_hand/paper_layout.h"

#include <algorithm>
#include <cmath>

namespace backprop {

namespace {

// From the largest to the smallest; the first that fits is taken.
constexpr PaperStyle kStyles[] = {
    {true, 14, 5, true},   {true, 13, 5, true},   {true, 13, 4, true},   {true, 12, 4, true},
    {true, 13, 4, false},  {true, 12, 4, false},  {false, 13, 4, false}, {false, 12, 4, false},
    {false, 12, 3, false}, {false, 11, 3, false},
};
constexpr float kLine = 1.36f;              // height of a line, in sizes of its text
constexpr float kBlocks = 12, kPad = 12;    // between a neuron's blocks, and between neurons
constexpr float kLeastTile = 24, kMostTile = 60, kTileGap = 4;
constexpr float kLeastEdge = 30, kLeastEdgeBeside = 56, kMostEdge = 190;
constexpr float kMostRoom = 44;             // between neurons where there is plenty
constexpr float kLossRoom = 1.7f;           // below the outputs, in lines

// The widest number there is with so many digits.
float number_width(const TextWidth& width, const PaperStyle& style) {
  constexpr const char* kWidest[] = {"−8.88e−88", "−8.888e−88", "−8.8888e−88"};
  return std::ceil(width(kWidest[std::clamp(style.digits - 3, 0, 2)], style.size));
}

float values_height(const PaperLayout& layout, const PaperColumn& column) {
  return static_cast<float>(column.values) * layout.line;
}

float lines_height(const PaperLayout& layout, const PaperColumn& column) {
  return static_cast<float>(column.lines) * layout.line;
}

// Of a neuron without its tile.
float card_height(const PaperLayout& layout, const PaperColumn& column) {
  const float lines = lines_height(layout, column), values = values_height(layout, column);
  if (column.sources == 0) return values;
  return layout.style.beside ? std::max(lines, values) : lines + values + kTileGap;
}

float card_width(const PaperLayout& layout, const PaperColumn& column) {
  const float value = layout.symbol + layout.number;
  if (column.sources == 0) return layout.style.beside ? value : layout.number;
  const float weights =
      layout.style.extra ? 2 * layout.symbol + 2 * layout.number : layout.symbol + layout.number;
  return layout.style.beside ? weights + kBlocks + value : std::max(weights, value);
}

// A layout in one style; `fits` says whether nothing is too wide or too high.
PaperLayout attempt(Rect area, const PaperParts& parts, const PaperStyle& style,
                    const TextWidth& width, bool& fits) {
  const auto [counts, biases, output_names] = parts;
  PaperLayout layout;
  layout.style = style;
  layout.line = std::round(style.size * kLine);
  layout.number = number_width(width, style);
  layout.symbol = std::ceil(width("Δ ", style.size)) + 2;
  const int last = static_cast<int>(counts.size()) - 1;
  float wide = 0, high = 0;
  for (int c = 0; c <= last; ++c) {
    PaperColumn column;
    column.count = counts[static_cast<std::size_t>(c)];
    column.sources = c == 0 ? 0 : counts[static_cast<std::size_t>(c - 1)];
    column.lines = c == 0 ? 0 : column.sources + (biases ? 1 : 0);
    // An input has its name above it where it is narrow; outputs have their target.
    column.names = c == last && output_names ? 1 : 0;
    column.values = c == 0 ? (style.beside ? 1 : 2) : c == last ? 4 + column.names : 3;
    const float below = c == last ? layout.line * kLossRoom : 0;
    wide += card_width(layout, column);
    high = std::max(
        high, static_cast<float>(column.count) * (card_height(layout, column) + kPad) + 2 * below);
    layout.columns.push_back(column);
  }
  const float least = (style.beside ? kLeastEdgeBeside : kLeastEdge) * static_cast<float>(last);
  fits = wide + least <= area.width() && high <= area.height();
  area.max.x = std::max(area.max.x, area.min.x + wide + least);
  area.max.y = std::max(area.max.y, area.min.y + high);
  layout.area = area;

  const float edge =
      std::min(kMostEdge, (area.width() - wide) / static_cast<float>(std::max(1, last)));
  const float middle = std::round((area.min.y + area.max.y) / 2);
  float x = (area.min.x + area.max.x - wide - edge * static_cast<float>(last)) / 2;
  float tile = kMostTile;
  for (int c = 0; c <= last; ++c) {
    PaperColumn& column = layout.columns[static_cast<std::size_t>(c)];
    column.left = std::round(x);
    column.right = column.left + card_width(layout, column);
    x += card_width(layout, column) + edge;
    column.values_left =
        c > 0 && style.beside ? column.right - layout.symbol - layout.number : column.left;
    const float below = c == last ? layout.line * kLossRoom : 0;
    const float room = (area.height() - 2 * below) / static_cast<float>(std::max(1, column.count));
    const float card = card_height(layout, column);
    // A tile above its values, where the room of a neuron has place for it.
    if (c > 0) {
      const float taken = style.beside ? values_height(layout, column) : card;
      tile = std::min(tile, std::floor(room - kPad - taken - kTileGap));
    }
  }
  if (tile < kLeastTile) tile = 0;  // all of them have one, or none
  for (int c = 0; c <= last; ++c) {
    PaperColumn& column = layout.columns[static_cast<std::size_t>(c)];
    if (c > 0) column.tile = tile;
    const float above = column.tile > 0 ? column.tile + kTileGap : 0;
    const float full =
        style.beside ? std::max(lines_height(layout, column), values_height(layout, column) + above)
                     : card_height(layout, column) + above;
    const float below = c == last ? layout.line * kLossRoom : 0;
    const float room = (area.height() - 2 * below) / static_cast<float>(std::max(1, column.count));
    column.pitch = std::round(std::min(room, full + kMostRoom));
    column.first = std::round(middle - column.pitch * static_cast<float>(column.count - 1) / 2);
  }
  const PaperColumn& output = layout.columns.back();
  const Rect lowest = layout.neuron(last - 1, output.count - 1);
  const Rect bias = layout.weight(last - 1, output.count - 1, output.lines - 1);
  layout.loss = {output.values_left,
                 std::max(lowest.max.y, bias.max.y) + std::round(layout.line * 0.9f)};
  return layout;
}

}  // namespace

Rect PaperLayout::weight(int layer, int neuron, int source) const {
  const PaperColumn& c = column(layer);
  const float height = static_cast<float>(c.lines) * line;
  const float right = style.beside ? c.values_left - kBlocks : c.right;
  const float tile = c.tile > 0 ? c.tile + kTileGap : 0;
  // One above the other: weights, tile, values.
  const float all =
      style.beside ? height : height + kTileGap + tile + static_cast<float>(c.values) * line;
  const float top = c.y(neuron) - all / 2 + static_cast<float>(source) * line;
  const float left = style.beside && !(style.extra && extra) ? right - symbol - number : c.left;
  return {{left, std::round(top)}, {right, std::round(top) + line}};
}

Rect PaperLayout::neuron(int layer, int neuron) const {
  const PaperColumn& c = column(layer);
  const float tile = c.tile > 0 ? c.tile + kTileGap : 0;
  const float height = tile + static_cast<float>(c.values) * line;
  const bool below = layer >= 0 && !style.beside;
  const float top =
      below ? weight(layer, neuron, c.lines - 1).max.y + kTileGap : c.y(neuron) - height / 2;
  return {{c.values_left, std::round(top)}, {c.right, std::round(top) + height}};
}

Rect PaperLayout::tile(int layer, int index) const {
  const PaperColumn& c = column(layer);
  const Rect whole = neuron(layer, index);
  return {whole.min, {whole.min.x + c.tile, whole.min.y + c.tile}};
}

Rect PaperLayout::value(int layer, int index, int place) const {
  const PaperColumn& c = column(layer);
  const Rect whole = neuron(layer, index);
  const float top = whole.max.y - static_cast<float>(c.values - c.names - place) * line;
  return {{whole.min.x, top}, {whole.max.x, top + line}};
}

ImVec2 PaperLayout::out(int layer, int index) const {
  const PaperColumn& c = column(layer);
  // From the line with a, which is what an edge carries.
  const Rect from = value(layer, index, layer < 0 ? c.values - 1 : 1);
  return {from.max.x + 3, (from.min.y + from.max.y) / 2};
}

ImVec2 PaperLayout::in(int layer, int index, int source) const {
  const Rect to = weight(layer, index, source);
  return {to.min.x - 4, (to.min.y + to.max.y) / 2};
}

PaperLayout layout_paper(Rect area, const PaperParts& parts, const TextWidth& width) {
  PaperLayout layout;
  bool fits = false;
  for (const PaperStyle& style : kStyles) {
    layout = attempt(area, parts, style, width, fits);
    if (fits) break;
  }
  return layout;
}

// A Bézier curve with horizontal ends, its control points in the middle.
ImVec2 paper_edge(ImVec2 from, ImVec2 to, float t) {
  const float s = t * t * (3 - 2 * t), u = t * (1.5f - 1.5f * t + t * t);
  return {from.x + (to.x - from.x) * u, from.y + (to.y - from.y) * s};
}

float distance_to_paper_edge(ImVec2 from, ImVec2 to, ImVec2 point) {
  constexpr int kParts = 24;
  float least = 1e9f;
  ImVec2 a = from;
  for (int k = 1; k <= kParts; ++k) {
    const ImVec2 b = paper_edge(from, to, static_cast<float>(k) / kParts);
    const float dx = b.x - a.x, dy = b.y - a.y;
    const float length = dx * dx + dy * dy;
    const float along =
        length > 0 ? std::clamp(((point.x - a.x) * dx + (point.y - a.y) * dy) / length, 0.0f, 1.0f)
                   : 0.0f;
    least = std::min(least, std::hypot(point.x - a.x - along * dx, point.y - a.y - along * dy));
    a = b;
  }
  return least;
}

}  // namespace backprop
