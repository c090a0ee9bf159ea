#include "shell/app.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <limits>
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
// Of a frame at 60 a second, what training may take at full speed; drawing needs the rest.
constexpr double kTrainingBudget = 0.008;
// A hidden tab or a slow frame is not made up for.
constexpr double kLongestFrame = 0.1;
// A refresh (metrics and maps) may take this share of the time while training runs.
constexpr double kRefreshShare = 0.5;
// A link's step comes at once within this time, in seconds; else over frames of the next one.
constexpr double kPatience = 1.5, kPatienceInFrame = 0.2;

std::string awaiting_text(std::int64_t step) {
  return "The link asks for step " + std::to_string(step) +
         " and the network is being trained to it. Any control ends that.";
}

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
  playing_ = false;
  speed_ = find_speed("60");
  for (const auto& [key, value] : link.others) {
    if (key == "speed" && find_speed(value) != nullptr) {
      speed_ = find_speed(value);
    } else if (key == "showTestData" && (value == "true" || value == "false")) {
      view_.show_test_data = value == "true";
    } else if (key == "discretize" && (value == "true" || value == "false")) {
      view_.discretize = value == "true";
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
  awaited_step_ = link.step;
  approach_step(kPatience);
  if (awaited_step_ > 0) messages_.push_back({Message::Kind::kNote, awaiting_text(awaited_step_)});
  shown_revision_ = ~std::uint64_t{0};
}

std::string App::link() const {
  std::string text = make_link(trainer_);
  if (speed_->name != "60") text += "&speed=" + std::string(speed_->name);
  return text;
}

void App::start() {
  theme_.load_fonts();
  theme_.apply(platform::prefers_dark());
}

bool App::wants_frame() const {
  return playing_ || awaited_step_ > 0 || !intents_.empty() ||
         shown_revision_ != trainer_.revision() || view_.lit != view_.pointed_at;
}

void App::frame() {
  read_input();
  if (Result<void> done = carry_out(); !done) {
    messages_.push_back({Message::Kind::kError, done.error().message});
  }
  advance_training();
  refresh();
  draw();
}

void App::read_input() {
  const bool dark = view_.theme == ThemeChoice::kSystem ? platform::prefers_dark()
                                                        : view_.theme == ThemeChoice::kDark;
  if (dark != theme_.dark) {
    theme_.apply(dark);
    shown_revision_ = ~std::uint64_t{0};  // the maps take the new colours
  }
  if (ImGui::GetIO().WantTextInput) return;
  if (ImGui::GetIO().KeyMods == ImGuiMod_Shift && ImGui::IsKeyPressed(ImGuiKey_P)) {
    post(intent::BackPhase{});
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
}

// Not inline: GCC 12 takes the parts of a moved variant that are not there for uninitialized ones.
void App::post(Intent intent) { intents_.push_back(std::move(intent)); }

Result<void> App::carry_out() {
  // Intents posted while one is carried out wait for the next frame.
  const std::vector<Intent> intents = std::exchange(intents_, {});
  Result<void> result;
  for (const Intent& intent : intents) {
    if (Result<void> done = apply(intent); !done && result) result = done;
  }
  return result;
}

namespace {

template <class... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};

}  // namespace

Result<void> App::apply(const Intent& intent) {
  const bool was_awaiting = awaited_step_ > 0;
  end_awaiting();
  const auto set = [this](std::string_view name, std::string_view value) -> Result<void> {
    std::vector<std::string> notes;
    Result<void> done = trainer_.set(name, value, &notes);
    for (std::string& note : notes) messages_.push_back({Message::Kind::kNote, std::move(note)});
    if (!done) return done;
    // Whatever restarts the run begins a new one; a live setting changes what comes next.
    if (trainer_.step_count() == 0) {
      begin_run();
    } else {
      changed_run();
    }
    return done;
  };
  return std::visit(
      Overload{
          [this](intent::Play) -> Result<void> { return playing_ = true, Result<void>(); },
          [this](intent::Pause) -> Result<void> { return playing_ = false, Result<void>(); },
          [&](intent::TogglePlay) -> Result<void> {
            playing_ = !playing_ && !was_awaiting;
            return {};
          },
          [this](intent::Step step) -> Result<void> {
            playing_ = false;
            train(step.count);
            return {};
          },
          [this](intent::AdvancePhase) -> Result<void> {
            playing_ = false;
            if (trainer_.advance_phase()) follow_history();
            return {};
          },
          [this](intent::Back) -> Result<void> {
            const int done = trainer_.phases_done();
            const bool inside = done > 0 && done < kPhaseCount;
            return go_to(trainer_.step_count() - (inside ? 0 : 1));
          },
          [this](intent::BackPhase) { return back_phase(); },
          [this](intent::GoTo target) { return go_to(target.step); },
          [this](intent::Restart) -> Result<void> {
            trainer_.restart();
            begin_run();
            return {};
          },
          [&](intent::NewWeights) -> Result<void> {
            const Experiment& now = trainer_.experiment();
            const std::string next = std::to_string(now.seed + 1u);
            if (now.data_seed < 0) {  // the points stay
              if (Result<void> kept = set("dataSeed", std::to_string(now.seed)); !kept) return kept;
            }
            return set("seed", next);
          },
          [&](intent::NewData) -> Result<void> {
            return set("dataSeed", std::to_string(trainer_.experiment().points_seed() + 1u));
          },
          [&](const intent::SetProperty& property) -> Result<void> {
            return set(property.name, property.value);
          },
          [this](intent::EditParameter edit) -> Result<void> {
            if (edit.index >= trainer_.network().parameter_count()) {
              return fail("There is no parameter " + std::to_string(edit.index) + ".");
            }
            if (!std::isfinite(edit.value)) return fail("A weight must be a finite number.");
            trainer_.set_parameter(edit.index, edit.value);
            changed_run();
            return {};
          },
      },
      intent);
}

void App::begin_run() {
  log_.clear();
  statistics_.clear();
  history_.clear();
  history_.observe(trainer_);
}

void App::changed_run() {
  log_.drop_after(trainer_.step_count());
  history_.changed(trainer_);
}

void App::follow_history() {
  if (trainer_.phases_done() == kPhaseCount) history_.follow(trainer_);
}

bool App::run_step() {
  const bool done = trainer_.step();
  if (done) history_.follow(trainer_);
  return done;
}

// The state after a step, with the values of its phases where they are what led to it: after an
// edit by hand they are not, and only the parameters are shown.
Result<void> App::go_to(std::int64_t step) {
  playing_ = false;
  if (step < history_.first_step()) return {};
  if (Result<void> done = history_.restore(trainer_, step); !done) return done;
  if (step == history_.first_step()) return {};
  const std::uint64_t hash = trainer_.parameter_hash();
  const Experiment settings = trainer_.experiment();
  if (!history_.restore(trainer_, step - 1)) return {};
  trainer_.step();
  if (trainer_.parameter_hash() == hash && trainer_.experiment() == settings) {
    return {};
  }
  return history_.restore(trainer_, step);
}

Result<void> App::back_phase() {
  const int done = trainer_.phases_done();
  const std::int64_t step = trainer_.step_count();
  if (done == 1) return go_to(step);
  playing_ = false;
  const bool between = done == 0 || done == kPhaseCount;
  if (between && step <= history_.first_step()) return {};
  if (Result<void> gone = history_.restore(trainer_, between ? step - 1 : step); !gone) {
    return gone;
  }
  for (int phase = 0; phase < (between ? kPhaseCount : done) - 1; ++phase) {
    trainer_.advance_phase();
  }
  return {};
}

void App::train(std::int64_t steps) {
  constexpr std::int64_t kTraced = 200;  // points of the loss chart that many steps leave behind
  const std::int64_t end = trainer_.step_count() + steps;
  const std::int64_t chunk = std::clamp<std::int64_t>(steps / kTraced, 1, 1'000'000);
  log_.add(trainer_.metrics());
  while (trainer_.step_count() < end) {
    const std::int64_t next = std::min(chunk, end - trainer_.step_count());
    std::int64_t count = 0;
    while (count < next && run_step()) ++count;
    if (count < next) break;
    log_.add(trainer_.metrics());
  }
}

void App::approach_step(double seconds) {
  if (awaited_step_ == 0) return;
  constexpr std::int64_t kTraced = 200;
  const std::int64_t stride = std::max<std::int64_t>(awaited_step_ / kTraced, 1);
  const double end = platform::seconds() + seconds;
  while (awaited_step_ > 0 && platform::seconds() <= end) {
    if (trainer_.step_count() % stride == 0) log_.add(trainer_.metrics());
    if (!run_step() || trainer_.step_count() >= awaited_step_) end_awaiting();
  }
}

void App::end_awaiting() {
  if (awaited_step_ == 0) return;
  const std::string waiting = awaiting_text(std::exchange(awaited_step_, 0));
  std::erase_if(messages_, [&](const Message& message) { return message.text == waiting; });
  log_.add(trainer_.metrics());
}

void App::advance_training() {
  approach_step(kPatienceInFrame);
  const double now = platform::seconds();
  const double elapsed = std::min(now - last_frame_, kLongestFrame);
  last_frame_ = now;
  if (!playing_) {
    owed_ = 0;
    return;
  }
  const bool flat_out = std::isinf(speed_->per_second);
  owed_ = flat_out ? std::numeric_limits<double>::infinity() : owed_ + elapsed * speed_->per_second;
  const auto advance = [this] {
    if (!speed_->phases) return run_step();
    const bool done = trainer_.advance_phase();
    if (done) follow_history();
    return done;
  };
  while (owed_ >= 1) {
    if (!advance()) {
      playing_ = false;
      return;
    }
    owed_ -= 1;
    if (platform::seconds() - now > kTrainingBudget) break;
  }
  // What the budget did not allow is not owed: the speed asked for is then out of reach.
  if (owed_ >= 1) owed_ = 0;
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
  statistics_.add(measure(trainer_));
  if (!playing_ || now >= next_diagnosis_) {
    constexpr double kDiagnosisInterval = 0.3;
    findings_ = diagnose(trainer_, statistics_.entries());
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
