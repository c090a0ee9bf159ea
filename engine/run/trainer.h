// A running experiment: data, batch order, network, optimizer, step and phase.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/experiment.h"
#include "engine/network/backprop.h"
#include "engine/run/step_settings.h"

namespace backprop {

struct Metrics {
  std::int64_t step = 0;  // parameter updates done
  double epoch = 0;       // passes over the training set, with the fraction of the current one
  int phases_done = 0;    // of the current step, 0 … 5
  // Means over the whole sets; NaN for an empty test set. Accuracy is in 0 … 1, NaN for regression.
  double train_loss = 0, test_loss = 0;
  double train_accuracy = 0, test_accuracy = 0;
};

// Why training stopped by itself.
struct Divergence {
  std::int64_t step;  // the step that failed; the state shown is the one before it
  Phase phase;
  std::string message;  // "The loss became infinite at step 12: …" with what to do
};

// Everything that decides how a run goes on, besides its experiment: what history keeps and
// documents carry.
struct TrainerState {
  std::vector<float> parameters;
  OptimizerState optimizer;
  Random::State order_random, dropout_random;
  std::vector<int> order;
  int order_position = 0;
  std::int64_t step = 0;
  std::int64_t epochs_done = 0;
  // A setting or a weight was changed on the way: the experiment, trained from its start, does not
  // come by here.
  bool changed_on_the_way = false;
  // Changes of live settings between the phases of the step that comes next: replaying it makes
  // them again. Empty, or the first entry says what the step begins with.
  std::vector<SettingsAt> settings = {};
};

class Trainer {
 public:
  // An experiment without points (custom, and none given) makes a trainer that does not train.
  explicit Trainer(const Experiment& experiment);

  // --- running -------------------------------------------------------------------------------
  // Runs one phase. After the update (or at the start) it takes the next batch and runs forward.
  // Returns false, and changes nothing, once training has diverged.
  bool advance_phase();
  // Finishes the current step if phases of it were run, else runs a whole one.
  bool step();
  // Up to `count` steps; fewer when training diverges. Returns how many were done.
  int steps(int count);

  // Phases of the current step that are done: 0 before the first, 5 after an update.
  int phases_done() const { return phases_done_; }
  // What the next batch needs besides what the trainer has; 0 once there was one as large.
  std::size_t bytes_for_next_batch() const;
  std::int64_t step_count() const { return step_; }
  double epoch() const;
  // Updates until every training point was used once more: the rest of the epoch in progress, or a
  // whole one. 0 without training points.
  std::int64_t steps_left_in_epoch() const;
  const std::optional<Divergence>& divergence() const { return divergence_; }

  // --- changing ------------------------------------------------------------------------------
  // A property of Effect::kLive takes effect from the next phase that reads it; others restart
  // (new network and, for Effect::kData, new data) at step 0. Start parameters outlast new data
  // for the same network. A value that a property has already changes nothing, revision() neither.
  // Errors are those of set_property().
  Result<void> set(std::string_view name, std::string_view text,
                   std::vector<std::string>* notes = nullptr);
  // Takes the points of `edited`, which is this experiment but for them and what agrees with them
  // (see points.h). Where the network keeps its shape the run goes on, with its weights and the
  // optimizer's memory, and only the step in progress is abandoned; else it starts over.
  void take_points(Experiment edited);
  // Starts over: same experiment, same initial parameters.
  void restart();
  // Starts over from these in place of the initializer's; restart() comes back to them. False, and
  // nothing changes, when they are not as many finite numbers as there are parameters.
  bool start_from(std::span<const float> parameters);
  // A hand edit of one parameter; the step in progress is abandoned (phases_done() becomes 0). At
  // step 0 the run then starts from what was edited. An index from parameter_count() on, and a
  // number that no float holds, are errors, and then, or when the parameter has that value already,
  // nothing changes.
  Result<void> set_parameter(std::size_t index, double value);

  // The state between two steps. In the middle of a step it is the one the step began with, and
  // says what changed in between.
  TrainerState state() const;
  // Takes a state of this very experiment: false, and nothing changes, when its shapes are others.
  bool restore(const TrainerState& state);
  // The same with the live settings of that time: `experiment` may differ from this trainer's in
  // properties of Effect::kLive only. Where the state has settings of its own for the step that
  // comes, they count.
  bool restore(const TrainerState& state, const Experiment& experiment);

