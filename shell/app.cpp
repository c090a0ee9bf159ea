#include "shell/app.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "shell/draw/activation_maps.h"
#include "shell/panels/panels.h"
#include "shell/platform.h"

namespace backprop {

namespace {

// What a visitor without a link sees: a spiral that a small network solves within a minute.
constexpr std::string_view kFirstView =
    "dataset=spiral&noise=0.05&features=x1,x2,sinx1,sinx2&layers=6,5,4&optimizer=momentum"
    "&initializer=xavier_normal&seed=1971&speed=60";

constexpr int kProbeResolution = 100;
// A refresh (metrics and maps) may take this share of the time while training runs.
constexpr double kRefreshShare = 0.5;

}  // namespace

App::App(std::string_view fragment) : trainer_(Experiment()), speed_(find_speed("60")) {
  const bool first_view = fragment.empty() || fragment == "#";
  open_link(first_view ? kFirstView : fragment);
  playing_ = playing_ || (first_view && !platform::prefers_reduced_motion());
}

void App::open_link(std::string_view fragment) {
  ParsedLink link = parse_link(fragment);
  messages_.clear();
  for (std::string& text : link.messages) {
    messages_.push_back({Message::Kind::kWarning, std::move(text)});
  }
  playing_ = by_phase_ = false;
  speed_ = find_speed("60");
  stop_ = {};
  undo_.clear();
  for (const auto& [key, value] : link.others) {
    if (key == "speed" && find_speed(value) != nullptr) {
      speed_ = find_speed(value);
    } else if (key == "showTestData" && (value == "true" || value == "false")) {
      view_.show_test_data = value == "true";
    } else if (key == "discretize" && (value == "true" || value == "false")) {
      view_.discretize = value == "true";
    } else if (key == "stopAt" && parse_stop_rule(value)) {
      set_stop_rule(*parse_stop_rule(value));
    } else {
      messages_.push_back({Message::Kind::kWarning,
                           "The link's " + key + "=" + value + " means nothing here; ignored."});
    }
  }
  trainer_ = make_trainer(link);
  view_.pinned_neuron.reset();
  view_.pinned_parameter.reset();
  view_.edited_parameter.reset();
  view_.selected_point.reset();
  begin_run();
  log_.add(trainer_.metrics());
  await_step(link.step);
  shown_revision_ = ~std::uint64_t{0};
}

std::string App::link() const {
  std::string text = make_link(trainer_);
  if (speed_->name != "60") text += "&speed=" + std::string(speed_->name);
  if (stop_.stops()) text += "&stopAt=" + stop_.text();
  return text;
}

void App::start() {
  theme_.load_fonts();
  theme_.apply(platform::prefers_dark());
}

bool App::wants_frame() const {
  return playing_ || awaited_step_ > 0 || !intents_.empty() ||
         shown_revision_ != trainer_.revision() || view_.lit != view_.pointed_at ||
         phases_.moving();
}

void App::frame() {
  hear_input();
  frame_times_.add(FrameTimes::kInput, platform::seconds());
  advance_training();
  frame_times_.add(FrameTimes::kTraining, platform::seconds());
  refresh();
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
    messages_.push_back({Message::Kind::kError, done.error().message});
  }
}

