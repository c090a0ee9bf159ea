// One training step of a small network with every number that can be asked for: the right ones, as
// the engine's phases computed them.
#pragma once

#include <cstddef>

#include "engine/base/error.h"
#include "engine/exercise/hand_place.h"
#include "engine/run/trainer.h"

namespace backprop {

class HandStep {
 public:
  // The step that the trainer is in or, at its start or where none is in the workspace, the next
  // one, carried to its end in a copy. An error where there are no points, where training
  // diverges, or with dropout, which hides neurons at random. Its samples are those of the batch; a
  // point beside it (explain_point) has no places.
  static Result<HandStep> of(const Trainer& trainer);

  // At the end of the step: explain() of it says how every number comes about.
  const Trainer& trainer() const { return trainer_; }
  const Network& network() const { return network_; }  // with the parameters before the update
  const Workspace& batch() const { return trainer_.workspace(); }
  int samples() const { return batch().samples; }
  float rate() const { return rate_; }  // η of the update
  // Whether the update is w − η·∂L/∂w and nothing else. Only then new weights and biases can be
  // asked for.
  bool plain_update() const { return plain_; }
  const LossFunctions& loss() const;
  // δ of the output is what the loss gives directly: φ′ cancels.
  bool on_logits() const;
  // The loss is half the sum of the squares.
  bool half_squares() const;

  // Whether there is such a place. A loss of sample −1 is there in every batch.
  bool has(const HandPlace& place) const;
  // The engine's number; has(place).
  double right(const HandPlace& place) const;

  // Places by number, for whoever keeps one value for each: below place_count().
  std::size_t place_count() const;
  std::size_t index(const HandPlace& place) const;

 private:
  explicit HandStep(Trainer trainer);

  Trainer trainer_;
  Network network_;
  std::vector<std::size_t> first_;  // neurons before each layer
  std::size_t neurons_ = 0;
  float rate_ = 0;
  bool plain_ = false;
};

}  // namespace backprop
