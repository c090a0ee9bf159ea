// Two runs side by side: the one on the canvas and the one that was kept.
#include <utility>

#include "shell/app/app.h"
#include "shell/session/activation_maps.h"

namespace backprop {

RunCopies App::copy_runs() const {
  return {run_.copy(), other_ ? std::optional(other_->run.copy()) : std::nullopt};
}

void App::compare(bool on) {
  if (on == (other_ != nullptr)) return;
  other_ = on ? std::make_unique<OtherRun>(run_.copy()) : nullptr;
  shown_revision_ = ~std::uint64_t{0};
  note_change();
}

void App::swap_runs() {
  if (!other_) return;
  std::swap(run_, other_->run);
  statistics_.clear();
  view_.pinned_neuron.reset();
  view_.pinned_parameter.reset();
  view_.edited_parameter.reset();
  shown_revision_ = ~std::uint64_t{0};
  note_change();
}

bool App::other_waits() const { return other_ && !other_->is_at(trainer().step_count()); }

void App::log_metrics() {
  run_.note();
  if (other_) other_->run.note();
}

void App::refresh_other() {
  OtherRun& other = *other_;
  paint_plane(other_plane_, other.probe, other.trainer(), view_, canvas_.theme.palette);
  other.metrics = other.trainer().metrics();
  other.run.note();
  other.shown_revision = other.trainer().revision();
}

}  // namespace backprop
