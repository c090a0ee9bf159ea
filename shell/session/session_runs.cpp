// Which runs there are: the one on the canvas, and the one that was kept to compare with.
#include <memory>
#include <optional>
#include <utility>

#include "shell/session/session.h"
#include "shell/session/step_again.h"

namespace backprop {

void Session::replaced() {
  ++runs_replaced_;
  forget_shown();
}

void Session::begun() {
  shown_.statistics.clear();
  if (other_) other_->run.restart();
}

void Session::forget_selection() {
  view_.pinned_neuron.reset();
  view_.pinned_parameter.reset();
  view_.edited_parameter.reset();
}

void Session::open_run(const intent::OpenRun& open) {
  playback_.playing = false;
  playback_.awaited_step = 0;
  undo_.clear();
  table_.reset();
  run_ = Run(std::move(*open.trainer));
  playback_.by_phase = phases_begun() > 0;
  other_ = open.other ? std::make_unique<OtherRun>(std::move(*open.other)) : nullptr;
  forget_selection();
  view_.selected_point.reset();
  shown_.statistics.clear();
  run_.note();
  set_stop_rule(open.stop);
  replaced();
  await_step(open.step);
}

int Session::phases_begun() const {
  const int phases = trainer().phases_done();
  return phases < kPhaseCount ? phases : 0;
}

void Session::compare(bool on) {
  if (on == (other_ != nullptr)) return;
  other_ = on ? std::make_unique<OtherRun>(run_.copy()) : nullptr;
  replaced();
}

void Session::swap_runs() {
  if (!other_) return;
  std::swap(run_, other_->run);
  shown_.statistics.clear();
  forget_selection();
  replaced();
}

RunCopies Session::copy_runs() const {
  return {run_.copy(), other_ ? std::optional(other_->run.copy()) : std::nullopt};
}

RunCopies Session::runs_in_phase() const {
  RunCopies runs = copy_runs();
  runs.phases = trainer().phases_done();
  runs.by_phase = playback_.by_phase;
  return runs;
}

// The runs take the place of the present ones, which the other direction keeps. What was said of a
// change that is taken back is no longer so.
void Session::bring_back(std::optional<RunCopies> runs) {
  if (!runs) return;
  std::erase_if(canvas_.messages,
                [](const Message& message) { return message.kind == Message::Kind::kNote; });
  playback_.playing = playback_.by_phase = false;
  run_.take(runs->run);
  if (runs->phases > 0) {
    run_phases_again(run_, runs->run, runs->phases);
    playback_.by_phase = runs->by_phase;
  }
  shown_.statistics.clear();
  other_ = runs->other ? std::make_unique<OtherRun>(*runs->other) : nullptr;
  replaced();
}

}  // namespace backprop
