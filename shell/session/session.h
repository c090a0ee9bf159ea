// What panels and lessons read and post to: two runs with what can be undone of them, how they are
// played, what was measured of them, and what the canvas shows. Only intents change the runs; they
// are carried out here and nowhere else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/run/run.h"
#include "shell/canvas/canvas.h"
#include "shell/session/compare.h"
#include "shell/session/inside_state.h"
#include "shell/session/intents.h"
#include "shell/session/map_detail.h"
#include "shell/session/microscope.h"
#include "shell/session/playback.h"
#include "shell/session/shown.h"
#include "shell/session/table_import.h"
#include "shell/session/undo.h"
#include "shell/session/view.h"

namespace backprop {

// In bytes: what is remembered of the runs, shared parts counted once, and what may be.
struct MemoryUse {
  std::size_t remembered = 0, budget = 0;
  std::size_t history = 0, other_history = 0;  // parts of it, which may share some
};
inline constexpr std::size_t kRememberedBytes = std::size_t{64} << 20;
inline constexpr std::size_t kScarceHistoryBytes = std::size_t{2} << 20;
// What can be undone of runs put aside
inline constexpr std::size_t kAsideBytes = std::size_t{16} << 20;

// The runs with what can be undone of them, and how they are played: for whoever opens another for
// a while.
struct Standing {
  RunCopies runs;
  UndoStack undo;
  std::int64_t awaited_step;
  int phases;  // of the step in progress
  StopRule stop;
  const Speed* speed;
};

class Session {
 public:
  // On a canvas, whose messages say what happened and whose colours the maps have.
  explicit Session(Canvas& canvas);

  // --- the runs --------------------------------------------------------------------------------
  const Run& run() const { return run_; }
  const Trainer& trainer() const { return run_.trainer(); }
  // The run compared with, or nullptr. It follows the steps of the one on the canvas.
  const OtherRun* other() const { return other_.get(); }
  const UndoStack& undo_stack() const { return undo_; }
  const Playback& playback() const { return playback_; }
  bool playing() const { return playback_.playing; }
  const PhaseShow& phases() const { return playback_.phases; }
  // The step a Scrub is on its way to, or the one the run is at.
  std::int64_t sought_step() const { return run_.sought_step().value_or(trainer().step_count()); }
  const Shown& shown() const { return shown_; }
  // A table that somebody is being asked about, until intents take or leave it; or nullptr.
  TableImport* table() { return table_.get(); }
  void ask_about(std::unique_ptr<TableImport> table) { table_ = std::move(table); }
  // Histories, logs and what can be undone.
  MemoryUse memory() const;
  // Whether a step can be done: not diverged, and with points and the memory for a batch.
  bool can_step() const;
  // Phases of a step that is not done.
  int phases_begun() const;
  std::shared_ptr<const Standing> standing() const;  // session_aside.cpp

  // --- the picture -----------------------------------------------------------------------------
  View& view() { return view_; }
  const View& view() const { return view_; }
  InsideState& inside() { return inside_; }
  const InsideState& inside() const { return inside_; }
  Microscope& microscope() { return microscope_; }
  const Microscope& microscope() const { return microscope_; }

  // --- asking ----------------------------------------------------------------------------------
  // To be carried out before the next frame, in order.
  void post(Intent intent);
  bool anything_posted() const { return !posted_.empty(); }
  // Everything posted, at once; the first thing that could not be done. What is posted meanwhile
  // waits for the next call.
  Result<void> carry_out_posted();
  // One intent, at once: remembers what it changes, for undo, and has the other run follow.
  Result<void> carry_out(const Intent& intent);
  // A message on the canvas.
  void say(Message::Kind kind, std::string text) { canvas_.say(kind, std::move(text)); }

  // --- a frame ---------------------------------------------------------------------------------
  // Trains, replays and follows within the time budget of a frame. Whether playing is to end is
  // asked after every update.
  void advance(const std::function<bool(const Trainer&)>& stops);
  // Measures and colours what is shown, where something changed.
  void refresh();
  void forget_shown() { shown_revision_ = ~std::uint64_t{0}; }  // the colours are others, say
  void begin_picture(bool still);  // `still`: without motion
  // Whether the network changes, or the picture moves, without anybody touching it.
  bool moving() const;
  bool wants_frame() const;

  // Counts that tell others whether something was done: intents carried out, and runs that took the
  // place of others.
  std::uint64_t intents_done() const { return intents_done_; }
  std::uint64_t runs_replaced() const { return runs_replaced_; }

 private:
  // session_intents.cpp
  Result<void> perform(const Intent& intent, bool was_awaiting);
  Result<void> set(std::string_view name, std::string_view value);
  // session_runs.cpp: which runs there are
  void open_run(const intent::OpenRun& open);
  void compare(bool on);
  void swap_runs();
  RunCopies copy_runs() const;
  RunCopies runs_in_phase() const;  // with the phases of the last step
  void bring_back(std::optional<RunCopies> runs);
  void replaced();  // others took the place of the runs
  void begun();  // the run begins anew, and with it what is beside it
  void forget_selection();
  void return_to(const Standing& standing);  // session_aside.cpp
  // session_memory.cpp
  void keep_to_budget();
  void answer_memory_alarm();
  bool has_memory_for(const Trainer& trainer);  // else says so, and stops
  bool has_memory() {
    return has_memory_for(trainer()) && (!other_ || has_memory_for(other_->trainer()));
  }
  // session_time.cpp
  void start_playing();
  void set_stop_rule(const StopRule& rule);
  bool stop_if_reached(const Metrics& metrics);
  bool run_step();
  bool run_phase();
  void train(const intent::Step& step);  // at once, with a trace of it in the log
  void train_until(const intent::TrainUntil& until);
  Result<void> go_to(std::int64_t step, double seconds);
  void seek(double seconds);  // replays on, within this time
  Result<void> back_phase();
  void await_step(std::int64_t step);  // a link's: trained to at once, or over the next frames
  void approach_step(double seconds);
  void end_awaiting();
  bool other_waits() const;  // to follow to where the run is
  void note();  // both runs' metrics, in their logs
  // session_taken.cpp
  Result<void> edit_points(const intent::EditPoints& edit);
  Result<void> edit_parameter(const intent::EditParameter& edit);
  void take_points(Experiment edited);
  void take_no_points();
  Result<void> take_table();
  Result<void> take_run(const intent::TakeRun& take);
  void begin_with(Trainer trainer);
  // session_shown.cpp
  void evaluate_maps(int resolution);
  void refresh_other();
  void refresh_sample();
  void look_at_one();

  Canvas& canvas_;
  Run run_;
  std::unique_ptr<OtherRun> other_;
  UndoStack undo_;
  std::unique_ptr<TableImport> table_;
  Playback playback_;
  Shown shown_;
  View view_;
  InsideState inside_;
  Microscope microscope_;
  std::vector<Intent> posted_;
  std::uint64_t intents_done_ = 0, runs_replaced_ = 0;

  // What the last refresh was of, and when the next ones may be.
  MapDetail map_detail_;
  std::uint64_t shown_revision_ = ~std::uint64_t{0};
  std::optional<NeuronId> shown_neuron_;
  bool shown_discretize_ = false;
  bool diagnosed_ = false;
  double next_refresh_ = 0;  // not before, while training: costly refreshes leave time to train
  double next_diagnosis_ = 0;
  double next_budget_ = 0;  // when it is looked at again what is remembered
};

}  // namespace backprop
