// The loss over one weight or bias while all others stay: what its slope promises of a change, and
// what the change does.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/run/trainer.h"

namespace backprop {

// The curve of the loss of the whole training set, and of one sample by itself, as the trainer's
// metrics and point_losses() have them: the loss alone, without the penalty on weights, and without
// dropout. Where an activation or a loss has a corner (ReLU, hinge, the absolute error) the curve
// has them too, and at one of them its slope is that of one side.
class Nudge {
 public:
  enum class Of { kTrainingSet, kSample };

  // Around the value that `parameter` (below parameter_count()) has, which is its start. `point` is
  // the sample, an index into data().points; −1: none. Nothing is computed yet, and what is
  // computed is of copies: the trainer may go on.
  Nudge(const Trainer& trainer, std::size_t parameter, int point);

  // Whether the curve is this trainer's: it differs at most in the value of the parameter, which is
  // on the curve.
  bool is_of(const Trainer& trainer) const;

  // Computes on, at most kPart samples at one value, so that an application can spread the work
  // over frames: the start first, then the ends, then always the middles of what is there. True:
  // done.
  static constexpr int kPart = 256;
  bool advance();
  bool done() const { return next_ == order_.size(); }

  std::size_t parameter() const { return parameter_; }
  int point() const { return point_; }
  float start() const { return values_[values_.size() / 2]; }
  // Evenly spaced, ascending, an odd number of them, with the start in the middle. They reach as
  // far as the value itself is from zero, or as takes the neuron's z along by 2 where its input is
  // of a usual size, but no farther than 5 for that.
  std::span<const float> values() const { return values_; }
  // Loss at each of the values; NaN where it is not computed yet (or is not a number). Empty where
  // there is no such set.
  std::span<const double> losses(Of of) const { return curve(of).losses; }
  bool is_computed(std::size_t index) const { return computed_[index]; }

  // There are numbers of the start: slope() and the two below are of it.
  bool has_start(Of of) const { return curve(of).count > 0 && next_ > 0; }
  double start_loss(Of of) const { return curve(of).losses[values_.size() / 2]; }
  double slope(Of of) const {
    return curve(of).slope;
  }  // ∂L/∂w there, by the engine's backward pass
  // What the tangent says of a change to `value`: ΔL = g·Δw, in doubles.
  double predicted(Of of, double value) const {
    return slope(of) * (value - static_cast<double>(start()));
  }
  // What came of it: the loss there less the loss at the start.
  double actual(Of of, double loss) const { return loss - start_loss(of); }

 private:
  struct Curve {
    int count = 0;
    std::vector<float> inputs, targets;  // [feature][count] and [output][count]
    std::vector<double> losses;
    double slope = 0;
  };

  const Curve& curve(Of of) const { return of == Of::kTrainingSet ? set_ : sample_; }
  void load(const Trainer& trainer, std::span<const Point> points, std::span<const int> origins,
            Curve& curve);
  void take_part(const Curve& curve, int begin);
  double usual_input();
  void add_part(Curve& curve, std::size_t index);

  // Copies: what the curve is of.
  Experiment experiment_;
  Network network_;
  std::vector<float> parameters_;
  std::size_t parameter_;
  int point_;
  std::vector<float> values_;
  std::vector<std::size_t> order_;  // in which the values are gone through
  std::size_t next_ = 0;  // in that order
  std::vector<bool> computed_;  // as the values
  int begin_ = 0;  // of the part of the training set that comes next
  double sum_ = 0, slope_sum_ = 0;  // over the parts before it
  Curve set_, sample_;
  Workspace workspace_;
};

}  // namespace backprop
