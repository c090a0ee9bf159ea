// What is measured of the runs to be shown, and when.
#include <utility>

#include "engine/insight/diagnosis.h"
#include "shell/platform/platform.h"
#include "shell/session/activation_maps.h"
#include "shell/session/by_hand.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"
#include "shell/session/slice_view.h"

namespace backprop {

namespace {

// A refresh (metrics and maps) may take this share of the time while training runs.
constexpr double kRefreshShare = 0.5;

}  // namespace

bool is_worked_by_hand(const Trainer& trainer) {
  constexpr std::size_t kFewPoints = 16;
  return trainer.network().parameter_count() <= kMostOnPaper &&
         (trainer.experiment().uses_table || trainer.data().points.size() <= kFewPoints);
}

bool one_at_a_time(const Trainer& trainer) {
  return trainer.experiment().batch_size == 1 || trainer.data().train_count == 1;
}

int explained_sample(const Session& session) {
  if (session.view().selected_point) return *session.view().selected_point;
  return platform::later_part_here() ? sample_not_picked(session) : -1;
}

void Session::evaluate_maps(int resolution) {
  const double begin = platform::seconds();
  if (trainer().experiment().uses_table) {
    show_slice(trainer(), view_, held_sample(*this), resolution, shown_);
    if (other_) probe_slice(shown_, resolution, other_->probe);
  } else {
    shown_.slice.reset();
    shown_.probe.configure(trainer().experiment().features, resolution);
    if (other_) other_->probe.configure(other_->trainer().experiment().features, resolution);
  }
  shown_.probe.evaluate(trainer().network());
  if (other_) {
    // Of the other run the output is shown, or the same neuron as of this one.
    const bool output = !shown_neuron(view_, other_->trainer().network());
    other_->probe.evaluate(other_->trainer().network(),
                           output ? Probe::Keep::kOutput : Probe::Keep::kAll);
  }
  map_detail_.took(resolution, platform::seconds() - begin);
}

void Session::refresh_other() {
  OtherRun& other = *other_;
  paint_plane(shown_.other_plane, other.probe, other.trainer(), view_, canvas_.theme.palette);
  other.metrics = other.trainer().metrics();
  other.run.note();
  other.shown_revision = other.trainer().revision();
}

SampleValues values_of(const Trainer& trainer, const SampleShown& sample) {
  if (sample.alone) return {*sample.alone, 0};
  return {trainer.workspace(), sample.column};
}

void Session::refresh_sample() {
  const std::size_t count = trainer().data().points.size();
  int point = explained_sample(*this);
  if (!platform::later_part_here() || static_cast<std::size_t>(point) >= count) point = -1;
  const std::uint64_t revision = trainer().revision();
  if (shown_.sample.point == point && shown_.sample.revision == revision) return;
  shown_.sample = {};
  shown_.sample.point = point;
  shown_.sample.revision = revision;
  if (point >= 0) show_sample(trainer(), shown_.sample);
}

void Session::look_at_one() {
  const bool mean_wanted = view_.by_hand && view_.by_hand->mean_wanted == runs_replaced_;
  if (view_.selected_point || mean_wanted || trainer().batch().empty()) return;
  // The sample of the batch, whichever it is then.
  if (one_at_a_time(trainer())) return;
  if (explained_sample(*this) < 0) view_.selected_point = furthest_sample(trainer());
}

void Session::refresh() {
  refresh_sample();
  const double now = platform::seconds();
  const std::optional<NeuronId> neuron = view_.shown_neuron();
  // A page loads what diagnoses when something is first pressed.
  const bool can_diagnose = platform::later_part_here();
  const bool changed = shown_revision_ != trainer().revision() || neuron != shown_neuron_ ||
                       view_.discretize != shown_discretize_ || can_diagnose != diagnosed_ ||
                       (shown_.slice && (shown_.slice->axes != view_.slice_axes ||
                                         shown_.slice->sample != held_sample(*this))) ||
                       map_detail_.resolution(moving()) > shown_.probe.resolution() ||
                       (other_ && other_->shown_revision != other_->trainer().revision());
  if (!changed || (moving() && now < next_refresh_)) return;

  evaluate_maps(map_detail_.resolution(moving()));
  refresh_heatmaps(shown_.heatmaps, shown_.probe, trainer(), view_, canvas_.theme.palette);
  shown_.metrics = trainer().metrics();
  run_.note();
  if (other_) refresh_other();
  if (!playback_.stop.counts_steps()) stop_if_reached(shown_.metrics);
  shown_.statistics.add(measure(trainer()));
  if (can_diagnose && (!playing() || now >= next_diagnosis_)) {
    constexpr double kDiagnosisInterval = 0.3;
    shown_.findings = diagnose(trainer(), shown_.statistics.entries());
    shown_.health = neuron_health(trainer());
    next_diagnosis_ = now + kDiagnosisInterval;
  }

  shown_revision_ = trainer().revision();
  shown_neuron_ = neuron;
  shown_discretize_ = view_.discretize;
  diagnosed_ = can_diagnose;
  const double cost = platform::seconds() - now;
  constexpr double kCheap = 0.006;
  next_refresh_ = cost < kCheap ? 0 : now + cost / kRefreshShare;
}

void Session::begin_picture(bool still) {
  const Playback& play = playback_;
  playback_.phases.follow(trainer(), play.by_phase || (play.playing && play.speed->phases),
                          play.playing ? play.speed->per_second : 0, still, platform::seconds());
  view_.under_mouse = {};
  if (view_.hovered_neuron) view_.under_mouse.neurons = {*view_.hovered_neuron};
  if (view_.hovered_parameter) view_.under_mouse.parameters = {*view_.hovered_parameter};
  inside_.working = false;
  view_.hovered_neuron.reset();
  view_.hovered_parameter.reset();
  view_.lit = std::exchange(view_.pointed_at, {});
}

}  // namespace backprop