void App::read_input() {
  const bool dark = view_.theme == ThemeChoice::kSystem ? platform::prefers_dark()
                                                        : view_.theme == ThemeChoice::kDark;
  if (dark != theme_.dark) {
    theme_.apply(dark);
    shown_revision_ = ~std::uint64_t{0};  // the maps take the new colours
  }
  if (ImGui::GetIO().WantTextInput) return;
  const ImGuiKeyChord modifiers = ImGui::GetIO().KeyMods;
  if (modifiers == ImGuiMod_Shift) {
    if (ImGui::IsKeyPressed(ImGuiKey_P)) post(intent::BackPhase{});
    if (ImGui::IsKeyPressed(ImGuiKey_R, false)) post(intent::NewWeights{});
  }
  // Ctrl, or ⌘ on a Mac.
  constexpr ImGuiKeyChord kCommand = ImGuiMod_Ctrl | ImGuiMod_Super;
  if ((modifiers & kCommand) != 0 && (modifiers & ImGuiMod_Alt) == 0) {
    const bool shift = (modifiers & ImGuiMod_Shift) != 0;
    const bool undo = ImGui::IsKeyPressed(ImGuiKey_Z);
    if (undo && !shift) post(intent::Undo{});
    if ((undo && shift) || ImGui::IsKeyPressed(ImGuiKey_Y)) post(intent::Redo{});
  }
  if (ImGui::GetIO().KeyMods != ImGuiMod_None) return;  // Ctrl+R and the like are not ours
  // While the keyboard walks through the controls, Space and the arrows are theirs.
  if (!ImGui::IsAnyItemFocused()) {
    if (ImGui::IsKeyPressed(ImGuiKey_Space, false)) post(intent::TogglePlay{});
    if (ImGui::IsKeyPressed(ImGuiKey_RightArrow)) post(intent::Step{});
    if (ImGui::IsKeyPressed(ImGuiKey_LeftArrow)) post(intent::Back{});
  }
  if (ImGui::IsKeyPressed(ImGuiKey_P)) post(intent::AdvancePhase{});
  if (ImGui::IsKeyPressed(ImGuiKey_R, false)) post(intent::Restart{});
  for (int phase = 0; phase < kPhaseCount; ++phase) {
    const auto key = static_cast<ImGuiKey>(ImGuiKey_1 + phase);
    const auto pad = static_cast<ImGuiKey>(ImGuiKey_Keypad1 + phase);
    if (ImGui::IsKeyPressed(key) || ImGui::IsKeyPressed(pad)) post(intent::ToPhase{phase});
  }
}

void App::refresh() {
  const double now = platform::seconds();
  const std::optional<NeuronId> shown = view_.shown_neuron();
  const bool changed = shown_revision_ != trainer_.revision() || shown != shown_neuron_ ||
                       view_.discretize != shown_discretize_;
  const bool busy = playing_ || awaited_step_ > 0;
  if (!changed || (busy && now < next_refresh_)) return;

  const Network& network = trainer_.network();
  probe_.configure(trainer_.experiment().features, kProbeResolution);
  probe_.evaluate(network);
  refresh_heatmaps(heatmaps_, probe_, trainer_, view_, theme_.palette);
  shown_metrics_ = trainer_.metrics();
  log_.add(shown_metrics_);
  if (!stop_.counts_steps()) stop_if_reached(shown_metrics_);
  statistics_.add(measure(trainer_));
  if (!playing_ || now >= next_diagnosis_) {
    constexpr double kDiagnosisInterval = 0.3;
    findings_ = diagnose(trainer_, statistics_.entries());
    health_ = neuron_health(trainer_);
    next_diagnosis_ = now + kDiagnosisInterval;
  }

  shown_revision_ = trainer_.revision();
  shown_neuron_ = shown;
  shown_discretize_ = view_.discretize;
  const double cost = platform::seconds() - now;
  constexpr double kCheap = 0.006;
  next_refresh_ = cost < kCheap ? 0 : now + cost / kRefreshShare;
}

void App::draw() {
  phases_.follow(trainer_, by_phase_ || (playing_ && speed_->phases),
                 playing_ ? speed_->per_second : 0, platform::prefers_reduced_motion(),
                 platform::seconds());
  places_.clear();
  view_.hovered_neuron.reset();
  view_.hovered_parameter.reset();
  view_.lit = std::exchange(view_.pointed_at, {});
  draw_layout(*this);
  draw_messages(*this);
}

void App::note_place(std::string_view name) {
  const ImVec2 min = ImGui::GetItemRectMin();
  const ImVec2 size = ImGui::GetItemRectSize();
  note_place(name, min.x, min.y, size.x, size.y);
}

void App::note_place(std::string_view name, float x, float y, float width, float height) {
  places_.insert_or_assign(std::string(name), Place{x, y, width, height});
}

}  // namespace backprop
