// Points that were changed by hand, taken into a run.
#include <numeric>
#include <utility>

#include "engine/run/run.h"

namespace backprop {

void Trainer::take_points(Experiment edited) {
  const Network::Layer& output = network_.layer(network_.layer_count() - 1);
  const bool same_network =
      edited.output_count() == output.outputs && &edited.output_activation() == output.activation;
  experiment_ = std::move(edited);
  if (!same_network) start_.reset();
  if (!same_network || step_ == 0) {
    rebuild(true);
    return;
  }
  abandon_step();
  divergence_.reset();
  data_ = make_data(experiment_);
  compute_features();
  evaluation_ = Workspace();
  if (const auto count = static_cast<std::size_t>(data_.train_count); count != order_.size()) {
    order_.resize(count);
    std::iota(order_.begin(), order_.end(), 0);
    shuffle_order();
  }
  changed_on_the_way_ = true;
  ++revision_;
}

void Run::take_points(Experiment edited) {
  trainer_.take_points(std::move(edited));
  if (trainer_.step_count() == 0) return begin();
  // The steps so far were of other points: the history begins anew here.
  log_.drop_after(trainer_.step_count());
  history_.clear();
  history_.observe(trainer_);
}

}  // namespace backprop
