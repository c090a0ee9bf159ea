// A table's inputs as a picture: two of them across and up, and the others as they are in one of
// its samples. A table with one input has its outputs up instead: a curve.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "engine/experiment/experiment.h"
#include "engine/parts/dataset.h"

namespace backprop {

struct TableSlice {
  std::array<int, 2> axes = {0, 1};  // inputs, from 0, across and up; the second −1 for a curve
  int row = -1;  // of the table, whose other inputs these are; −1: none is held
  std::vector<float> inputs;  // of that row, in the table's numbers
  std::vector<Scale> scales;  // with which the network sees them: of every input, or none
  // Names of both axes, of the target and of the classes, and how numbers become coordinates: the
  // samples lie between −4 and 4 of the plane, which reaches from −6 to 6.
  Columns columns;

  bool is_curve() const { return axes[1] < 0; }
  bool holds_others() const { return inputs.size() > 2; }
  // All inputs at a place of the plane, in the table's numbers.
  std::vector<float> inputs_at(double x1, double x2) const;
  // What is held, "petal length 1.4, petal width 0.2"; empty where nothing is.
  std::string held_text(const SampleTable& table) const;
};

// The slice of an experiment that has a table, through a row of it. Axes that the table has not are
// the first two; the same twice becomes two.
TableSlice slice_of(const Experiment& experiment, std::array<int, 2> axes, int row);

// Where the points of a table's data are in such a picture, with their labels: the class, or one of
// the targets in units of its reach, from −1 to 1. In a curve their height is that target, or what
// the output of their class is to reach.
std::vector<Point> slice_points(const Experiment& experiment, const Data& data,
                                const TableSlice& slice, int target = 0);

// The inputs over a grid of the plane as the network sees them, [input][cell], as a Probe takes
// them: row 0 at the top.
std::vector<float> slice_grid(const TableSlice& slice, int resolution);

// How far an output goes that is to reach a target: 1 where its activation stays within that, else
// the largest number of the target that the network sees, without its sign.
float target_reach(const Experiment& experiment, int target);

// The inputs of a point of the data: its row's.
std::span<const float> inputs_of(const SampleTable& table, int row);

}  // namespace backprop
