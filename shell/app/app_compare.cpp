// Two runs side by side: the one on the canvas and the one that was kept.
#include <utility>

#include "shell/app/app.h"
#include "shell/session/activation_maps.h"

namespace backprop {

RunCopy App::copy_runs() const {
  RunCopy copy = copy_run(trainer_, history_, log_);
  if (other_) {
    copy.other = std::make_unique<RunCopy>(copy_run(other_->trainer, other_->history, other_->log));
  }
  return copy;
}

void App::compare(bool on) {
  if (on == (other_ != nullptr)) return;
  other_ = on ? std::make_unique<OtherRun>(copy_run(trainer_, history_, log_)) : nullptr;
  shown_revision_ = ~std::uint64_t{0};
  note_change();
}

void App::swap_runs() {
  if (!other_) return;
  std::swap(trainer_, other_->trainer);
  std::swap(history_, other_->history);
  std::swap(log_, other_->log);
  statistics_.clear();
  view_.pinned_neuron.reset();
  view_.pinned_parameter.reset();
  view_.edited_parameter.reset();
  shown_revision_ = ~std::uint64_t{0};
  note_change();
}

bool App::other_waits() const { return other_ && !other_->is_at(trainer_.step_count()); }

void App::log_metrics() {
  log_.add(trainer_.metrics());
  if (other_) other_->log.add(other_->trainer.metrics());
}

void App::refresh_other() {
  OtherRun& other = *other_;
  paint_plane(other_plane_, other.probe, other.trainer, view_, canvas_.theme.palette);
  other.metrics = other.trainer.metrics();
  other.log.add(other.metrics);
  other.shown_revision = other.trainer.revision();
}

}  // namespace backprop
