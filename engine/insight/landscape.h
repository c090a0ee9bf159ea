// A two-dimensional slice of the loss around the current parameters.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/run/trainer.h"

namespace backprop {

// A slice is computed on at most this many training points.
inline constexpr int kLandscapePoints = 2048;

struct Direction {
  std::vector<float> values;  // as long as the parameters
};

// A random direction scaled layer by layer to the norm of each neuron's weights ("filter
// normalization", Li et al., "Visualizing the Loss Landscape of Neural Nets", 2018).
Direction random_direction(const Network& network, std::uint32_t seed);
// The negative gradient of the loss over the training set, scaled likewise: downhill from here.
Direction descent_direction(const Trainer& trainer);
// From `from` to `to`, e.g. where training started to where it is.
Direction difference_direction(std::span<const float> from, std::span<const float> to);

// What of `direction` is at right angles to `other`, as long as it was: a picture of the two is not
// sheared. All zeros when nothing is left.
Direction orthogonal_direction(Direction direction, const Direction& other);

// Train loss at parameters + x·first + y·second.
class Landscape {
 public:
  // Of resolution² cells, over −extent … extent both ways; directions as long as the parameters.
  // Cells are evaluated in rows, so that an application can spread the work over frames.
  Landscape(const Trainer& trainer, Direction first, Direction second, int resolution,
            double extent);
  // Evaluates up to `rows` further rows; true when all are done.
  bool advance(int rows) { return advance_cells(rows * resolution_); }
  // The same in smaller pieces, for networks of which a row takes long.
  bool advance_cells(int cells);
  bool done() const { return losses_.size() == cell_count(); }
  double progress() const {
    return static_cast<double>(losses_.size()) / static_cast<double>(cell_count());
  }
  int resolution() const { return resolution_; }
  double extent() const { return extent_; }  // x and y run over −extent … extent
  std::span<const float> losses() const { return losses_; }  // [y][x], those done so far
  // Coordinates (x, y) of other parameters projected onto the plane of the two directions
  // (least squares), for the path taken.
  std::pair<double, double> project(std::span<const float> parameters) const;

 private:
  std::size_t cell_count() const {
    return static_cast<std::size_t>(resolution_) * static_cast<std::size_t>(resolution_);
  }
  double loss_at(double x, double y);

  // Copies: what is sliced does not move while it is computed.
  const Loss* loss_;
  Network network_;
  Workspace workspace_;  // the training set, or its first kLandscapePoints points
  std::vector<float> center_;
  Direction first_, second_;
  int resolution_;
  double extent_;
  std::vector<float> losses_;
};

}  // namespace backprop
