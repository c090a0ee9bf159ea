#include "shell/app/app.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "shell/app/later_part.h"
#include "shell/app/preferences.h"
#include "shell/app/shortcuts.h"
#include "shell/canvas/keyboard_walk.h"
#include "shell/panels/frame/panels.h"
#include "shell/platform/platform.h"
#include "shell/session/activation_maps.h"

namespace backprop {

namespace {

// A refresh (metrics and maps) may take this share of the time while training runs.
constexpr double kRefreshShare = 0.5;

}  // namespace

App::App(std::string_view fragment) : run_(Trainer(Experiment())), speed_(find_speed("60")) {
  load_preferences(view_);
  open_address(fragment);
}

void App::start() {
  canvas_.theme.load_fonts();
  canvas_.theme.apply(platform::prefers_dark());
}

bool App::wants_frame() const {
  return moving() || inside_.working || !intents_.empty() ||
         shown_revision_ != trainer().revision() ||
         map_detail_.resolution(false) != probe_.resolution() || other_waits() ||
         view_.lit != view_.pointed_at || phases_.moving() || view_.scale != view_.wanted_scale ||
         address_differs();
}

void App::frame() {
  hear_input();
  frame_times_.add(FrameTimes::kInput, platform::seconds());
  advance_training();
  if (platform::later_part_here()) {
    if (lessons_.asked_for()) lessons_.update(*this);
  } else {
    see_to_later_part(*this);
  }
  frame_times_.add(FrameTimes::kTraining, platform::seconds());
  refresh();
  tell_address();
  frame_times_.add(FrameTimes::kRefresh, platform::seconds());
  draw();
}

bool App::wants_frame_for_input() const {
  return !intents_.empty() || !ImGui::GetCurrentContext()->InputEventsQueue.empty();
}

void App::frame_for_input() {
  hear_input();
  refresh();
  draw();
}

void App::hear_input() {
  read_input();
  if (Result<void> done = carry_out(); !done) {
    canvas_.say(Message::Kind::kError, done.error().message);
  }
}

void App::read_input() {
  const bool dark = view_.theme == ThemeChoice::kSystem ? platform::prefers_dark()
                                                        : view_.theme == ThemeChoice::kDark;
  if (dark != canvas_.theme.dark) {
    canvas_.theme.apply(dark);
    shown_revision_ = ~std::uint64_t{0};  // the maps take the new colours
  }
  update_keyboard_walk(lessons_.gallery_open());
  run_shortcuts(*this);
}

bool App::moving() const {
  return playing_ || awaited_step_ > 0 || run_.sought_step() || inside_.history.dragging;
}

void App::evaluate_maps(int resolution) {
  const double begin = platform::seconds();
  probe_.configure(trainer().experiment().features, resolution);
  probe_.evaluate(trainer().network());
  if (other_) {
    other_->probe.configure(other_->trainer().experiment().features, resolution);
    other_->probe.evaluate(other_->trainer().network());
  }
  map_detail_.took(resolution, platform::seconds() - begin);
}

void App::refresh() {
  const double now = platform::seconds();
  const std::optional<NeuronId> shown = view_.shown_neuron();
  const bool changed = shown_revision_ != trainer().revision() || shown != shown_neuron_ ||
                       view_.discretize != shown_discretize_ ||
                       map_detail_.resolution(moving()) > probe_.resolution() ||
                       (other_ && other_->shown_revision != other_->trainer().revision());
  if (!changed || (moving() && now < next_refresh_)) return;

  evaluate_maps(map_detail_.resolution(moving()));
  refresh_heatmaps(heatmaps_, probe_, trainer(), view_, canvas_.theme.palette);
  shown_metrics_ = trainer().metrics();
  run_.note();
  if (other_) refresh_other();
  if (!stop_.counts_steps()) stop_if_reached(shown_metrics_);
  statistics_.add(measure(trainer()));
  if (!playing_ || now >= next_diagnosis_) {
    constexpr double kDiagnosisInterval = 0.3;
    findings_ = diagnose(trainer(), statistics_.entries());
    health_ = neuron_health(trainer());
    next_diagnosis_ = now + kDiagnosisInterval;
  }

  shown_revision_ = trainer().revision();
  shown_neuron_ = shown;
  shown_discretize_ = view_.discretize;
  const double cost = platform::seconds() - now;
  constexpr double kCheap = 0.006;
  next_refresh_ = cost < kCheap ? 0 : now + cost / kRefreshShare;
}

void App::draw() {
  phases_.follow(trainer(), by_phase_ || (playing_ && speed_->phases),
                 playing_ ? speed_->per_second : 0, reduced_motion(view_), platform::seconds());
  canvas_.begin_frame(view_.scale);
  view_.under_mouse = {};
  if (view_.hovered_neuron) view_.under_mouse.neurons = {*view_.hovered_neuron};
  if (view_.hovered_parameter) view_.under_mouse.parameters = {*view_.hovered_parameter};
  inside_.working = false;
  view_.hovered_neuron.reset();
  view_.hovered_parameter.reset();
  view_.lit = std::exchange(view_.pointed_at, {});
  draw_layout(*this);
  draw_messages(*this);
  view_.scale = view_.wanted_scale;
}

}  // namespace backprop