  // --- looking -------------------------------------------------------------------------------
  const Experiment& experiment() const { return experiment_; }
  const Data& data() const { return data_; }
  const Network& network() const { return network_; }
  // Values of the batch in progress; layer values are valid up to phases_done().
  const Workspace& workspace() const { return workspace_; }
  // Indices into data().points of the batch in the workspace.
  std::span<const int> batch() const;
  // The parameters of step 0 where they are not the initializer's; else empty.
  std::span<const float> start_parameters() const {
    return start_ ? std::span<const float>(*start_) : std::span<const float>();
  }
  // The same to be kept by others; null where there are none.
  const std::shared_ptr<const std::vector<float>>& shared_start() const { return start_; }
  // Whether this is where the experiment leads by itself, from its start: see TrainerState.
  bool can_be_replayed() const { return step_ == 0 || !changed_on_the_way_; }
  float learning_rate() const;  // the one the next update uses, after the schedule
  // The settings that a phase of the step in the workspace ran under, which may have changed since;
  // without points placed by hand. For a phase that is still to come, those of now.
  const Experiment& settings_of(Phase phase) const;
  // The optimizer's memory before and after the update in the workspace (phases_done() is 5),
  // whatever optimizer was chosen since; the one before has no numbers where there is no memory.
  const OptimizerState& memory_before_update() const { return optimizer_before_; }
  const OptimizerState& optimizer_memory() const { return optimizer_state_; }  // of now
  const OptimizerState& memory_after_update() const {
    return kept_memory_ ? *kept_memory_ : optimizer_state_;
  }
  const Loss& loss() const { return *experiment_.loss; }

  // Losses and accuracies over the whole sets, computed when asked and kept until something
  // changes.
  const Metrics& metrics() const;
  // Loss of every point of data(), in order, with the current parameters; computed like metrics.
  std::span<const float> point_losses() const;

  // Changes whenever parameters, phase, data or experiment do: redraw when it differs.
  std::uint64_t revision() const { return revision_; }

  // FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo; 64 bits) over the bits of all parameters: equal on
  // every machine after the same steps.
  std::uint64_t parameter_hash() const;

 private:
  void rebuild(bool new_data);
  void compute_features();
  void shuffle_order();
  void note_start();
  void set_start(std::span<const float> parameters);

  void take_batch();
  void draw_dropout();
  bool build_gradients();
  bool apply_update();
  void add_updates(float rate);
  void clear_cuts();
  bool diverge(Phase phase, std::string_view what, bool infinite);
  void abandon_step();
  bool inside_step() const { return phases_done_ > 0 && phases_done_ < kPhaseCount; }
  void forget_step_settings();
  void use_settings(const SettingsAt& settings);
  bool take_state(const TrainerState& state);

  void evaluate() const;

  Experiment experiment_;
  Data data_;
  Network network_;
  Workspace workspace_;
  OptimizerState optimizer_state_;
  OptimizerState optimizer_before_;  // before the last update, should it have to be undone
  StepSettings step_settings_;  // of the step in progress, shown or planned
  // Where the optimizer was changed within the step in the workspace: the memory of before, with
  // which the step began or, behind the update, which that update left.
  std::optional<OptimizerState> kept_memory_;
  Random order_random_;
  Random dropout_random_;
  Random::State dropout_before_;  // before the masks of the batch in progress
  std::vector<int> order_;  // training indices in the order of this epoch
  int order_position_ = 0;  // where the next batch starts
  int batch_begin_ = 0, batch_count_ = 0;
  std::int64_t step_ = 0;
  std::int64_t epochs_done_ = 0;
  int phases_done_ = 0;
  std::shared_ptr<const std::vector<float>> start_;  // null: the initializer's
  bool changed_on_the_way_ = false;
  std::optional<Divergence> divergence_;
  std::uint64_t revision_ = 0;
  std::vector<float> features_;  // [feature][point], all points, computed once
  std::vector<float> targets_;  // [output][point]
  mutable Workspace evaluation_;  // blocks of all points, for the metrics
  mutable Metrics metrics_;
  mutable std::vector<float> point_losses_;
  mutable std::uint64_t metrics_revision_ = ~std::uint64_t{0};
};

}  // namespace backprop
