// Where everything is in the picture of a small network with all its numbers, as one would draw it
// on paper: pure geometry from sizes alone.
//
// A neuron is two blocks: its weights and bias as lines, where the edges arrive, each at its own
// weight; and z, a and δ under its tile, from where the edges leave. The blocks stand beside each
// other, or, where it is narrow, one above the other.
#pragma once

#include <imgui.h>

#include <functional>
#include <span>
#include <vector>

#include "shell/canvas/rect.h"

namespace backprop {

// How the picture is set: the largest and most exact way that fits.
struct PaperStyle {
  bool beside;  // the two blocks of a neuron; else one above the other
  float size;   // of the numbers, in units
  int digits;   // significant ones
  bool extra;   // room for a gradient or an update behind every weight
};

struct PaperColumn {
  int count = 0, sources = 0;  // neurons, and the weights of each; 0 for inputs
  int lines = 0, values = 0;   // weights and bias, and the values below each other
  int names = 0;  // of the values' lines the first, where it has the neuron's name
  float left = 0, right = 0;
  float values_left = 0;  // of the block with z, a and δ
  float first = 0, pitch = 0;  // centre of the first neuron, and from one to the next
  float tile = 0;              // side of the activation map above the values; 0: no room for it

  float y(int neuron) const { return first + pitch * static_cast<float>(neuron); }
};

struct PaperLayout {
  PaperStyle style{};
  Rect area;       // of the picture; larger than what was asked for where nothing fits
  float line = 0;  // height of a line
  float number = 0, symbol = 0;  // widths of a number and of the symbol before it
  std::vector<PaperColumn> columns;  // [0] the inputs
  ImVec2 loss = {};  // left end and middle line of "L 0.298"
  // Whether something stands behind the weights now: they make room for it to the left.
  bool extra = false;

  const PaperColumn& column(int layer) const {
    return columns[static_cast<std::size_t>(layer + 1)];
  }
  // The lines of a neuron's weights, then of its bias.
  Rect weight(int layer, int neuron, int source) const;
  // The lines with its values, from the top; of an input there is one. A name stands above them.
  Rect value(int layer, int index, int place) const;
  Rect name(int layer, int index) const { return value(layer, index, -1); }
  Rect tile(int layer, int index) const;
  // Tile and values: what stands for the neuron itself.
  Rect neuron(int layer, int neuron) const;
  // Where an edge leaves a neuron or an input (layer −1), and where it arrives.
  ImVec2 out(int layer, int index) const;
  ImVec2 in(int layer, int index, int source) const;
};

// Width of a text set in this size.
using TextWidth = std::function<float(const char* text, float size)>;

// What there is to show: how many inputs, neurons of every layer, outputs; whether there are
// biases; whether outputs have names.
struct PaperParts {
  std::span<const int> counts;
  bool biases = true, output_names = false;
};
PaperLayout layout_paper(Rect area, const PaperParts& parts, const TextWidth& width);

// The point of an edge's curve at t in 0 … 1, and its distance from a point.
ImVec2 paper_edge(ImVec2 from, ImVec2 to, float t);
float distance_to_paper_edge(ImVec2 from, ImVec2 to, ImVec2 point);

}  // namespace backprop
